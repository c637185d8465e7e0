// The columns of a list: moved by their buttons, by Alt and an arrow, or dragged; the order of the boxes is what is sent.
import { listen } from "../behaviours.js";

export default function columns(form) {
  let held = null;
  const move = (item, by) => {
    const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    by < 0 ? other.before(item) : other.after(item);
    item.querySelector("input").focus();
  };
  for (const item of form.querySelectorAll("[data-column]")) item.draggable = true;
  return listen(form, {
    click: (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      move(button.closest("[data-column]"), Number(button.dataset.move));
      button.focus();
    },
    keydown: (event) => {
      const item = event.target.closest("[data-column]");
      if (!item || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      move(item, event.key === "ArrowUp" ? -1 : 1);
    },
    dragstart: (event) => (held = event.target.closest("[data-column]")),
    dragover: (event) => {
      const over = event.target.closest("[data-column]");
      if (!held || !over || over === held) return;
      event.preventDefault();
      const isAfter = held.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
      isAfter ? over.after(held) : over.before(held);
    },
    dragend: () => (held = null),
  });
}
