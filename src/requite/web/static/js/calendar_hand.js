// A box of a day of several people, brought into a colleague's column: asked once, then the colleague has it, at the same time.
import { listen } from "./behaviours.js";

const NOBODY = "00000000-0000-0000-0000-000000000000";

export function makeHand(element, { send, ended }) {
  const dialog = document.getElementById("hand-over");
  let asked = null;
  const userOf = (box) => box.closest("[data-user]")?.dataset.user;
  const isOther = (box, column) => Boolean(dialog && column?.dataset.user && userOf(box) === box.dataset.owner && column.dataset.user !== box.dataset.owner);
  const ask = (box, column) => {
    if (!isOther(box, column)) return;
    asked = { box, user: column.dataset.user };
    const what = ["allday" in box.dataset ? "" : box.dataset.at, box.querySelector("b").textContent];
    dialog.querySelector("[data-what]").textContent = what.filter(Boolean).join(" ");
    dialog.querySelector("[data-whom]").textContent = column.dataset.name;
    dialog.returnValue = "";
    dialog.showModal();
  };
  const step = (box, by) => { // the neighbour's column, for who has no mouse
    const columns = [...element.querySelectorAll(".cal__column[data-user]")];
    const at = columns.findIndex((column) => column.dataset.user === userOf(box));
    if (at >= 0) ask(box, columns[at + by]);
  };
  const stop = dialog && listen(dialog, {
    close: () => {
      const { box, user } = asked ?? {};
      asked = null;
      if (box && dialog.returnValue === "yes") send(box, { owner: user }, element.dataset.hand.replace(NOBODY, box.dataset.id));
      else {
        box?.querySelector("a")?.focus({ preventScroll: true });
        ended();
      }
    },
  });
  return { ask, step, isOther, isOpen: () => Boolean(asked), stop: () => stop?.() };
}
