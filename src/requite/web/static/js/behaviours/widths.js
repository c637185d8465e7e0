// Widths of a list's columns: dragged at the right edge of a head, or by Alt, Shift and an arrow in any of its cells; kept in this
// browser for each list and column.
import { listen } from "../behaviours.js";

const EDGE = 8;
const LEAST = 60, STEP = 16;

export default function widths(list) {
  const heads = [...list.querySelectorAll("thead th")];
  const name = (head) => `width:${list.dataset.list}:${head.textContent.trim()}`;
  const set = (head, width) => {
    const most = width ? `min(${width}px, var(--most, ${width}px))` : ""; // a narrow page gives each column a share
    head.style.inlineSize = head.style.minInlineSize = head.style.maxInlineSize = most;
  };
  for (const head of heads) set(head, Number(localStorage.getItem(name(head))) || 0);
  const grip = (event) => {
    const head = event.target.closest?.("thead th");
    return head && head.getBoundingClientRect().right - event.clientX < EDGE ? head : null;
  };
  const keep = (head) => localStorage.setItem(name(head), String(head.offsetWidth));
  return listen(list, {
    keydown: (event) => {
      const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
      const head = heads[event.target.closest("th, td")?.cellIndex];
      if (!by || !head || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
      event.preventDefault();
      set(head, Math.max(LEAST, head.offsetWidth + by));
      keep(head);
    },
    pointermove: (event) => list.classList.toggle("is-resizing", Boolean(grip(event))),
    dblclick: (event) => {
      const head = grip(event);
      if (head) set(head, 0), localStorage.removeItem(name(head));
    },
    pointerdown: (event) => {
      const head = grip(event);
      if (!head || event.pointerType === "touch") return;
      event.preventDefault();
      const from = event.clientX - head.offsetWidth;
      const stop = listen(window, {
        pointermove: (moved) => set(head, Math.max(LEAST, moved.clientX - from)),
        pointerup: () => {
          stop();
          keep(head);
        },
        click: (clicked) => clicked.preventDefault(),
      }, { capture: true });
    },
  });
}
