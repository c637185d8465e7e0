// A column of inputs, one a row: Enter goes down it, with Shift up, and past the last one to the form's button.
import { listen } from "../behaviours.js";

export default function column(form) {
  return listen(form, {
    keydown: (event) => {
      if (event.key !== "Enter" || event.isComposing || !event.target.matches("input.input")) return;
      event.preventDefault();
      const fields = [...form.querySelectorAll("input.input, select.input")];
      const next = fields[fields.indexOf(event.target) + (event.shiftKey ? -1 : 1)] ?? form.querySelector("button");
      next?.focus();
      next?.select?.();
    },
  });
}
