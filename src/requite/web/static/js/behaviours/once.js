// A form is sent once: the second press waits until the first has its answer.
import { listen } from "../behaviours.js";

export default function once(form) {
  const free = () => form.removeAttribute("aria-busy");
  const stop = listen(form, {
    submit: (event) => {
      if (form.getAttribute("aria-busy") === "true") {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      form.setAttribute("aria-busy", "true");
    },
    "htmx:afterRequest": free,
    refused: free,
  }, true);
  const back = listen(window, { pageshow: free });
  return () => (stop(), back());
}
