// What a person has begun in a block that is about to be fetched anew.
import { isTyping } from "./behaviours.js";

// Nobody's typing is replaced: neither where the cursor is, nor what was typed into a form and not sent yet.
export function isHeld(element) {
  if (element.contains(document.activeElement) && isTyping()) return true;
  const typed = (field) => !["hidden", "checkbox", "radio"].includes(field.type) && field.value !== field.defaultValue;
  return [...element.querySelectorAll("form[method=post] :is(input, textarea)")].some(typed);
}

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
