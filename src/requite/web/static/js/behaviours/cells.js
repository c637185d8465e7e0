// A cell is edited in place: a double click, e or Enter opens it, Esc gives up, Tab keeps it and goes to the next one.
import htmx from "htmx.org";
import { listen } from "../behaviours.js";

export default function cells(list) {
  const before = new Map(); // a cell's address → the cell as it was
  let next = null;
  const cellsOf = () => [...list.querySelectorAll("td[data-edit]")];
  const address = (td) => `${td.closest("[data-cells]").dataset.cells}${td.dataset.edit}/`;
  const box = (td) => td?.querySelector("form.cell-form [name=value]");
  const open = async (td) => {
    if (box(td)) return;
    before.set(address(td), td.cloneNode(true));
    await htmx.ajax("GET", address(td), { source: td, target: td, swap: "outerHTML" });
  };
  const shut = (td) => {
    const old = before.get(address(td));
    if (!old) return;
    td.replaceWith(old);
    old.focus();
  };
  const keep = (td) => {
    const form = td.querySelector("form.cell-form");
    if (box(td).value === box(td).defaultValue && !form.querySelector("[role=alert]")) return shut(td), go();
    form.requestSubmit();
  };
  const go = () => {
    const wanted = next && cellsOf().find((td) => address(td) === next);
    next = null;
    if (wanted) open(wanted);
    return Boolean(wanted);
  };
  return listen(list, {
    dblclick: (event) => {
      const td = event.target.closest("td[data-edit]");
      if (td && !event.target.closest("form.cell-form, a")) open(td);
    },
    keydown: (event) => {
      const td = event.target.closest?.("td[data-edit]");
      if (!td || event.isComposing) return;
      if (event.target === td && (event.key === "Enter" || event.key === "e")) return event.preventDefault(), open(td);
      if (!box(td) || event.target !== box(td)) return;
      if (event.key === "Escape") return event.preventDefault(), event.stopPropagation(), shut(td);
      if (event.key === "Enter" && !event.shiftKey) return event.preventDefault(), keep(td);
      if (event.key !== "Tab") return;
      event.preventDefault();
      const all = cellsOf();
      const to = all[all.indexOf(td) + (event.shiftKey ? -1 : 1)];
      next = to ? address(to) : null;
      keep(td);
    },
    "htmx:afterSettle": (event) => {
      const shown = event.target.closest?.("td[data-edit]");
      if (!shown) return;
      if (!box(shown)) return go() || shown.focus();
      if (shown.querySelector("[role=alert]")) next = null;
      box(shown).focus();
      box(shown).select();
    },
  });
}
