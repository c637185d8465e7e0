// The focus stays in a block that comes anew: on the control that had it where that is still there, else on the block itself.
// Behaviours that know a better place have gone there by then. In [data-anew], which is another record's each time, it is the block:
// there a key is pressed next, and not typed.
const CONTROLS = "a[href], button, summary, input, select, textarea";
let had = null; // the answer that is put in, and what had the focus where it goes

export function keepFocus() {
  const page = document.documentElement;
  page.addEventListener("htmx:beforeSwap", ({ detail: { xhr, target } }) => {
    const at = document.activeElement;
    if (at === document.body || !target.contains(at)) return;
    const sign = signOf(at);
    had = { xhr, sign, nth: alike(target, sign).indexOf(at), id: target.id, around: target === document.body ? null : target.parentElement };
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
