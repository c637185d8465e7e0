// A toast leaves after data-seconds (0: stays), but not while the pointer or the focus is on it.
import { listen } from "../behaviours.js";

export default function toast(element) {
  const seconds = Number(element.dataset.seconds);
  let timer;
  const stay = () => clearTimeout(timer);
  const leave = () => {
    stay();
    if (seconds) timer = setTimeout(() => element.remove(), seconds * 1000);
  };
  leave();
  const stop = listen(element, {
    pointerenter: stay,
    focusin: stay,
    pointerleave: leave,
    focusout: leave,
    click: (event) => event.target.closest("[data-close-toast]") && element.remove(),
    "htmx:afterRequest": (event) => event.detail.successful && element.remove(),
  });
  return () => (stay(), stop());
}

// Shows the toast that the server wrote into <template id="…">; the same one only once.
export function say(id) {
  const template = document.getElementById(id);
  const region = document.getElementById("toasts");
  if (!template || !region) return;
  region.querySelector(`[data-from="${id}"]`)?.remove();
  const shown = template.content.firstElementChild.cloneNode(true);
  shown.dataset.from = id;
  region.append(shown);
}
