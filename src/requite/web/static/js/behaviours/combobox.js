// A text field with a list of answers from the server: arrows move, Enter or a press takes, Escape shuts.
// Chooses a value for the hidden [data-part=value]; with data-opens (the bar's line) it opens the answer's address instead.
import { listen } from "../behaviours.js";

export default function combobox(element) {
  const input = element.querySelector("[role=combobox]");
  const list = element.querySelector("[role=listbox]");
  const value = element.querySelector("[data-part=value]");
  let at = -1;
  let timer;
  let hasTaken = false; // an answer that comes after one was taken opens nothing

  const options = () => [...list.querySelectorAll("[role=option]")];
  const isOpen = () => options().length > 0;
  const shut = () => {
    list.replaceChildren();
    point(-1);
  };
  const point = (to) => {
    const all = options();
    at = all.length ? (to + all.length) % all.length : -1;
    if (to < 0 && to !== -1) at = all.length - 1;
    if (to === -1) at = -1;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    input.setAttribute("aria-expanded", String(all.length > 0));
    if (at >= 0) input.setAttribute("aria-activedescendant", all[at].id);
    else input.removeAttribute("aria-activedescendant");
    all[at]?.scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    if (option.dataset.href) return void location.assign(option.dataset.href);
    if (value) value.value = option.dataset.value;
    input.value = option.dataset.text;
    clearTimeout(timer);
    hasTaken = true;
    shut();
    for (const target of [input, value]) target?.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const keys = {
    ArrowDown: () => (isOpen() ? point(at + 1) : ask()),
    ArrowUp: () => isOpen() && point(at <= 0 ? options().length - 1 : at - 1),
    Enter: () => at >= 0 && (take(options()[at]), true),
    Escape: () => isOpen() && (shut(), true),
    Tab: () => void shut(),
  };
  const ask = () => {
    hasTaken = false;
    if (value && input.value.trim()) input.dispatchEvent(new CustomEvent("ask"));
  };

  const stops = [
    listen(input, {
      input: () => {
        clearTimeout(timer);
        hasTaken = false;
        if (value) value.value = "";
        if (!input.value.trim()) return shut();
        if (value) timer = setTimeout(ask, 150);
      },
      keydown: (event) => {
        if (event.isComposing || !keys[event.key]) return;
        const taken = keys[event.key]();
        if (event.key.startsWith("Arrow") || taken) event.preventDefault();
        if (taken) event.stopPropagation();
      },
      "htmx:configRequest": (event) => {
        if (event.detail.elt === input && value) event.detail.parameters.set("q", input.value);
      },
    }),
    listen(list, {
      "htmx:afterSwap": () => (document.activeElement === input && !hasTaken ? point(element.hasAttribute("data-opens") ? -1 : 0) : shut()),
      pointerdown: (event) => {
        const option = event.target.closest("[role=option]");
        if (!option) return;
        event.preventDefault();
        take(option);
      },
    }),
    listen(element, { focusout: (event) => !element.contains(event.relatedTarget) && shut() }),
  ];
  return () => (clearTimeout(timer), stops.forEach((stop) => stop()));
}
