// A panel that is fetched anew while somebody goes on typing in it keeps the values typed since it was asked for, and the focus.
import { listen } from "../behaviours.js";

export default function carry(panel) {
  let asked = [], typed = [], focus;
  const boxes = () => [...panel.querySelectorAll("[name=v]")];
  const alike = (name) => [...panel.querySelectorAll(`[name="${name}"]:not([type=hidden])`)];
  const values = () => boxes().map((box) => box.value);
  return listen(panel, {
    "htmx:beforeRequest": () => { asked = values(); },
    "htmx:beforeSwap": (event) => {
      if (event.target !== panel) return;
      typed = values().map((value, n) => (value === asked[n] ? undefined : value));
      const now = document.activeElement;
      const at = now?.name && panel.contains(now) ? alike(now.name).indexOf(now) : -1;
      focus = at < 0 ? undefined : { name: now.name, at, caret: now.selectionStart };
    },
    "htmx:afterSwap": (event) => {
      if (event.target !== panel) return;
      const fresh = boxes();
      typed.forEach((value, n) => { if (value !== undefined && fresh[n] && fresh[n].type !== "hidden") fresh[n].value = value; });
      const found = focus ? alike(focus.name) : [];
      const box = found[focus?.at] ?? found.at(-1);
      box?.focus();
      if (box?.type === "text" && focus.caret !== null) box.setSelectionRange(focus.caret, focus.caret);
    },
  });
}
