// Dragging a box of the calendar: mouse at once, touch after a hold. The box itself stays, a ghost follows the pointer; what was
// dropped is told to `send(box, values)`. The lower edge of a box with a length drags its end. Near an edge the hours and days scroll along.
import { listen } from "./behaviours.js";
import { scrollAlong } from "./edges.js";

const FAR = 6, HOLD = 320, EDGE = 8;
export const STEP = 15;
export const clockOf = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

export function makeDrag(element, { send, hand, ended }) {
  let held = null;
  const hours = () => [...element.querySelectorAll(".cal__hours li")];
  const tall = () => element.querySelector(".cal__hours li")?.getBoundingClientRect().height ?? 48;
  const dayUnder = () => document.elementFromPoint(held.at.x, held.at.y)?.closest("#calendar [data-day]") ?? null;
  const boxTop = () => held.rect.top + held.at.y - held.y; // of what is dragged, where the pointer is
  const reach = () => held.at.y - held.y + (held.scroll?.scrollTop ?? 0) - held.from + scrollY - held.page; // how far the lower edge came
  const timeAt = (column, y, near = Math.floor) => { // the axis says which hour a row is: on a day of 25 hours one comes twice
    const all = hours();
    const quarters = Math.max(0, Math.min(all.length * 4 - 1, near(((y - column.getBoundingClientRect().top) / tall()) * (60 / STEP))));
    const hour = all[Math.floor((quarters * STEP) / 60)];
    return { clock: clockOf(Number(hour.dataset.hour) * 60 + ((quarters * STEP) % 60)), later: hour.dataset.fold };
  };
  const begin = () => {
    const rect = held.box.getBoundingClientRect();
    const scroll = held.box.closest("[data-scroll], .cal__month");
    Object.assign(held, { begun: true, rect, scroll, from: scroll?.scrollTop ?? 0, page: scrollY, ghost: held.box.cloneNode(true) });
    held.ghost.classList.add("box--ghost");
    for (const name of ["data-move", "data-row", "data-h", "data-m", "data-lh", "data-lm"]) held.ghost.removeAttribute(name);
    Object.assign(held.ghost.style, { position: "fixed", left: `${rect.left}px`, top: `${rect.top}px`, width: `${rect.width}px`, height: `${rect.height}px` });
    document.body.append(held.ghost);
    document.body.classList.add("is-dragging");
    getSelection()?.removeAllRanges();
    held.frame = requestAnimationFrame(follow);
  };
  const mark = (over) => { for (const each of element.querySelectorAll("[data-day]")) each.classList.toggle("is-over", each === over && (!each.matches(".cal__column") || hand.isOther(held.box, each))); };
  const follow = () => { // once a frame, however often the pointer moves
    if (!held?.begun) return;
    held.frame = requestAnimationFrame(follow);
    if (held.scroll && held.moved) scrollAlong(held.scroll, held.at, stuck());
    const over = dayUnder();
    const { ghost, rect, edge } = held;
    mark(over);
    if (edge) return void Object.assign(ghost.style, { top: `${boxTop() - reach()}px`, height: `${Math.max(12, rect.height + reach())}px` });
    ghost.style.left = `${over ? over.getBoundingClientRect().left : rect.left}px`;
    if (hand.isOther(held.box, over)) return void (ghost.style.top = `${rect.top}px`); // it goes over at its own time
    ghost.style.top = `${boxTop()}px`;
    const time = ghost.querySelector(".box__when");
    if (time && over?.matches(".cal__column")) time.lastChild.textContent = timeAt(over, boxTop(), Math.round).clock;
  };
  const stuck = () => { // what lies over the edges: days above, hours beside
    const [head, axis] = [".cal__top", ".cal__hours"].map((each) => held.scroll.querySelector(each)?.getBoundingClientRect());
    return { top: head?.height ?? 0, left: axis?.width ?? 0, page: held.touch };
  };
  const put = () => {
    const { box, edge } = held;
    const over = dayUnder();
    const home = box.closest("[data-day]");
    if (edge) {
      const minutes = Math.max(0, Number(box.dataset.minutes) + Math.round((reach() / tall()) * (60 / STEP)) * STEP);
      if (minutes !== Number(box.dataset.minutes)) send(box, { minutes });
    } else if (hand.isOther(box, over)) {
      hand.ask(box, over);
    } else if (over?.matches(".cal__column") && over.dataset.user === home.dataset.user) {
      const to = timeAt(over, boxTop(), Math.round);
      if (over !== home || to.clock !== box.dataset.at) send(box, { day: over.dataset.day, ...to });
    } else if (over && over.dataset.user === home.dataset.user && (over !== home || over.matches(".cal__whole"))) {
      if (over !== home) send(box, { day: over.dataset.day, clock: over.matches(".cal__whole") || "allday" in box.dataset ? "" : box.dataset.at });
    }
  };
  const drop = () => {
    clearTimeout(held?.timer);
    if (held?.begun) {
      cancelAnimationFrame(held.frame);
      held.ghost.remove();
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
      pointerdown: (event) => {
        if (held && !event.isPrimary) return void drop(); // a second finger zooms or scrolls
        const box = event.target.closest("[data-move]");
        if (!box || event.button || held || box.closest("[data-day]")?.dataset.day !== box.dataset.on) return;
        const edge = "minutes" in box.dataset && box.closest(".cal__column") && event.clientY > box.getBoundingClientRect().bottom - EDGE;
        held = { box, edge, x: event.clientX, y: event.clientY, at: { x: event.clientX, y: event.clientY }, pointer: event.pointerId, touch: event.pointerType === "touch" };
        if (held.touch) held.timer = setTimeout(() => held && begin(), HOLD);
      },
      touchmove: (event) => { if (held?.begun) event.preventDefault(); },
      contextmenu: (event) => { if (held?.touch) event.preventDefault(); },
    }, { passive: false, capture: true }),
    listen(window, {
      pointermove: (event) => {
        if (!held || event.pointerId !== held.pointer) return;
        held.at = { x: event.clientX, y: event.clientY };
        held.moved ||= Math.hypot(held.at.x - held.x, held.at.y - held.y) >= FAR;
        if (held.begun || !held.moved) return;
        if (held.touch) return void drop();
        begin();
      },
      pointerup: (event) => {
        if (!held || event.pointerId !== held.pointer) return;
        held.at = { x: event.clientX, y: event.clientY };
        if (held.begun) put();
        drop();
      },
      pointercancel: () => held && drop(),
      keydown: (event) => { if (event.key === "Escape" && held) drop(); },
    }),
  ];
  return { isHeld: () => Boolean(held), timeAt, tall, stop: () => stops.forEach((stop) => stop()) };
}
