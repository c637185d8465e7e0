// A form keeps itself when the focus leaves it, if something in it was changed.
import { listen } from "../behaviours.js";

export default function leave(form) {
  const state = () => new URLSearchParams(new FormData(form)).toString();
  let kept = state();
  const stop = listen(form, {
    focusout: (event) => {
      if (form.contains(event.relatedTarget) || state() === kept) return;
      kept = state();
      form.dispatchEvent(new CustomEvent("kept"));
    },
    submit: () => { kept = state(); },
  });
  return stop;
}
