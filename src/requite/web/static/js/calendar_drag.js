// Dragging a box of the calendar: mouse at once, touch after a hold. The box itself stays, a ghost follows the pointer; what was
// dropped is told to `send(box, values)`. The lower edge of a box with a length drags its end.
import { listen } from "./behaviours.js";

const FAR = 6, HOLD = 320, EDGE = 8;
export const STEP = 15;
export const clockOf = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

export function makeDrag(element, { send, hand, ended }) {
  let held = null;
  const hours = () => [...element.querySelectorAll(".cal__hours li")];
  const tall = () => element.querySelector(".cal__hours li")?.getBoundingClientRect().height ?? 48;
  const dayUnder = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("#calendar [data-day]") ?? null;
  const timeAt = (column, y, near = Math.floor) => { // the axis says which hour a row is: on a day of 25 hours one comes twice
    const all = hours();
    const quarters = Math.max(0, Math.min(all.length * 4 - 1, near(((y - column.getBoundingClientRect().top) / tall()) * (60 / STEP))));
    const hour = all[Math.floor((quarters * STEP) / 60)];
    return { clock: clockOf(Number(hour.dataset.hour) * 60 + ((quarters * STEP) % 60)), later: hour.dataset.fold };
  };
  const begin = () => {
    const rect = held.box.getBoundingClientRect();
    Object.assign(held, { begun: true, rect, ghost: held.box.cloneNode(true) });
    held.ghost.classList.add("box--ghost");
    for (const name of ["data-move", "data-row", "data-h", "data-m", "data-lh", "data-lm"]) held.ghost.removeAttribute(name);
    Object.assign(held.ghost.style, { position: "fixed", left: `${rect.left}px`, top: `${rect.top}px`, width: `${rect.width}px`, height: `${rect.height}px` });
    document.body.append(held.ghost);
    document.body.classList.add("is-dragging");
    getSelection()?.removeAllRanges();
  };
  const mark = (over) => { for (const each of element.querySelectorAll("[data-day]")) each.classList.toggle("is-over", each === over && (!each.matches(".cal__column") || hand.isOther(held.box, each))); };
  const follow = (event) => {
    const over = dayUnder(event);
    const { ghost, rect, edge, y } = held;
    mark(over);
    if (edge) return void (ghost.style.height = `${Math.max(12, rect.height + event.clientY - y)}px`);
    ghost.style.left = `${over ? over.getBoundingClientRect().left : rect.left}px`;
    if (hand.isOther(held.box, over)) return void (ghost.style.top = `${rect.top}px`); // it goes over at its own time
    ghost.style.top = `${rect.top + event.clientY - y}px`;
    const time = ghost.querySelector(".box__when");
    if (time && over?.matches(".cal__column")) time.lastChild.textContent = timeAt(over, rect.top + event.clientY - y, Math.round).clock;
  };
  const put = (event) => {
    const { box, edge, rect, y } = held;
    const over = dayUnder(event);
    const home = box.closest("[data-day]");
    if (edge) {
      const minutes = Math.max(0, Number(box.dataset.minutes) + Math.round(((event.clientY - y) / tall()) * (60 / STEP)) * STEP);
      if (minutes !== Number(box.dataset.minutes)) send(box, { minutes });
    } else if (hand.isOther(box, over)) {
      hand.ask(box, over);
    } else if (over?.matches(".cal__column") && over.dataset.user === home.dataset.user) {
      const to = timeAt(over, rect.top + event.clientY - y, Math.round);
      if (over !== home || to.clock !== box.dataset.at) send(box, { day: over.dataset.day, ...to });
    } else if (over && over.dataset.user === home.dataset.user && (over !== home || over.matches(".cal__whole"))) {
      if (over !== home) send(box, { day: over.dataset.day, clock: over.matches(".cal__whole") || "allday" in box.dataset ? "" : box.dataset.at });
    }
  };
  const drop = () => {
    clearTimeout(held?.timer);
    if (held?.begun) {
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
        const box = event.target.closest("[data-move]");
        if (!box || event.button || held || box.closest("[data-day]")?.dataset.day !== box.dataset.on) return;
        const edge = "minutes" in box.dataset && box.closest(".cal__column") && event.clientY > box.getBoundingClientRect().bottom - EDGE;
        held = { box, edge, x: event.clientX, y: event.clientY, pointer: event.pointerId, touch: event.pointerType === "touch" };
        if (held.touch) held.timer = setTimeout(() => held && begin(), HOLD);
      },
      touchmove: (event) => { if (held?.begun) event.preventDefault(); },
      contextmenu: (event) => { if (held?.touch) event.preventDefault(); },
    }, { passive: false, capture: true }),
    listen(window, {
      pointermove: (event) => {
        if (!held || event.pointerId !== held.pointer) return;
        if (!held.begun) {
          if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
          if (held.touch) return void drop();
          begin();
        }
        follow(event);
      },
      pointerup: (event) => {
        if (!held || event.pointerId !== held.pointer) return;
        if (held.begun) put(event);
        drop();
      },
      pointercancel: () => held && drop(),
      keydown: (event) => { if (event.key === "Escape" && held) drop(); },
    }),
  ];
  return { isHeld: () => Boolean(held), timeAt, tall, stop: () => stops.forEach((stop) => stop()) };
}
