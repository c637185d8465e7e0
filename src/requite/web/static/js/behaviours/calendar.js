// The calendar: boxes are dragged (calendar_drag.js), or moved by Alt and an arrow, with Shift made longer, shorter and handed over; a free place
// opens the form of a meeting; t ← → d w m a go about, a swipe goes on. It stands still under the hand, and comes anew after it.
import htmx from "htmx.org";
import { isTyping, listen } from "../behaviours.js";
import { STEP, clockOf, makeDrag } from "../calendar_drag.js";
import { makeHand } from "../calendar_hand.js";

const REST = 700, SWIPE = 70;
const ARROWS = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const VIEWS = { d: 0, w: 1, m: 2, a: 3 };

export default function calendar(element) {
  let nudge = null, missed = false, busy = 0, kept = null, touch = null;
  const hand = makeHand(element, { send, ended: () => settle() });
  const drag = makeDrag(element, { send, hand, ended: () => settle() });
  const stands = () => !drag.isHeld() && !hand.isOpen() && !busy && !nudge;
  const settle = () => {
    if (!missed || !stands()) return;
    missed = false;
    element.dispatchEvent(new CustomEvent("live"));
  };
  const show = () => {
    const scroll = element.querySelector("[data-scroll]");
    const today = scroll?.querySelector(".cal__column--today"); // a narrow screen begins with it, not with the week
    if (scroll) [scroll.scrollTop, scroll.scrollLeft] = kept ?? [drag.tall() * 7.75, today ? today.offsetLeft - scroll.querySelector(".cal__hours").offsetWidth : 0];
    const focus = element.dataset.focus && element.querySelector(`[data-id="${element.dataset.focus}"] a`);
    if (focus) focus.focus({ preventScroll: true });
    delete element.dataset.focus;
  };

  async function send(box, values, address = box.dataset.move) {
    const heard = { status: 0, id: "" };
    const stop = listen(document.body, { "htmx:afterRequest": ({ detail }) => { if (detail.elt === box) Object.assign(heard, { status: detail.xhr.status, id: detail.xhr.getResponseHeader("X-Record") }); } });
    box.classList.add("is-moved");
    busy += 1;
    try {
      await htmx.ajax("POST", address, { source: box, target: box, swap: "none", values: { ...values, version: box.dataset.version } });
    } catch {
      // no network: the page says so, and the box comes back as it stands
    } finally {
      stop();
      if (!heard.status) stay(box);
      busy -= 1;
      element.dataset.focus = heard.id || box.dataset.id;
      missed = true;
      settle();
    }
  }
  const stay = (box) => {
    const when = box.querySelector(".box__when");
    box.classList.remove("is-moved");
    if (when && "stood" in box.dataset) when.lastChild.textContent = box.dataset.stood;
  };
  const press = (box, key, stretch) => { // several presses in a row are one move
    if (nudge && (nudge.box !== box || nudge.stretch !== stretch)) commit();
    nudge ??= { box, stretch, days: 0, minutes: 0 };
    nudge.days += ARROWS[key][0];
    nudge.minutes += ARROWS[key][1];
    box.classList.add("is-moved");
    const { days, minutes } = nudge;
    const said = [days && `${days > 0 ? "+" : "−"}${Math.abs(days)}×24:00`, minutes && `${minutes > 0 ? "+" : "−"}${clockOf(Math.abs(minutes))}`].filter(Boolean);
    const when = box.querySelector(".box__when");
    if (when) (box.dataset.stood ??= when.lastChild.textContent), (when.lastChild.textContent = said.join(" ") || "±0");
    clearTimeout(nudge.timer);
    nudge.timer = setTimeout(commit, REST);
  };
  const commit = () => {
    const { box, stretch, days, minutes, timer } = nudge;
    clearTimeout(timer);
    nudge = null;
    missed = true;
    if (!days && !minutes) return settle();
    if (stretch) return void send(box, { minutes: Math.max(0, Number(box.dataset.minutes) + minutes) });
    const to = new Date(`${box.dataset.on}T${box.dataset.at}:00Z`); // the clock on the wall; the server knows the zone
    to.setUTCMinutes(to.getUTCMinutes() + days * 1440 + minutes);
    send(box, { day: to.toISOString().slice(0, 10), clock: "allday" in box.dataset ? "" : to.toISOString().slice(11, 16) });
  };
  const plan = (day, clock) => {
    const opener = document.getElementById("calendar-new");
    if (!opener || !element.dataset.new) return;
    const address = new URL(element.dataset.new, location.href);
    address.searchParams.set("day", day);
    if (clock) address.searchParams.set("clock", clock);
    opener.dataset.peek = address.pathname + address.search;
    opener.click();
  };
  const go = (key) => {
    const link = key in VIEWS ? document.querySelectorAll(".cal__tools .seg a")[VIEWS[key]] : document.querySelector(`[data-go="${key}"]`);
    link?.click();
    return Boolean(link);
  };
  const wait = (event) => {
    if (event.target !== element || stands()) return;
    missed = true;
    event.preventDefault();
  };
  const keep = (event) => {
    wait(event);
    if (event.target !== element) return;
    const scroll = element.querySelector("[data-scroll]");
    kept = scroll && [scroll.scrollTop, scroll.scrollLeft];
    element.dataset.focus ||= document.activeElement?.closest?.("[data-id]")?.dataset.id ?? "";
  };

  const stops = [
    listen(element, {
      click: (event) => {
        if (element.dataset.dragged) return void (event.preventDefault(), event.stopPropagation());
        const day = event.target.closest("[data-day]");
        if (!day || event.target.closest("a, button, .box")) return;
        plan(day.dataset.day, day.matches(".cal__column") ? drag.timeAt(day, event.clientY, (quarters) => Math.floor(quarters / 2) * 2).clock : "");
      },
      keydown: (event) => {
        const box = event.target.closest("[data-move]");
        if (!box || !event.altKey || !ARROWS[event.key] || event.metaKey || event.ctrlKey) return;
        const stretch = event.shiftKey;
        if (stretch && !ARROWS[event.key][0] && !("minutes" in box.dataset)) return;
        event.preventDefault();
        event.stopPropagation();
        if (stretch && ARROWS[event.key][0]) hand.step(box, ARROWS[event.key][0]);
        else press(box, event.key, stretch);
      },
      touchstart: (event) => { touch = event.touches.length === 1 ? [event.touches[0].clientX, event.touches[0].clientY, event.target.closest("[data-scroll]")?.scrollLeft] : null; },
      touchend: (event) => {
        const [x, y, left] = touch ?? [];
        const [dx, dy] = [event.changedTouches[0].clientX - x, event.changedTouches[0].clientY - y];
        const scrolled = event.target.closest?.("[data-scroll]")?.scrollLeft !== left;
        if (touch && !scrolled && !element.dataset.dragged && stands() && Math.abs(dx) > SWIPE && Math.abs(dy) < SWIPE / 2) go(dx < 0 ? "ArrowRight" : "ArrowLeft");
        touch = null;
      },
      "htmx:beforeRequest": wait,
      "htmx:beforeSwap": keep,
      "htmx:afterSwap": (event) => event.target === element && show(),
    }, true),
    listen(document, {
      keydown: (event) => {
        if (event.defaultPrevented || event.isComposing || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey || isTyping() || document.querySelector("dialog:modal")) return;
        if (document.body.dataset.keys === "off" || event.target.closest?.(".cal__scroll:focus") || document.activeElement?.closest("#peek[open]")) return; // what was just shut holds the focus for a frame
        if ((event.key in VIEWS || ["t", "ArrowLeft", "ArrowRight"].includes(event.key)) && go(event.key)) event.preventDefault();
      },
    }),
    listen(document.body, {
      planned: () => { document.getElementById("peek")?.close(); missed = true; settle(); },
      "htmx:afterRequest": (event) => { if (event.target.closest?.(".toast")) missed = true, settle(); },
      change: (event) => { if (event.target.closest("[data-jump], [data-ticks] [type=checkbox]")) event.target.form.requestSubmit(); },
    }),
  ];
  show();
  return () => (drag.stop(), hand.stop(), clearTimeout(nudge?.timer), stops.forEach((stop) => stop()));
}
