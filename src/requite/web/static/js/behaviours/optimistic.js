// A chip looks pressed the moment it is pressed; if the server refuses, it comes back up.
import { listen } from "../behaviours.js";

export default function optimistic(button) {
  const before = button.getAttribute("aria-pressed");
  const mates = () => button.parentElement?.querySelectorAll("[aria-pressed]") ?? [];
  const set = (value) => button.setAttribute("aria-pressed", value);
  const stop = listen(button, {
    "htmx:beforeRequest": (event) => {
      if (event.detail.elt !== button) return;
      if ([...mates()].some((mate) => mate.getAttribute("aria-busy") === "true")) return event.preventDefault();
      for (const mate of mates()) mate.setAttribute("aria-pressed", "false");
      set("true");
      button.setAttribute("aria-busy", "true");
    },
    "htmx:afterRequest": (event) => {
      button.removeAttribute("aria-busy");
      if (!event.detail.successful) set(before);
    },
    refused: () => set(before),
  });
  return stop;
}
