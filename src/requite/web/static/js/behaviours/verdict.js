// A verdict that needs a word of why waits for it in the form: the field takes the very next key, Enter or Save sends both.
// Pressed once more without a word it goes to the server, which says what is missing.
import { listen } from "../behaviours.js";

export default function verdict(form) {
  const word = form.elements.why;
  const held = [...form.querySelectorAll("[data-held]")];
  return listen(form, {
    click: (event) => {
      const pressed = event.target.closest("[data-needs-why]");
      if (!pressed || word.value.trim() || held[0].value === pressed.value) return;
      event.preventDefault();
      for (const one of held) one.value = pressed.value;
      form.querySelector("[data-send]").hidden = false;
      for (const one of form.querySelectorAll("[aria-pressed]")) one.removeAttribute("aria-pressed");
      pressed.setAttribute("aria-pressed", "true");
      word.focus();
    },
  });
}
