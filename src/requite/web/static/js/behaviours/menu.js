// A menu is <details>: it opens without script; with it, it closes on Escape, on a press elsewhere and when the focus leaves.
import { listen } from "../behaviours.js";

export default function menu(details) {
  const shut = () => details.removeAttribute("open");
  const within = listen(details, {
    keydown: (event) => {
      if (event.key !== "Escape" || !details.open) return;
      event.stopPropagation();
      shut();
      details.querySelector("summary").focus();
    },
    focusout: (event) => event.relatedTarget && !details.contains(event.relatedTarget) && shut(),
  });
  const outside = listen(document, { pointerdown: (event) => !details.contains(event.target) && shut() });
  return () => (within(), outside());
}
