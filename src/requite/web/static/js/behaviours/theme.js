// Colours change at once; the choice goes to the server behind it. A change of language needs the page anew.
import htmx from "htmx.org";
import { listen } from "../behaviours.js";

export default function theme(form) {
  return listen(form, {
    submit: (event) => {
      const button = event.submitter;
      if (button?.name !== "theme") return;
      event.preventDefault();
      document.documentElement.dataset.theme = button.value;
      for (const each of form.querySelectorAll("[name=theme]")) each.setAttribute("aria-pressed", String(each === button));
      htmx.ajax("POST", form.getAttribute("action"), { source: form, swap: "none", values: { theme: button.value } });
    },
  });
}
