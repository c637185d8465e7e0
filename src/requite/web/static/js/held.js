// What a person has begun in a block that is about to be fetched anew.
import { isTyping } from "./behaviours.js";
import { handed } from "./focus.js";

// Nobody's typing is replaced: neither where the cursor is, nor what was typed or chosen in a form and not sent yet. And what is
// pressed stays until it was let go: a press whose place is exchanged meanwhile would be none, a double click only a single one.
export function isHeld(element) {
  if (isTypedInto(element)) return true;
  if (pressed && element.contains(pressed)) return true;
  const typed = (field) => !["hidden", "checkbox", "radio"].includes(field.type) && field.value !== field.defaultValue;
  if ([...element.querySelectorAll("form[method=post] :is(input, textarea)")].some(typed)) return true;
  const chosen = (select) => select.options.length && select.selectedIndex !== Math.max(0, [...select.options].findLastIndex((option) => option.defaultSelected));
  return [...element.querySelectorAll("form[method=post] select:not([multiple])")].some(chosen);
}

// Whether somebody types in it. Where the focus was only handed on nobody does yet, and what comes anew takes it by its id.
export function isTypedInto(element) {
  const at = document.activeElement;
  return element.contains(at) && isTyping() && !(at.id && handed.has(at.id) && at.value === (at.defaultValue ?? ""));
}

const REST = 300; // ms after a press in which the second one of a double click comes
let pressed = null, rest;

// Notes where the pointer is pressed, and calls `ended` when it has been let go.
export const pressing = (ended) => {
  const free = () => {
    clearTimeout(rest);
    rest = setTimeout(() => (pressed = null, ended()), REST);
  };
  return { pointerdown: ({ target }) => (clearTimeout(rest), pressed = target), pointerup: free, pointercancel: free };
};

// What an answer that is on its way goes into: whether the element, a part of it, or what it is a part of. An element that came
// anew before that answer would leave it nowhere to go, and the element would be as it was when it was asked for.
const under = new Map(); // a request that is under way → where its answer goes, and whether a hint made it

export function isAwaited(element, byHand = false) {
  return [...under.values()].some(({ target, isLive }) => !(byHand && isLive) && (target.contains(element) || element.contains(target)));
}

// Notes a request until it has ended, then calls `ended`.
export const noting = (ended) => ({ defaultPrevented, detail: { xhr, target, requestConfig } }) => {
  if (defaultPrevented) return;
  under.set(xhr, { target, isLive: requestConfig.triggeringEvent?.type === "live" });
  xhr.addEventListener("loadend", () => (under.delete(xhr), ended()));
};

// What was unfolded by hand stays so, also where the cursor stands on it: unfolded(element before) → (element after).
const folds = (element) => [...element.querySelectorAll("details")];

export function unfolded(element) {
  const before = folds(element);
  const open = before.map((fold) => fold.open);
  const focus = before.findIndex((fold) => fold.firstElementChild === document.activeElement);
  return (fresh) => {
    const after = folds(fresh);
    if (after.length !== before.length) return;
    after.forEach((fold, n) => { fold.open ||= open[n]; });
    after[focus]?.firstElementChild.focus();
  };
}

// What had the focus in what is about to come anew has it again: the same link or button of the same row. htmx does so by the id alone.
const sameness = (element) => [element.getAttribute("href") ?? element.name, element.textContent.trim()].join(" ");

export function focused(element) {
  const before = document.activeElement;
  if (!element.contains(before)) return () => undefined;
  const row = before.closest("[id]")?.id, same = sameness(before);
  return () => {
    if (document.activeElement !== document.body) return;
    const stops = document.getElementById(row)?.querySelectorAll(before.localName) ?? [];
    [...stops].find((one) => sameness(one) === same)?.focus({ preventScroll: true });
  };
}
