// Dragging on a board: by mouse at once, by touch after a hold. A ghost follows the pointer, and near an edge the board scrolls along.
import { listen } from "./behaviours.js";
import { pull, seen } from "./edges.js";

const FAR = 6, HOLD = 260;

// `lists()` are the places to drop on; `put(card, to)` is told of a drop in another one, `ended()` of the end of every drag.
export function makeDrag(element, { lists, put, ended }) {
  let held = null; // what is being dragged: card, where it came from, where the pointer began and is

  const under = () => {
    const column = document.elementFromPoint(held.at.x, held.at.y)?.closest("#board [data-column]:not([data-shut])");
    return column?.querySelector("[data-cards]") ?? null;
  };
  const mark = (list) => { for (const each of lists()) each.classList.toggle("is-over", each === list); };
  const begin = () => {
    const box = held.card.getBoundingClientRect();
    held.begun = true;
    held.ghost = held.card.cloneNode(true); // what follows the pointer: the card itself would be cut off by its column
    held.ghost.removeAttribute("id");
    held.ghost.classList.add("deal--ghost");
    held.ghost.setAttribute("aria-hidden", "true");
    Object.assign(held.ghost.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px` });
    document.body.append(held.ghost);
    document.body.classList.add("is-dragging");
    held.card.classList.add("is-dragged");
    getSelection()?.removeAllRanges();
    held.frame = requestAnimationFrame(follow);
  };
  const follow = () => { // once a frame, however often the pointer moves
    if (!held?.begun) return;
    const { x, y } = held.at;
    held.ghost.style.transform = `translate(${x - held.x}px, ${y - held.y}px)`;
    const board = element.getBoundingClientRect();
    const across = pull(x, Math.max(0, board.left), Math.min(innerWidth, board.right));
    if (across) element.scrollLeft += across;
    const list = under();
    if (list && list.scrollHeight > list.clientHeight) list.scrollTop += pull(y, ...edges(list));
    else if (held.touch) scrollBy(0, pull(y, ...seen()));
    mark(list);
    held.frame = requestAnimationFrame(follow);
  };
  const edges = (list) => {
    const box = list.getBoundingClientRect();
    return [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  };
  const drop = () => {
    if (!held) return;
    clearTimeout(held.timer);
    if (held.begun) {
      cancelAnimationFrame(held.frame);
      held.ghost.remove();
      held.card.classList.remove("is-dragged");
      document.body.classList.remove("is-dragging");
      element.dataset.dragged = "1";
      setTimeout(() => delete element.dataset.dragged);
    }
    mark(null);
    held = null;
    ended();
  };

  const stops = [
    listen(element, {
      dragstart: (event) => event.preventDefault(),
      contextmenu: (event) => { if (held?.touch) event.preventDefault(); }, // a long press is the beginning of a drag
      pointerdown: (event) => {
        if (held && !event.isPrimary) return void drop(); // a second finger zooms or scrolls
        const card = event.target.closest("[data-move], [data-plan]");
        if (!card || event.button || held) return;
        const [x, y] = [event.clientX, event.clientY];
        held = { card, from: card.closest("[data-cards]"), x, y, at: { x, y }, pointer: event.pointerId, touch: event.pointerType === "touch" };
        if (held.touch) held.timer = setTimeout(() => held && begin(), HOLD);
      },
      touchmove: (event) => { if (held?.begun && event.cancelable) event.preventDefault(); },
      click: (event) => {
        if (!element.dataset.dragged) return;
        event.preventDefault();
        event.stopPropagation();
      },
    }, { passive: false, capture: true }),
    listen(window, {
      pointermove: (event) => {
        if (!held || event.pointerId !== held.pointer) return;
        held.at = { x: event.clientX, y: event.clientY };
        if (held.begun || Math.hypot(held.at.x - held.x, held.at.y - held.y) < FAR) return;
        if (held.touch) return void drop();
        begin();
      },
      pointerup: (event) => {
        if (!held || event.pointerId !== held.pointer) return;
        held.at = { x: event.clientX, y: event.clientY };
        const { card, from, begun } = held;
        const to = begun ? under() : null;
        if (to && to !== from) put(card, to);
        drop();
      },
      pointercancel: drop,
      keydown: (event) => { if (event.key === "Escape" && held) drop(); },
    }),
  ];
  return { isHeld: () => Boolean(held), stop: () => (drop(), stops.forEach((stop) => stop())) };
}
