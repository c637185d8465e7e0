// Rows picked for a change of many: how many there are, a stretch with the shift key, all that are shown.
import { listen } from "../behaviours.js";

export default function bulk(form) {
  const boxes = () => [...document.querySelectorAll(`input[name=pick][form="${form.id}"]`)];
  const all = form.querySelector("input[name=all]");
  let last = null;
  const tell = () => {
    const picked = boxes();
    for (const box of picked) {
      box.closest("[data-row]")?.setAttribute("aria-selected", box.checked || all.checked);
    }
    form.querySelector("[data-count]").textContent = picked.filter((box) => box.checked).length;
  };
  const stretch = (box) => {
    const list = boxes();
    const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((one, other) => one - other);
    if (from >= 0) for (const one of list.slice(from, to + 1)) one.checked = box.checked;
  };
  tell();
  const page = listen(document, {
    click: (event) => {
      const box = event.target.closest?.(`input[name=pick][form="${form.id}"]`);
      if (!box) return;
      if (event.shiftKey && last) stretch(box);
      last = box;
      tell();
    },
    "htmx:afterSettle": tell,
  });
  const own = listen(form, {
    change: tell,
    reset: () => setTimeout(tell),
    click: (event) => {
      if (!event.target.closest("[data-pick-shown]")) return;
      for (const box of boxes()) box.checked = true;
      tell();
    },
  });
  return () => (page(), own());
}
