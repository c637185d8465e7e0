// What was just written down comes at the end of the time-line and goes to its place, which is by time, newest first; what
// was just taken back comes as its name alone, and leaves.
import { listen } from "../behaviours.js";

const time = (row) => Date.parse(row.querySelector("time")?.dateTime);

export default function timeline(list) {
  const place = (fresh) => {
    const others = () => [...list.children].filter((row) => row !== fresh);
    others().find((row) => row.id === fresh.id)?.remove(); // the stream brought it before
    if ("gone" in fresh.dataset) return fresh.remove(); // it was taken back
    const older = others().find((row) => time(row) <= time(fresh));
    if (older) older.before(fresh);
    else if (list.querySelector(":scope > .pager")) fresh.remove(); // it stands on a later page
  };
  return listen(list, {
    "htmx:oobBeforeSwap": ({ target, detail }) => {
      const rows = [...detail.fragment.children];
      if (target === list) queueMicrotask(() => rows.forEach(place)); // as soon as they stand at the end
    },
  });
}
