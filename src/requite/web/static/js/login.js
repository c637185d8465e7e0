// Log-in in place: the log-in page's own form, shown in a dialog over the page whose text must not be lost.
import { say } from "./behaviours/toast.js";

const parse = (text) => new DOMParser().parseFromString(text, "text/html");

export async function logInHere() {
  const dialog = document.getElementById("log-in");
  if (!dialog || dialog.open) return;
  dialog.showModal();
  try {
    await show(dialog, await fetch(document.body.dataset.login, { headers: { Accept: "text/html" } }));
  } catch {
    dialog.close(); // without its form it asks for nothing: the next act asks again
    say("toast-lost");
  }
}

async function show(dialog, answer) {
  const page = parse(await answer.text());
  const form = page.querySelector("main form[method=post], main form");
  if (!isStillOutside(answer, page)) return finish(dialog, page);
  if (!form && answer.ok) return void location.assign(document.body.dataset.login);
  if (!form) return void failed(dialog); // a server that starts anew, or too many attempts: what is typed stays where it is
  const own = document.importNode(form, true);
  own.setAttribute("action", new URL(form.getAttribute("action") || answer.url, answer.url).pathname);
  own.addEventListener("submit", (event) => {
    event.preventDefault();
    send(dialog, own, event.submitter);
  });
  dialog.querySelector("[data-part=form]").replaceChildren(own);
  own.querySelector("input:not([type=hidden])")?.focus();
}

async function send(dialog, form, submitter) {
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  try {
    const body = new URLSearchParams(new FormData(form, submitter));
    await show(dialog, await fetch(form.action, { method: "POST", body }));
  } catch {
    say("toast-lost");
  } finally {
    form.ariaBusy = "false";
  }
}

function failed(dialog) {
  if (!dialog.querySelector("[data-part=form] form")) dialog.close();
  say("toast-failed");
}

// Only a page of the frame proves that one is inside; each step before it (password, second factor) is a plain page.
const isStillOutside = (answer, page) => !page.body.hasAttribute("hx-headers") || !answer.ok;

function finish(dialog, page) {
  const fresh = page.body.getAttribute("hx-headers");
  const token = JSON.parse(fresh)["X-CSRFToken"];
  document.body.setAttribute("hx-headers", fresh);
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
  const old = document.querySelector("meta[name=live-token]");
  const renewed = page.querySelector("meta[name=live-token]");
  if (old && renewed) document.dispatchEvent(new CustomEvent("requite:token", { detail: null }));
  dialog.querySelector("[data-part=form]").replaceChildren();
  dialog.close();
  if (page.body.dataset.user !== document.body.dataset.user) return location.reload();
  say("toast-again");
}
