// Keys of the whole page. Single letters can be turned off (<body data-keys="off">) and never act while somebody types.
import { isTyping, listen } from "../behaviours.js";
import { isPeeking, show } from "./peek.js";

let before = null; // where the reader was when the line took the focus

export default function keys(body) {
  const singles = {
    "/": () => find(),
    "?": () => document.getElementById("keys-help")?.showModal(),
    j: () => turn("next") ?? step(1),
    k: () => turn("previous") ?? step(-1),
    x: () => here()?.querySelector("input[type=checkbox]")?.click(),
    e: () => cell() || (here()?.querySelector("[data-edit], .owed__in .input, .owed__in select")?.focus() ?? here()?.querySelector("[data-edit]")?.click()),
    Enter: () => open(),
  };
  return listen(document, {
    focusin: (event) => { if (event.target.id === "line") before = event.relatedTarget; },
    keydown: (event) => {
      if (event.defaultPrevented || event.isComposing) return;
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") return take(event, find);
      if (event.key === "Escape") return escape(event);
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping() || document.querySelector("dialog:modal")) return;
      if (event.key === "Enter" && document.activeElement?.closest("a, button, summary")) return;
      if (body.dataset.keys === "off" && event.key.length === 1) return;
      const act = singles[event.key] ?? (/^[1-9]$/.test(event.key) ? () => press(Number(event.key)) : () => own(event.key));
      if (act) take(event, act);
    },
  });
}

function take(event, act) {
  if (act() !== false) event.preventDefault();
}

function find() {
  const line = document.getElementById("line");
  line?.focus();
  line?.select();
}

function escape(event) {
  if (document.activeElement?.id === "line") {
    document.activeElement.blur();
    if (before?.isConnected) before.focus({ preventScroll: true, focusVisible: true });
    return;
  }
  if (isPeeking()) {
    event.preventDefault();
    return document.getElementById("peek").close();
  }
  if (isTyping()) document.activeElement.blur();
}

// The first cell of the line that can be edited in place.
function cell() {
  const found = [...(here()?.querySelectorAll("td[data-edit]") ?? [])].find((td) => td.offsetParent);
  found?.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  return Boolean(found);
}

// A page that shows one record at a time: on to the next one, back to the one before; null where it isn't such a page.
function turn(where) {
  if (!document.querySelector("#main [data-turns]")) return null;
  const found = document.querySelector(`#main [data-turn="${where}"]`);
  found?.click();
  return Boolean(found);
}

const rows = () => [...document.querySelectorAll("#main [data-row]")].filter((row) => row.offsetParent);
const here = () => document.querySelector("[data-row].is-here");

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(here());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))];
  here()?.classList.remove("is-here");
  next.classList.add("is-here");
  next.scrollIntoView({ block: "nearest" });
  const link = next.querySelector("a[href]");
  if (link) link.focus({ preventScroll: true, focusVisible: true });
  else next.querySelector("button, input")?.focus({ preventScroll: true });
  if (isTyping()) document.activeElement.blur();
  const peek = next.querySelector("[data-peek]");
  if (peek && isPeeking()) show(peek);
  return true;
}

function open() {
  const link = here()?.querySelector("[data-peek], a[href]");
  link?.click();
  return Boolean(link);
}

// A key of the page's own: what it opens says so by data-key.
function own(key) {
  const found = [...document.querySelectorAll("#main [data-key]")].find((one) => one.dataset.key === key && one.offsetParent);
  found?.focus();
  found?.click();
  return Boolean(found);
}

function press(number) {
  const chip = here()?.querySelectorAll(".chips .chip")[number - 1];
  chip?.click();
  return Boolean(chip);
}
