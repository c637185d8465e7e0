// A form keeps itself when the focus leaves it, if something in it was changed. What couldn't be sent is sent when it is left
// again, and until then the form is .is-unsent, which shows its button.
import { listen } from "../behaviours.js";

export default function leave(form) {
  const state = () => new URLSearchParams(new FormData(form)).toString();
  let kept = state();
  const unsent = () => {
    kept = null;
    form.classList.add("is-unsent");
  };
  const stop = listen(form, {
    focusout: (event) => {
      if (form.contains(event.relatedTarget) || state() === kept) return;
      kept = state();
      form.dispatchEvent(new CustomEvent("kept"));
    },
    submit: () => { kept = state(); },
    "htmx:afterRequest": (event) => event.detail.requestConfig.elt === form && !event.detail.successful && unsent(),
    refused: unsent,
  });
  return stop;
}
