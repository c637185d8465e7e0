// A list that is fetched anew on a hint keeps as many rows as it shows, what is picked in it, and where the reader stands.
// While a cell of it is being edited it isn't: the hint is remembered until the cell is shut.
import { isTyping, listen } from "../behaviours.js";

const MOST = 400; // rows; of a longer list only the sum is told anew
const AGAIN = 1000; // ms after which a hint that met an open cell is looked at again

export default function afresh(list) {
  let picked = new Set();
  let timer;
  const rows = () => list.querySelectorAll("[data-row]").length;
  const isEdited = () => Boolean(list.querySelector("form.cell-form")) || (list.contains(document.activeElement) && isTyping());
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (isEdited() ? wait() : list.dispatchEvent(new CustomEvent("live"))), AGAIN);
  };
  const stop = listen(list, {
    "htmx:configRequest": (event) => {
      if (event.target !== list) return;
      if (isEdited()) return event.preventDefault(), wait();
      if (rows() > MOST) event.preventDefault();
      event.detail.parameters.shown = rows();
    },
    "htmx:beforeSwap": (event) => {
      if (event.target !== list) return;
      if (isEdited()) return (event.detail.shouldSwap = false), wait();
      picked = new Set([...list.querySelectorAll("[name=pick]:checked")].map((box) => box.value));
    },
    "htmx:afterSwap": (event) => {
      if (event.target !== list) return;
      for (const box of list.querySelectorAll("[name=pick]")) box.checked = picked.has(box.value);
    },
  });
  return () => (clearTimeout(timer), stop());
}
