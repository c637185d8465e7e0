// The focus stays in a block that comes anew: on the control that had it where that is still there, else on the block itself.
// Behaviours that know a better place have gone there by then. In [data-anew], which is another record's each time, it is the block:
// there a key is pressed next, and not typed.
// A row that goes with its act hands it to the next one: what was filled, pressed there.
const CONTROLS = "a[href], button, summary, input, select, textarea";
export const handed = new Set(); // ids of what the focus was handed to: nobody types there yet
let had = null; // the answer that is put in, and what had the focus where it goes

export function keepFocus() {
  const page = document.documentElement;
  page.addEventListener("htmx:beforeSwap", ({ detail: { xhr, target } }) => {
    const at = document.activeElement;
    if (at === document.body || !target.contains(at)) return;
    const sign = signOf(at);
    had = { xhr, sign, nth: alike(target, sign).indexOf(at), id: target.id, around: target === document.body ? null : target.parentElement };
    const row = target.closest("[data-row]");
    if (target.matches("[data-row]")) Object.assign(had, { words: at.textContent.trim(), before: target.previousElementSibling, after: target.nextElementSibling });
  });
  page.addEventListener("htmx:afterRequest", ({ detail: { xhr, target } }) => {
    if (had?.xhr !== xhr || !("words" in had) || target.isConnected || document.activeElement !== document.body) return;
    const { sign, words, before, after, around } = had;
    if ((after ? after.previousElementSibling : around.lastElementChild) !== before) return; // another stands in its place
    had = null;
    const row = [after, before].find((one) => one?.isConnected && one.matches("[data-row]"));
    const controls = [...(row?.querySelectorAll(CONTROLS) ?? [])].filter((one) => one.type !== "hidden" && one.checkVisibility());
    const control = controls.find((one) => signOf(one) === sign || (words && one.textContent.trim() === words)) ?? controls.find((one) => one.name) ?? controls[0];
    if (!control) return give(around, [], 0);
    control.focus({ preventScroll: true });
    handed.add(control.id);
    control.scrollIntoView({ block: "nearest" });
  });
  page.addEventListener("htmx:afterSettle", ({ target, detail }) => {
    if (!had || had.xhr !== detail.xhr) return;
    const { sign, nth, id, around } = had;
    had = null;
    setTimeout(() => {
      if (document.activeElement !== document.body) return;
      const place = [id && document.getElementById(id), target, around].find((one) => one && one.isConnected && one !== document.body);
      if (place) give(place, alike(place, sign), nth);
    });
  });
}

function give(place, same, nth) {
  const control = same[nth] ?? same[0];
  if (!control && !place.hasAttribute("tabindex")) place.tabIndex = -1;
  (control ?? place).focus({ preventScroll: true });
}

const alike = (place, sign) => [...place.querySelectorAll(CONTROLS)].filter((one) => !one.closest("[data-anew]") && one.checkVisibility() && !one.disabled && signOf(one) === sign);

function signOf(one) {
  const words = one.matches("a, button, summary") ? (one.ariaLabel ?? one.textContent.trim()) : "";
  return JSON.stringify([one.localName, one.name, one.type === "submit" ? one.value : "", one.getAttribute("formaction") ?? one.getAttribute("href"), words]);
}
