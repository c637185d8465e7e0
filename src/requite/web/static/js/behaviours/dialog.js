// Opens the dialog named by data-dialog. Its [data-close] buttons and a press on the veil close it; the browser gives the focus back.
import { listen } from "../behaviours.js";

export default function dialog(opener) {
  return listen(opener, {
    click: (event) => {
      const target = document.getElementById(opener.dataset.dialog);
      if (!target || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      opener.closest("details[open]")?.removeAttribute("open");
      target.showModal();
    },
  });
}

document.addEventListener("click", (event) => {
  const shown = event.target.closest?.("dialog[open]");
  if (!shown) return;
  if (event.target.closest("[data-close]") || (event.target === shown && shown.matches(":modal"))) shown.close();
});
