// Listens to the page's stream of hints. A hint says only that something changed; the elements that show it, [data-live~="topic"],
// get the event `live` and fetch their own fragment (hx-trigger="live"), each in its time (rounds.js). Says in the bar whether the page is live.
import { listen } from "../behaviours.js";
import { focused, isAwaited, isHeld, noting, pressing, unfolded } from "../held.js";
import { makeRounds } from "../rounds.js";

const SILENCE = 40000; // ms without a sign of life after which the page isn't live
const REST = 5000; // ms for which a page that nobody looks at keeps its stream: a browser has six connections to one address
const AWAY = 60000; // ms without a look after which all is fetched: short absences are told by the stream
const RETRY = [500, 1000, 2000, 5000, 10000, 20000];

export default function live() {
  const meta = document.querySelector("meta[name=live-token]");
  if (!meta) return undefined;
  let source, timer, rest, lastId = "", tries = 0, wasCut = false, heard = Date.now(), looked = heard;
  const { add, again, keep, stop } = makeRounds();
  const stood = new Map();

  const state = (name) => {
    const shown = document.getElementById("live");
    if (shown && shown.dataset.state !== name) shown.dataset.state = name;
  };
  const fetchAll = () => add(document.querySelectorAll("[data-live]"));
  // What was asked for before somebody began to type, or pressed a button, comes too late: it waits for them, as the others do.
  const swap = ({ target, detail }) => {
    if (detail.requestConfig.triggeringEvent?.type !== "live") return;
    if (isHeld(target) || isAwaited(target, true)) {
      detail.shouldSwap = false;
      keep(target);
    } else if (target.id) stood.set(target.id, [unfolded(target), focused(target)]);
  };
  const mark = ({ detail }) => {
    if (detail.triggeringEvent?.type === "live") detail.headers["X-Anew"] = "1"; // else a toast that waits for the next page is lost in it
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
    const shown = (JSON.parse(event.data).topics ?? []).map((topic) => `[data-live~="${CSS.escape(topic)}"]`);
    if (shown.length) add(document.querySelectorAll(shown.join()));
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
    again();
    if (source && source.readyState !== EventSource.CLOSED) return;
    wasCut ||= !lastId || Date.now() - looked > AWAY;
    renew();
  };
  open();
  const stops = [
    listen(document, { "htmx:configRequest": mark, "htmx:beforeRequest": noting(again), "htmx:beforeSwap": swap, "htmx:afterSettle": settle, visibilitychange: seen, "requite:token": renew, focusout: again }),
    listen(document, pressing(again), true),
    listen(window, { online: () => wasCut && renew(), pagehide: () => source?.close(), pageshow: (event) => event.persisted && renew() }),
  ];
  return () => (clearInterval(watch), clearTimeout(timer), stop(), clearTimeout(rest), source?.close(), stops.forEach((stop) => stop()));
}
