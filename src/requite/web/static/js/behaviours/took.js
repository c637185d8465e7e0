// Adds up how long each debt was typed into: pauses up to half a minute, in the foreground. The row's hidden field has the seconds.
import { listen } from "../behaviours.js";

const PAUSE = 30_000;

export default function took(form) {
  const rows = new WeakMap();
  let last = null; // the row of the last moment, and when that was

  const moment = (event) => {
    const row = event.target.closest(".owed");
    const field = row?.querySelector("input[name^=took]");
    if (!field) return;
    const at = event.timeStamp;
    const before = rows.get(row) ?? Number(field.value) * 1000;
    const now = before + (last?.row === row ? Math.min(at - last.at, PAUSE) : 0);
    rows.set(row, now);
    last = { row, at };
    field.value = Math.round(now / 1000);
  };
  const stop = listen(form, { focusin: moment, keydown: moment, input: moment, change: moment, pointerdown: moment, submit: moment }, true);
  const hidden = listen(document, { visibilitychange: () => (last = null) });
  return () => (stop(), hidden());
}
