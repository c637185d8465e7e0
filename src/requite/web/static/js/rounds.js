// What waits to be fetched anew, and when: most elements a moment after the first hint of something new; those with [data-later]
// behind them, and not again within so many ms (data-later="2000"), however fast hints come. A hint within them is told at their end.
import { isAwaited, isHeld } from "./held.js";

const GATHER = 12; // ms in which hints are gathered into one round
const LATER = 160; // the same for elements with [data-later]: what is looked at first comes first

export function makeRounds() {
  const waiting = new Map(); // an element → when it is due, by the clock that nobody sets
  const fetched = new Map(); // the id of one with a rest → when it was fetched last
  let timer;

  const dueOf = ({ id, dataset }, now) => ("later" in dataset ? Math.max(now + LATER, (fetched.get(id) ?? -Infinity) + Number(dataset.later)) : now + GATHER);
  const arm = () => {
    const now = performance.now();
    const next = Math.min(...[...waiting.values()].filter((due) => due > now)); // what is due already waits for `again`
    clearTimeout(timer);
    if (next < Infinity) timer = setTimeout(flush, next - now);
  };
  const flush = () => {
    if (document.hidden) return; // what waits is fetched when the page is looked at again
    const now = performance.now(), ready = new Set();
    for (const [element, due] of waiting) {
      if (due > now) continue;
      const shown = element.isConnected ? element : document.getElementById(element.id); // what came anew meanwhile may be older than the hint
      if (shown && (isHeld(shown) || isAwaited(shown))) continue;
      waiting.delete(element);
      if (shown) ready.add(shown);
    }
    for (const element of ready) {
      if (element.dataset.later) fetched.set(element.id, now);
      element.dispatchEvent(new CustomEvent("live"));
    }
    arm();
  };
  return {
    keep: (element) => waiting.has(element) || waiting.set(element, dueOf(element, performance.now())),
    add: (elements) => {
      const now = performance.now();
      for (const element of elements) if (!(waiting.get(element) > now)) waiting.set(element, dueOf(element, now));
      arm();
    },
    again: () => {
      const now = performance.now();
      for (const [element, due] of waiting) if (due <= now) waiting.set(element, now + GATHER);
      if (waiting.size) arm();
    },
    stop: () => clearTimeout(timer),
  };
}
