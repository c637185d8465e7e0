// Listens to the page's stream of hints. A hint says only that something changed; the elements that show it, [data-live~="topic"],
// get the event `live` and fetch their own fragment (hx-trigger="live"); those with [data-later] a moment after the others. Says in the bar whether the page is live.
import { listen } from "../behaviours.js";
import { focused, isAwaited, isHeld, noting, pressing, unfolded } from "../held.js";

const GATHER = 12; // ms in which hints are gathered into one round
const LATER = 160; // the same for elements with [data-later]: what is looked at first comes first
const SILENCE = 40000; // ms without a sign of life after which the page isn't live
const REST = 5000; // ms for which a page that nobody looks at keeps its stream: a browser has six connections to one address
const AWAY = 60000; // ms without a look after which all is fetched: short absences are told by the stream
const RETRY = [500, 1000, 2000, 5000, 10000, 20000];

export default function live() {
  const meta = document.querySelector("meta[name=live-token]");
  if (!meta) return undefined;
  let source, timer, round, later, rest, lastId = "", tries = 0, wasCut = false, heard = Date.now(), looked = heard;
  const waiting = new Set();
  const stood = new Map();

  const state = (name) => {
    const shown = document.getElementById("live");
    if (shown && shown.dataset.state !== name) shown.dataset.state = name;
  };
  const fetchAll = () => {
    for (const element of document.querySelectorAll("[data-live]")) waiting.add(element);
    gather();
  };
  const gather = () => {
    round ??= setTimeout(flush, GATHER, false);
    later ??= setTimeout(flush, LATER, true);
  };
  const again = () => waiting.size && gather();
  const flush = (isLater) => {
    if (isLater) later = undefined;
    else round = undefined;
    if (document.hidden) return; // what waits is fetched when the page is looked at again
    const due = new Set();
    for (const element of waiting) {
      if ("later" in element.dataset !== isLater) continue;
      const shown = element.isConnected ? element : document.getElementById(element.id); // what came anew meanwhile may be older than the hint
      if (shown && (isHeld(shown) || isAwaited(shown))) continue;
      waiting.delete(element);
      if (shown) due.add(shown);
    }
    for (const element of due) element.dispatchEvent(new CustomEvent("live"));
  };
  // What was asked for before somebody began to type, or pressed a button, comes too late: it waits for them, as the others do.
  const swap = ({ target, detail }) => {
    if (detail.requestConfig.triggeringEvent?.type !== "live") return;
    if (isHeld(target) || isAwaited(target, true)) {
      detail.shouldSwap = false;
      waiting.add(target);
    } else if (target.id) stood.set(target.id, [unfolded(target), focused(target)]);
  };
  const settle = ({ target }) => {
    stood.get(target.id)?.forEach((stand) => stand(target));
    stood.delete(target.id);
  };
  const hear = (event) => {
    heard = Date.now();
    lastId = event.lastEventId || lastId;
  };
  const refresh = (event) => {
    hear(event);
    state("live");
    fetchAll();
  };
  const lost = (event) => {
    hear(event);
    state("off");
  };
  const end = (event) => {
    source.close();
    if (JSON.parse(event.data).reason === "expired") return void renew();
    state("off"); // the log-in is over: what is typed stays, the next act asks for it. Or there are too many: `seen` comes back
  };
  const watch = setInterval(() => {
    if (source?.readyState === EventSource.OPEN && Date.now() - heard > SILENCE) {
      source.close();
      cut();
    }
  }, SILENCE / 4);
  const hint = (event) => {
    hear(event);
    for (const topic of JSON.parse(event.data).topics ?? []) {
      for (const element of document.querySelectorAll(`[data-live~="${CSS.escape(topic)}"]`)) waiting.add(element);
    }
    if (waiting.size) gather();
  };
  const opened = () => {
    tries = 0;
    heard = Date.now();
    state("live");
    if (wasCut) fetchAll();
    wasCut = false;
  };
  const cut = () => {
    wasCut = true;
    state("off");
    if (source.readyState !== EventSource.CLOSED) return; // the browser itself tries again
    source.close();
    clearTimeout(timer);
    timer = setTimeout(renew, RETRY[Math.min(tries++, RETRY.length - 1)] * (0.75 + Math.random() / 2));
  };
  const open = () => {
    source?.close();
    if (document.hidden) return; // `seen` opens it
    const address = new URL(meta.dataset.stream, location.href);
    address.searchParams.set("token", meta.content);
    if (lastId) address.searchParams.set("last", lastId);
    source = new EventSource(address);
    source.addEventListener("open", opened);
    source.addEventListener("error", cut);
    source.addEventListener("hint", hint);
    source.addEventListener("refresh", refresh);
    source.addEventListener("beat", hear);
    source.addEventListener("lost", lost);
    source.addEventListener("end", end);
  };
  const renew = async () => {
    try {
      const address = new URL(meta.dataset.renew, location.href);
      address.searchParams.set("token", meta.content);
      const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) meta.content = (await answer.json()).token;
    } catch {
      // no network, or logged out: open() fails too, and tries again later
    }
    open();
  };
  const seen = () => {
    clearTimeout(rest);
    if (document.hidden) {
      looked = Date.now();
      rest = setTimeout(() => source?.close(), REST);
      return;
    }
    if (waiting.size) gather();
    if (source && source.readyState !== EventSource.CLOSED) return;
    wasCut ||= !lastId || Date.now() - looked > AWAY;
    renew();
  };
  open();
  const stops = [
    listen(document, { "htmx:beforeRequest": noting(again), "htmx:beforeSwap": swap, "htmx:afterSettle": settle, visibilitychange: seen, "requite:token": renew, focusout: again }),
    listen(document, pressing(again), true),
    listen(window, { online: () => wasCut && renew(), pagehide: () => source?.close(), pageshow: (event) => event.persisted && renew() }),
  ];
  return () => (clearInterval(watch), clearTimeout(timer), clearTimeout(round), clearTimeout(later), clearTimeout(rest), source?.close(), stops.forEach((stop) => stop()));
}
