// Rows picked for a change of many: how many there are, a stretch with the shift key, all that are shown.
// With "all that match" each row is picked, and a row that is let go takes it away.
import { listen } from "../behaviours.js";

export default function bulk(form) {
  const boxes = () => [...document.querySelectorAll(`input[name=pick][form="${form.id}"]`)];
  const all = form.querySelector("input[name=all]");
  let last = null;
  const tell = () => {
    const shown = boxes();
    for (const box of shown) {
      if (all.checked) box.checked = true;
      box.closest("[data-row]")?.setAttribute("aria-selected", box.checked);
    }
    const count = form.querySelector("[data-count]");
    count.textContent = all.checked ? count.dataset.count : shown.filter((box) => box.checked).length;
    count.parentElement.hidden = !count.textContent;
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
      if (!box.checked) all.checked = false;
      last = box;
      tell();
    },
    "htmx:afterSettle": tell,
  });
  const back = listen(window, { pageshow: tell }); // who comes back has their rows picked again, after this begins
  const own = listen(form, {
    change: tell,
    reset: () => setTimeout(tell),
    click: (event) => {
      if (!event.target.closest("[data-pick-shown]")) return;
      for (const box of boxes()) box.checked = true;
      tell();
    },
  });
  return () => (page(), back(), own());
}
