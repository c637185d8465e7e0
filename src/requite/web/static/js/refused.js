// A form that was refused shows what is wrong with it: the first such field has the focus and is in view, also below a long form.
const WRONG = "form[method=post] :is(input, select, textarea)[aria-invalid=true]";

export function watchRefused() {
  if (performance.getEntriesByType("navigation")[0]?.responseStatus === 422) show(document);
  document.documentElement.addEventListener("htmx:afterSettle", ({ target, detail }) => {
    if (detail.xhr?.status !== 422) return;
    const at = document.activeElement;
    if (at === document.body || target.contains(at)) show(target); // who went on to something else meanwhile stays there
  });
}

function show(place) {
  const field = [...place.querySelectorAll(WRONG)].find((one) => one.checkVisibility());
  if (!field) return;
  field.focus({ preventScroll: true });
  const { top, bottom } = field.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) field.scrollIntoView({ block: "center" });
}
