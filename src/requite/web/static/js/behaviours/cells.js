// A cell is edited in place: a double click, a tap, e or Enter opens it, Esc gives up, Tab keeps it and goes to the next.
// Heads say which columns (data-edit) and rows whether (data-cells; "owner": they may be given away, too; data-fixed: columns without a cell here).
import htmx from "htmx.org";
import { listen } from "../behaviours.js";

export default function cells(list) {
  const before = new Map(); // a cell's address → the cell as it was
  const heads = [...list.querySelectorAll("thead th")];
  const judged = heads.filter((head) => head.dataset.judged).map((head) => `with=${head.dataset.judged}`).join("&");
  let next = null;
  const mark = () => {
    for (const row of list.querySelectorAll("tr[data-cells]")) {
      row.dataset.record ??= row.querySelector("a.name").getAttribute("href").split("/").at(-2);
      const fixed = row.dataset.fixed?.split(" ") ?? [];
      for (const td of row.cells) {
        const slug = heads[td.cellIndex]?.dataset.edit;
        if (!slug || td.dataset.edit || (slug === "owner" && row.dataset.cells !== "owner") || fixed.includes(slug)) continue;
        td.dataset.edit = slug;
        td.tabIndex = -1;
      }
    }
  };
  const cellsOf = () => [...list.querySelectorAll("td[data-edit]")].filter((td) => td.offsetParent); // none that is folded away
  const address = (td) => `/lists/${list.dataset.list}/${td.closest("tr").dataset.record}/cells/${td.dataset.edit}/`;
  const boxes = (td) => [...(td?.querySelectorAll("form.cell-form :is(.input, [type=checkbox])") ?? [])];
  const open = async (td) => {
    if (boxes(td).length || td.ariaBusy) return;
    before.set(address(td), td.cloneNode(true));
    td.ariaBusy = "true";
    try {
      await htmx.ajax("GET", `${address(td)}?${judged}`, { source: td, target: td, swap: "outerHTML" });
    } finally {
      td.ariaBusy = null;
    }
  };
  const shut = (td) => {
    const old = before.get(address(td));
    if (!old) return;
    td.replaceWith(old);
    htmx.process(old);
    old.focus();
  };
  const isSame = (td) => {
    const sent = new FormData(td.querySelector("form.cell-form"));
    const bases = sent.getAll("base").map((base) => base.replaceAll("\r", "").trim());
    const values = sent.getAll("value").map((value) => value.replaceAll("\r", "").trim());
    const held = bases.length > 1 ? values : [values.filter(Boolean).join(",")]; // of several choices those that are on
    const typed = td.querySelector("[name=value_text]");
    return bases.every((base, n) => base === held[n]) && (!typed || typed.value === typed.defaultValue);
  };
  const keep = (td) => {
    if (isSame(td) && !td.querySelector("[role=alert]")) return shut(td), go();
    td.querySelector("form.cell-form").requestSubmit();
  };
  const go = () => {
    const wanted = next && cellsOf().find((td) => address(td) === next);
    next = null;
    if (wanted) open(wanted);
    return Boolean(wanted);
  };
  const tab = (event, td) => {
    const all = boxes(td);
    if (event.target !== (event.shiftKey ? all[0] : all.at(-1))) return; // between the two of a name
    event.preventDefault();
    const cells = cellsOf();
    const to = cells[cells.indexOf(td) + (event.shiftKey ? -1 : 1)];
    next = to ? address(to) : null;
    keep(td);
  };
  mark();
  return listen(list, {
    dblclick: (event) => {
      const td = event.target.closest("td[data-edit]");
      if (td && !event.target.closest("form.cell-form, a")) open(td);
    },
    click: (event) => {
      const td = event.target.closest("td[data-edit]");
      if (event.target.closest("[data-give-up]")) return shut(td);
      if (td && event.pointerType === "touch" && !event.target.closest("form.cell-form, a, label")) open(td);
    },
    keydown: (event) => {
      const td = event.target.closest?.("td[data-edit]");
      if (!td || event.isComposing) return;
      const isInside = boxes(td).includes(event.target);
      const asks = event.key === "e" ? document.body.dataset.keys !== "off" : event.key === "Enter" && event.target === td;
      if (asks && !boxes(td).length && !event.ctrlKey && !event.metaKey && !event.altKey) return event.preventDefault(), open(td);
      if (event.key === "Escape" && boxes(td).length) return event.preventDefault(), event.stopPropagation(), shut(td);
      if (!isInside) return;
      if (event.key === "Enter" && !event.shiftKey) return event.preventDefault(), keep(td);
      if (event.key === "Tab") tab(event, td);
    },
    "htmx:afterSettle": (event) => {
      mark();
      const shown = event.target.closest?.("td[data-edit]");
      if (!shown || event.target.closest("[role=listbox]")) return; // what a record is chosen from
      const all = boxes(shown);
      if (!all.length) return go() || shown.focus();
      if (shown.querySelector("[role=alert]")) next = null;
      all[0].focus();
      if (all[0].type !== "checkbox") all[0].select?.();
    },
  });
}
