// What waits to be fetched anew, and when: most elements a moment after the first hint of something new; those with [data-later]
// behind them, and not again within so many ms (data-later="2000"), however fast hints come. A hint within them is told at their end.
import { isAwaited, isHeld } from "./held.js";

const GATHER = 12; // ms in which hints are gathered into one round
const LATER = 160; // the same for elements with [data-later]: what is looked at first comes first
const EARLY = 1; // ms by which a timer may be early

export function makeRounds() {
  const waiting = new Map(); // an element → when it is due, by the clock that nobody sets
  const held = new Set(); // those that were due while somebody typed there, or an answer was on its way: they wait for `again`
  const fetched = new Map(); // the id of one with a rest → when it was fetched last
  let timer;

  const dueOf = ({ id, dataset }, now) => ("later" in dataset ? Math.max(now + LATER, (fetched.get(id) ?? -Infinity) + Number(dataset.later)) : now + GATHER);
  const arm = (now) => {
    clearTimeout(timer);
    if (waiting.size) timer = setTimeout(flush, Math.max(0, Math.min(...waiting.values()) - now));
  };
  const flush = () => {
    if (document.hidden) return; // what waits is fetched when the page is looked at again
    const now = performance.now(), ready = new Set();
    for (const [element, due] of waiting) {
      if (due > now + EARLY) continue;
      waiting.delete(element);
      const shown = element.isConnected ? element : document.getElementById(element.id); // what came anew meanwhile may be older than the hint
      if (shown && (isHeld(shown) || isAwaited(shown))) held.add(shown);
      else if (shown) ready.add(shown);
    }
    for (const element of ready) {
      if (element.dataset.later) fetched.set(element.id, now);
      element.dispatchEvent(new CustomEvent("live"));
    }
    arm(now);
  };
  const add = (elements, now = performance.now()) => {
    for (const element of elements) {
      held.delete(element);
      if (!waiting.has(element)) waiting.set(element, dueOf(element, now));
    }
    arm(now);
  };
  const again = () => {
    const now = performance.now();
    for (const element of held) waiting.set(element, now + GATHER);
    held.clear();
    arm(now);
  };
  return { add, again, keep: (element) => held.add(element), stop: () => clearTimeout(timer) };
}
