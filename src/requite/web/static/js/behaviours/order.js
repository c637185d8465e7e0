// Lines of groups, and groups: dragged by their grips, or moved by Alt and an arrow, also into the next group. The order is
// sent by the one form of the list ([data-order]); its buttons do the same one step at a time, without script too.
import { listen } from "../behaviours.js";

const EDGE = 60, STEP = 12;

export default function order(list) {
  const form = list.querySelector("[data-order]");
  const groups = () => [...list.querySelectorAll("[data-section]")];
  const items = (group) => [...group.querySelectorAll("[data-item]")];
  const groupOf = (item) => item.closest("[data-section]");
  let held = null; // what is dragged, where it stood, and the pointer

  const send = (thing) => {
    const { field, section, before } = form.elements;
    const next = thing.nextElementSibling?.dataset;
    field.value = thing.dataset.item ?? "";
    section.value = groupOf(thing).dataset.section;
    before.value = (thing.dataset.item ? next?.item : next?.section) ?? "";
    form.requestSubmit();
  };
  const isAbove = (box, y) => y < box.top + box.height / 2;
  const over = (y) => {
    if (held.thing.matches("[data-item]")) {
      const group = groups().findLast((each) => each.getBoundingClientRect().top <= y) ?? groups()[0];
      const below = items(group).find((each) => each !== held.thing && isAbove(each.getBoundingClientRect(), y));
      const rows = group.querySelector("[data-rows]");
      if (below) below.before(held.thing);
      else rows.append(held.thing);
      return;
    }
    const named = groups().filter((each) => each.dataset.section && each !== held.thing);
    const below = named.find((each) => isAbove(each.getBoundingClientRect(), y));
    if (below) below.before(held.thing);
    else named.at(-1)?.after(held.thing);
  };
  const giveUp = (event) => event.key === "Escape" && end(false);
  const end = (isKept) => {
    if (!held) return;
    const { thing, parent, next } = held;
    window.removeEventListener("keydown", giveUp);
    const isMoved = thing.parentElement !== parent || thing.nextElementSibling !== next;
    thing.classList.remove("is-held");
    held = null;
    if (isMoved && isKept) send(thing);
    else if (isMoved) parent.insertBefore(thing, next);
  };
  const step = (item, by) => {
    const near = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    const all = groups();
    const other = all[all.indexOf(groupOf(item)) + by];
    if (near) by < 0 ? near.before(item) : near.after(item);
    else if (other) by < 0 ? other.querySelector("[data-rows]").append(item) : other.querySelector("[data-rows]").prepend(item);
    else return;
    item.querySelector("a").focus();
    send(item);
  };
  for (const grip of list.querySelectorAll("[data-grip]")) grip.hidden = false;
  return listen(list, {
    pointerdown: (event) => {
      const grip = event.target.closest("[data-grip]");
      if (!grip || event.button || held) return;
      event.preventDefault();
      const thing = grip.closest("[data-item]") ?? groupOf(grip);
      held = { thing, parent: thing.parentElement, next: thing.nextElementSibling };
      window.addEventListener("keydown", giveUp);
      list.setPointerCapture(event.pointerId); // a node that is moved loses it
      thing.classList.add("is-held");
    },
    pointermove: (event) => {
      if (!held) return;
      if (event.clientY < EDGE) scrollBy(0, -STEP);
      if (event.clientY > innerHeight - EDGE) scrollBy(0, STEP);
      over(event.clientY);
    },
    pointerup: () => end(true),
    pointercancel: () => end(false),
    keydown: (event) => {
      const item = event.target.closest("[data-item]");
      if (!item || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      step(item, event.key === "ArrowUp" ? -1 : 1);
    },
  });
}
