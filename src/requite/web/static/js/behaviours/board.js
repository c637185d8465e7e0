// The board of deals: a card is dragged into another column (board_drag.js), or moved by [ and ]. A column with data-shut takes none;
// a card with data-plan has nothing that could be moved yet, and opens the form of its next step.
import htmx from "htmx.org";
import { makeDrag } from "../board_drag.js";
import { listen } from "../behaviours.js";
import { show } from "./peek.js";

export default function board(element) {
  let kept = null; // gives focus and scrolling back after the whole board came anew
  let missed = false; // whether the board was to come anew while a card was in the air
  const moving = new Map(); // the cards whose move is on its way to the server → its end

  const lists = () => [...element.querySelectorAll("[data-cards]")];
  const columnOf = (list) => list.closest("[data-column]");
  const nameOf = (list) => columnOf(list).dataset.column;
  const drag = makeDrag(element, { lists, put, ended: () => settle() });

  const keep = () => {
    const focused = document.activeElement?.closest?.("[data-deal]")?.id;
    const left = element.scrollLeft, tops = new Map(lists().map((list) => [nameOf(list), list.scrollTop]));
    return () => {
      element.scrollLeft = left;
      for (const list of lists()) list.scrollTop = tops.get(nameOf(list)) ?? 0;
      if (focused) document.getElementById(focused)?.querySelector("a")?.focus({ preventScroll: true });
    };
  };
  const wait = (event) => { // the board stands still under the hand, and comes anew when the hand lets go
    if (event.target !== element || !(drag.isHeld() || moving.size)) return;
    missed = true;
    event.preventDefault();
  };
  const settle = () => {
    if (!missed || drag.isHeld() || moving.size) return;
    missed = false;
    setTimeout(() => element.dispatchEvent(new CustomEvent("live")), 300);
  };

  async function put(held, to) { // a card that is moved again waits for its first move, which brings it anew
    while (moving.has(held.id)) await moving.get(held.id);
    const card = document.getElementById(held.id) ?? held;
    const from = card.closest("[data-cards]");
    if (!from || from === to || !to.isConnected) return;
    if (card.dataset.plan) return void plan(card, to);
    const moved = move(card, from, to).finally(() => moving.delete(card.id));
    moving.set(card.id, moved);
    await moved;
    settle();
  }
  function plan(card, to) {
    const link = card.querySelector(`[data-peek^="${card.dataset.plan}"]`);
    link.dataset.peek = `${card.dataset.plan}?${element.dataset.field}=${nameOf(to)}`;
    show(link);
  }
  async function move(card, from, to) {
    const back = card.nextElementSibling;
    const list = card.parentElement, had = card.contains(document.activeElement) && document.activeElement;
    to.prepend(card);
    if (had) had.focus({ preventScroll: true }); // the next key is for it
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    const { step = "", version = "" } = card.dataset;
    const values = { [element.dataset.field]: nameOf(to), from: nameOf(from), step, version, on: "board", of: element.dataset.of };
    let stands = false;
    const stop = listen(document.body, { "htmx:afterRequest": ({ detail }) => { if (detail.target === card) stands = Math.floor(detail.xhr.status / 100) === 2; } }); // of what wasn't sent it is 0
    try {
      await htmx.ajax("POST", card.dataset.move, { source: card, target: card, swap: "outerHTML", values });
    } catch {
      // no network: the page says so, and the card goes back
    } finally {
      stop();
    }
    if (!stands && card.isConnected) list.insertBefore(card, back?.parentElement === list ? back : null);
    if (!stands) missed = true; // what was refused stood otherwise than the board showed: it comes as it is
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (stands || document.activeElement === document.body) document.getElementById(card.id)?.querySelector("a")?.focus({ preventScroll: true });
    }));
  }
  const step = (card, by) => {
    const from = card.closest("[data-cards]"), all = lists();
    let at = all.indexOf(from) + by;
    while (all[at] && "shut" in columnOf(all[at]).dataset) at += by;
    if (all[at]) put(card, all[at]);
  };

  const stops = [
    listen(element, {
      keydown: (event) => {
        const card = event.target.closest("[data-move], [data-plan]");
        const by = { BracketLeft: -1, BracketRight: 1 }[event.code];
        if (!card || !by || event.metaKey || event.ctrlKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        step(card, by);
      },
      "htmx:beforeRequest": wait,
      "htmx:beforeSwap": (event) => { wait(event); if (event.target === element) kept = keep(); },
      "htmx:afterSwap": (event) => { if (event.target === element) kept?.(); },
    }, true),
  ];
  return () => (drag.stop(), stops.forEach((stop) => stop()));
}
