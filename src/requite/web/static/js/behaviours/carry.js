// A panel that is fetched anew while somebody goes on typing in it keeps the values typed since it was asked for, and the cursor.
import { listen } from "../behaviours.js";

export default function carry(panel) {
  let asked = [], typed = [], focus;
  const boxes = () => [...panel.querySelectorAll("[name=v]")];
  const values = () => boxes().map((box) => box.value);
  return listen(panel, {
    "htmx:beforeRequest": () => { asked = values(); },
    "htmx:beforeSwap": (event) => {
      if (event.target !== panel) return;
      typed = values().map((value, n) => (value === asked[n] ? undefined : value));
      const at = boxes().indexOf(document.activeElement);
      focus = at < 0 ? undefined : { at, caret: document.activeElement.selectionStart };
    },
    "htmx:afterSwap": (event) => {
      if (event.target !== panel) return;
      const fresh = boxes();
      typed.forEach((value, n) => { if (value !== undefined && fresh[n] && fresh[n].type !== "hidden") fresh[n].value = value; });
      const box = focus && fresh[focus.at];
      box?.focus();
      if (box?.type === "text" && focus.caret !== null) box.setSelectionRange(focus.caret, focus.caret);
    },
  });
}
