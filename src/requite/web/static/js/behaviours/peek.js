// Opens a record in the side panel, by its link or by those within an element: data-peek names the fragment's address, seen from the link's (empty: the link's own). Escape closes, focus goes back.
import htmx from "htmx.org";
import { listen } from "../behaviours.js";

let cameFrom = null;
let awaited = null; // the link whose record is on its way

export default function peek(place) {
  return listen(place, {
    click: (event) => {
      const link = event.target.closest("[data-peek]");
      if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
      const panel = document.getElementById("peek");
      if (!panel) return;
      event.preventDefault();
      show(link);
    },
  });
}

export async function show(link) {
  const panel = document.getElementById("peek");
  const row = link.closest("[data-row]");
  mark(row);
  if (!panel.open) cameFrom = link;
  const { pathname, search } = new URL(link.dataset.peek || link.href, link.href);
  if (awaited?.isConnected && awaited !== link) htmx.trigger(awaited, "htmx:abort"); // it might come after the one that was asked for last
  awaited = link;
  try {
    await htmx.ajax("GET", pathname + search, { source: link, target: "#peek-body", swap: "innerHTML show:#peek:top" });
  } catch {
    return; // given up for another, or no network: the page says so
  } finally {
    if (awaited === link) awaited = null;
  }
  if (!document.getElementById("peek-body").childElementCount) return;
  const wasOpen = panel.open;
  if (!wasOpen) panel.show();
  if (!wasOpen) (panel.querySelector("[data-focus]") ?? panel).focus({ preventScroll: true });
}

function mark(row) {
  for (const each of document.querySelectorAll("[data-row][aria-selected]")) each.removeAttribute("aria-selected");
  if (row?.matches("tr")) row.setAttribute("aria-selected", "true");
}

export function isPeeking() {
  return Boolean(document.getElementById("peek")?.open);
}

document.addEventListener("close", (event) => {
  if (event.target.id !== "peek") return;
  mark(null);
  document.getElementById("peek-body").replaceChildren();
  // The event comes a moment after the panel is shut: who is elsewhere by then stays there.
  const isFree = document.activeElement === document.body || event.target.contains(document.activeElement);
  if (isFree && cameFrom) standing(cameFrom)?.focus({ preventScroll: true });
  cameFrom = null;
}, true);

document.addEventListener("planned", () => document.getElementById("peek")?.close()); // the form in it has done its work

// The link itself, or the one that came in its place when its surroundings came anew.
function standing(link) {
  if (link.isConnected) return link;
  return [...document.querySelectorAll("[data-peek]")].find((one) => one.href === link.href && one.dataset.peek === link.dataset.peek);
}
