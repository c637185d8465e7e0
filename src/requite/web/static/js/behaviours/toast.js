// A toast leaves after data-seconds (0: stays), but not while the pointer or the focus is on it. Who pressed something in it is led
// back to where they came from, or to what came anew in its place.
import { listen } from "../behaviours.js";

export default function toast(element) {
  const seconds = Number(element.dataset.seconds);
  let timer;
  let cameFrom = [];
  const go = () => {
    const at = document.activeElement, isHere = element.contains(at) || at === document.body;
    element.remove();
    if (isHere) back(cameFrom);
  };
  const stay = () => clearTimeout(timer);
  const leave = () => {
    stay();
    if (seconds) timer = setTimeout(() => element.remove(), seconds * 1000);
  };
  leave();
  const stop = listen(element, {
    pointerenter: stay,
    focusin: (event) => {
      stay();
      if (event.relatedTarget && !element.contains(event.relatedTarget)) cameFrom = around(event.relatedTarget);
    },
    pointerleave: leave,
    focusout: leave,
    click: (event) => event.target.closest("[data-close-toast]") && go(),
    "htmx:afterRequest": (event) => event.detail.successful && go(),
  });
  return () => (stay(), stop());
}

// The element and what is around it, from within: each with its id, by which the one is found that came in its place.
function around(element) {
  const found = [];
  for (let one = element; one && one !== document.body; one = one.parentElement) found.push([one, one.id]);
  return found;
}

function back(places) {
  const there = ([one, id]) => (one.isConnected ? one : id && document.getElementById(id));
  const place = places.map(there).find(Boolean) ?? document.getElementById("main");
  if (!place) return;
  place.focus({ preventScroll: true });
  if (document.activeElement === place) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
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
