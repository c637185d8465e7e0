// A form of choices that sends itself when one is made: its button is only for those without script.
import { listen } from "../behaviours.js";

export default function choose(form) {
  const button = form.querySelector("button");
  if (button) button.hidden = true;
  return listen(form, { change: () => form.requestSubmit() });
}
