// Links become tabs when they name a panel of this page (data-panel); else they stay links.
import { listen } from "../behaviours.js";

export default function tabs(list) {
  const all = [...list.querySelectorAll("[data-panel]")].filter((tab) => document.getElementById(tab.dataset.panel));
  if (!all.length) return undefined;
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", list.dataset.label);
  const panelOf = (tab) => document.getElementById(tab.dataset.panel);
  const choose = (chosen, focus) => {
    for (const tab of all) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.removeAttribute("aria-current");
      tab.tabIndex = on ? 0 : -1;
      panelOf(tab).hidden = !on;
    }
    if (focus) chosen.focus();
  };
  for (const tab of all) {
    const panel = panelOf(tab);
    tab.id ||= `${panel.id}-tab`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
  }
  choose(all.find((tab) => tab.hasAttribute("aria-current")) ?? all[0]);
  return listen(list, {
    click: (event) => {
      const tab = event.target.closest("[data-panel]");
      if (!tab || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      choose(tab);
      panelOf(tab).querySelector("input:not([type=hidden]), textarea, select")?.focus();
    },
    keydown: (event) => {
      const at = all.indexOf(event.target);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (at < 0 || to === undefined) return;
      event.preventDefault();
      choose(all[(to + all.length) % all.length], true);
    },
  });
}
