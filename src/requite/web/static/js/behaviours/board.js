// The board of deals: a card is dragged into another stage (mouse: at once, touch: after a hold), or moved by [ and ].
import htmx from "htmx.org";
import { listen } from "../behaviours.js";

const FAR = 6;
const HOLD = 260;

export default function board(element) {
  let kept = null; // gives focus and scrolling back after the whole board came anew
  let missed = false; // whether the board was to come anew while a card was in the air
  let held = null; // what is being dragged: card, where it came from, where the pointer began
  let moving = 0; // how many moves are on their way to the server

  const lists = () => [...element.querySelectorAll("[data-cards]")];
  const stageOf = (list) => list.closest("[data-stage]").dataset.stage;
  const under = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("#board [data-stage]")?.querySelector("[data-cards]") ?? null;
  const mark = (list) => { for (const each of lists()) each.classList.toggle("is-over", each === list); };

  const keep = () => {
    const focused = document.activeElement?.closest?.("[data-deal]")?.id;
    const tops = new Map(lists().map((list) => [stageOf(list), list.scrollTop]));
    return () => {
      for (const list of lists()) list.scrollTop = tops.get(stageOf(list)) ?? 0;
      if (focused) document.getElementById(focused)?.querySelector("a")?.focus({ preventScroll: true });
    };
  };
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
  };
  const wait = (event) => { // the board stands still under the hand, and comes anew when the hand lets go
    if (event.target !== element || !(held || moving)) return;
    missed = true;
    event.preventDefault();
  };
  const settle = () => {
    if (!missed || held || moving) return;
    missed = false;
    setTimeout(() => element.dispatchEvent(new CustomEvent("live")), 300);
  };
  const drop = () => {
    clearTimeout(held?.timer);
    if (held?.begun) {
      held.ghost.remove();
      held.card.classList.remove("is-dragged");
      document.body.classList.remove("is-dragging");
      element.dataset.dragged = "1";
      setTimeout(() => delete element.dataset.dragged);
    }
    mark(null);
    held = null;
    settle();
  };

  async function move(card, from, to) {
    const back = card.nextElementSibling;
    const list = card.parentElement;
    to.prepend(card);
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    const values = { stage: stageOf(to), from: stageOf(from), on: "board", of: element.dataset.of };
    let stands = false;
    const stop = listen(document.body, { "htmx:afterRequest": (event) => { if (event.detail.elt === card) stands = event.detail.xhr.status < 300; } });
    moving += 1;
    try {
      await htmx.ajax("POST", card.dataset.move, { source: card, target: card, swap: "outerHTML", values });
    } finally {
      moving -= 1;
      stop();
    }
    if (!stands && card.isConnected) list.insertBefore(card, back?.parentElement === list ? back : null);
    else requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(card.id)?.querySelector("a")?.focus({ preventScroll: true })));
    settle();
  }

  const step = (card, by) => {
    const all = lists();
    const to = all[all.indexOf(card.closest("[data-cards]")) + by];
    if (to) move(card, card.closest("[data-cards]"), to);
  };

  const stops = [
    listen(element, {
      dragstart: (event) => event.preventDefault(),
      pointerdown: (event) => {
        const card = event.target.closest("[data-move]");
        if (!card || event.button || held) return;
        held = { card, from: card.closest("[data-cards]"), x: event.clientX, y: event.clientY, pointer: event.pointerId, touch: event.pointerType === "touch" };
        if (held.touch) held.timer = setTimeout(() => held && begin(), HOLD);
      },
      click: (event) => {
        if (!element.dataset.dragged) return;
        event.preventDefault();
        event.stopPropagation();
      },
      keydown: (event) => {
        const card = event.target.closest("[data-move]");
        const by = { BracketLeft: -1, BracketRight: 1 }[event.code];
        if (!card || !by || event.metaKey || event.ctrlKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        step(card, by);
      },
      touchmove: (event) => { if (held?.begun) event.preventDefault(); },
      "htmx:beforeRequest": wait,
      "htmx:beforeSwap": (event) => { wait(event); if (event.target === element) kept = keep(); },
      "htmx:afterSwap": (event) => { if (event.target === element) kept?.(); },
    }, { passive: false, capture: true }),
    listen(window, {
      pointermove: (event) => {
        if (!held || event.pointerId !== held.pointer) return;
        const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
        if (!held.begun) {
          if (Math.hypot(dx, dy) < FAR) return;
          if (held.touch) return void drop();
          begin();
        }
        held.ghost.style.transform = `translate(${dx}px, ${dy}px)`;
        mark(under(event));
      },
      pointerup: (event) => {
        if (held && event.pointerId !== held.pointer) return;
        const { card, from, begun } = held ?? {};
        const to = begun ? under(event) : null;
        if (to && to !== from) move(card, from, to);
        drop();
      },
      pointercancel: drop,
      keydown: (event) => { if (event.key === "Escape" && held) drop(); },
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
