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
    // A press on what takes no focus within gives it to the page around: it hasn't left, and what is dragged there stays.
    focusout: ({ relatedTarget: to }) => to && !details.contains(to) && !to.contains(details) && shut(),
  });
  const outside = listen(document, { pointerdown: (event) => !details.contains(event.target) && shut() });
  return () => (within(), outside());
}
