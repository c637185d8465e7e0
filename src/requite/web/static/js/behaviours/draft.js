// Keeps what is typed into a form in this browser until the server has it: through a reload, a lost network, an expired log-in.
// data-draft is the form's key; <body data-user> parts people who share a browser.
import { listen } from "../behaviours.js";

const PREFIX = "draft:";
const SENT = "draft-sent";
const AGE = 14 * 24 * 3600 * 1000;
const kept = "input:not([type=hidden], [type=password], [type=file], [type=submit]), textarea, select, input[data-part=value]";

export default function draft(form) {
  const key = `${PREFIX}${document.body.dataset.user}:${form.dataset.draft}`;
  const fields = () => [...form.querySelectorAll(kept)].filter((field) => field.name && !("nodraft" in field.dataset));
  const notice = form.querySelector("[data-draft-notice]");
  const first = JSON.stringify(read(fields()));
  let timer;

  // A form behind another tab says so on its own tab.
  const tell = (is) => {
    if (notice) notice.hidden = !is;
    const panel = form.closest("[role=tabpanel], .composer__panel");
    const tab = panel && document.querySelector(`[data-panel="${panel.id}"]`);
    tab?.classList.toggle("tab--kept", is);
    if (is) tab?.setAttribute("aria-description", notice?.querySelector("p")?.textContent ?? "");
    else tab?.removeAttribute("aria-description");
  };

  const save = () => {
    const now = read(fields());
    if (JSON.stringify(now) === first) return forget(key);
    store(key, { at: Date.now(), fields: now });
  };
  const restore = () => {
    const found = load(key);
    if (!found || JSON.stringify(found.fields) === first) return;
    write(fields(), found.fields);
    tell(true);
  };
  const drop = () => {
    clearTimeout(timer);
    forget(key);
    tell(false);
  };
  restore();
  const stop = listen(form, {
    input: () => {
      clearTimeout(timer);
      timer = setTimeout(save, 250);
    },
    change: save,
    submit: () => {
      clearTimeout(timer);
      save();
      if (!form.hasAttribute("hx-post")) sessionStorage.setItem(SENT, key);
    },
    "htmx:beforeSwap": (event) => event.detail.requestConfig.elt === form && event.detail.xhr.status < 300 && event.detail.shouldSwap && drop(),
    "htmx:afterRequest": (event) => event.detail.requestConfig.elt === form && event.detail.successful && event.detail.xhr.status < 300 && drop(),
    click: (event) => {
      if (!event.target.closest("[data-draft-discard]")) return;
      drop();
      write(fields(), JSON.parse(first));
    },
  });
  const leaving = listen(window, { pagehide: () => timer && save() });
  return () => (clearTimeout(timer), stop(), leaving());
}

function read(fields) {
  const found = {};
  for (const field of fields) {
    if (field.type === "checkbox") (found[field.name] ??= []).push(field.checked ? field.value : "");
    else if (field.type === "radio") found[field.name] = field.checked ? field.value : (found[field.name] ?? "");
    else found[field.name] = field.value;
  }
  return found;
}

function write(fields, found) {
  const places = {};
  for (const field of fields) {
    const value = found[field.name];
    if (value === undefined) continue;
    if (field.type === "checkbox") field.checked = Boolean(value[(places[field.name] = (places[field.name] ?? -1) + 1)]);
    else if (field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
}

const forget = (key) => localStorage.removeItem(key);

function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    forget(key); // a full store must not stop the typing
  }
}

function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

// A form sent without htmx was accepted when the page after it neither shows that form's errors nor is an error or a log-in page.
// What a page could say of files that don't arrive is there and hidden.
function settle() {
  const key = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  const refused = document.querySelector("[aria-invalid=true], [data-error], [role=alert]:not([hidden])") || !document.body.dataset.user;
  if (key && !refused) forget(key);
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX) && Date.now() - (load(name)?.at ?? 0) > AGE) forget(name);
}
settle();
