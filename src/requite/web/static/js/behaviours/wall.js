// A screen on the wall: stays awake while it is looked at, fills the screen, and shows which counter has moved.
import { listen } from "../behaviours.js";

const SHOWN = 1300; // ms for which a moved counter stands out

export default function wall(body) {
  const button = body.querySelector("[data-full-screen]");
  let lock;
  let figures = new Map();
  const read = () => new Map([...body.querySelectorAll(".counter")].map((counter) => [counter.id, counter.dataset.figure]));
  const wake = async () => {
    if (document.hidden || !navigator.wakeLock) return;
    try {
      lock = await navigator.wakeLock.request("screen");
    } catch {
      // battery saving, or not allowed: the screen sleeps as it is set to
    }
  };
  const settled = () => {
    const now = read();
    for (const [id, figure] of now) {
      if (!figures.has(id) || figures.get(id) === figure) continue;
      const counter = document.getElementById(id);
      counter.classList.add("is-moved");
      setTimeout(() => counter.classList.remove("is-moved"), SHOWN);
    }
    figures = now;
  };
  const fill = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  if (button && document.fullscreenEnabled) button.hidden = false;
  figures = read();
  wake();
  const stops = [
    listen(document, { visibilitychange: wake, "htmx:afterSettle": settled }),
    button ? listen(button, { click: fill }) : () => {},
  ];
  return () => (stops.forEach((stop) => stop()), lock?.release());
}
