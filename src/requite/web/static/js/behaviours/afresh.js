// A list that is fetched anew on a hint keeps as many rows as it shows, what is picked in it, and where the reader stands.
import { listen } from "../behaviours.js";

const MOST = 400; // rows; of a longer list only the sum is told anew

export default function afresh(list) {
  let picked = new Set();
  const rows = () => list.querySelectorAll("[data-row]").length;
  return listen(list, {
    "htmx:configRequest": (event) => {
      if (event.target !== list) return;
      if (rows() > MOST) event.preventDefault();
      event.detail.parameters.shown = rows();
    },
    "htmx:beforeSwap": (event) => {
      if (event.target !== list) return;
      picked = new Set([...list.querySelectorAll("[name=pick]:checked")].map((box) => box.value));
    },
    "htmx:afterSwap": (event) => {
      if (event.target !== list) return;
      for (const box of list.querySelectorAll("[name=pick]")) box.checked = picked.has(box.value);
    },
  });
}
