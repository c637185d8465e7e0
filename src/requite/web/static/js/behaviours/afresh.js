// A list that is fetched anew on a hint keeps as many rows as it shows, what is picked in it, and where the reader stands:
// the row that is marked, and what in a row has the focus.
// While a cell of it is being edited it isn't: the hint is remembered until the cell is shut.
import { listen } from "../behaviours.js";
import { isTypedInto } from "../held.js";

const MOST = 400; // rows; of a longer list only the sum is told anew, unless it comes as a whole ([data-whole])
const AGAIN = 1000; // ms after which a hint that met an open cell is looked at again

export default function afresh(list) {
  let picked = new Set();
  let stood = {};
  let timer;
  const rows = () => list.querySelectorAll("[data-row]").length;
  const isEdited = () => Boolean(list.querySelector("form.cell-form")) || isTypedInto(list);
  const keyOf = (row) => row?.querySelector("a[href]")?.getAttribute("href");
  const rowOf = (key) => [...list.querySelectorAll("tr[data-row]")].find((row) => keyOf(row) === key);
  const stand = () => {
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    const cell = focused?.closest("tr[data-row] > td");
    return { here: keyOf(list.querySelector("tr.is-here")), row: keyOf(cell?.parentElement), at: cell?.cellIndex, tag: focused?.localName };
  };
  const standAgain = ({ here, row, at, tag }) => {
    if (here) rowOf(here)?.classList.add("is-here");
    const cell = row && rowOf(row)?.cells[at];
    if (document.activeElement === document.body) (tag === "td" ? cell : cell?.querySelector(tag))?.focus({ preventScroll: true });
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (isEdited() ? wait() : list.dispatchEvent(new CustomEvent("live"))), AGAIN);
  };
  const stop = listen(list, {
    "htmx:configRequest": (event) => {
      if (event.target !== list) return;
      if (isEdited()) return event.preventDefault(), wait();
      if (rows() > MOST && !("whole" in list.dataset)) event.preventDefault();
      event.detail.parameters.shown = rows();
    },
    "htmx:beforeSwap": (event) => {
      if (event.target !== list) return;
      if (isEdited()) return (event.detail.shouldSwap = false), wait();
      picked = new Set([...list.querySelectorAll("[name=pick]:checked")].map((box) => box.value));
      stood = stand();
    },
    "htmx:afterSwap": (event) => {
      if (event.target !== list) return;
      for (const box of list.querySelectorAll("[name=pick]")) box.checked = picked.has(box.value);
      queueMicrotask(() => standAgain(stood)); // the cells can be focused once the behaviour of the new rows is attached
    },
  });
  return () => (clearTimeout(timer), stop());
}
