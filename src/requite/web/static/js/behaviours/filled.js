// Who set each field of the page: the marks are fetched once, and each is put beside its field, again when that is fetched anew.
// A mark is opened by the pointer, by focus or by a touch, and shut by Escape.
import { listen } from "../behaviours.js";

const EDGE = 8; // px

export default function filled(holder) {
  const page = holder.closest("main") ?? document;
  const places = (name) => {
    const shown = page.querySelector(`[data-field~="${name}"]`);
    return shown ?? page.querySelector(`.field:has(> [name="${name}"]) > .field__label`);
  };
  const put = () => {
    for (const mark of holder.querySelectorAll("[data-for]")) {
      const place = places(mark.dataset.for);
      const isTaken = place?.matches(".field__label") ? place.nextElementSibling?.matches(".mark") : place?.querySelector(":scope > .mark");
      if (!place || isTaken) continue;
      const copy = mark.cloneNode(true);
      if (place.matches(".field__label")) place.after(copy);
      else place.append(copy);
    }
  };
  const place = ({ target }) => {
    const mark = target.closest?.(".mark");
    const say = mark?.lastElementChild;
    if (!say) return;
    const { left, bottom } = mark.getBoundingClientRect();
    const most = document.documentElement.clientWidth - say.offsetWidth - EDGE;
    say.style.left = `${Math.max(EDGE, Math.min(left, most))}px`; // above what cuts its card, and inside of the screen
    say.style.top = `${bottom}px`;
  };
  const shut = (event) => {
    const mark = event.key === "Escape" && document.querySelector(".mark:not(.mark--shut):is(:hover, :focus-within)");
    if (!mark) return;
    mark.classList.add("mark--shut");
    event.stopPropagation();
    for (const name of ["pointerleave", "focusout"]) mark.addEventListener(name, () => mark.classList.remove("mark--shut"), { once: true });
  };
  document.addEventListener("keydown", shut, true);
  const stop = listen(document.body, { "htmx:afterSettle": put, pointerover: place, focusin: place });
  put();
  return () => {
    stop();
    document.removeEventListener("keydown", shut, true);
    for (const mark of page.querySelectorAll(".mark")) if (!holder.contains(mark)) mark.remove();
  };
}
