// What happens when an answer is not the fragment that was asked for: lost network, refusal, expired log-in.
import { say } from "./behaviours/toast.js";
import { logInHere } from "./login.js";

const SAYINGS = { 403: "toast-refused", 404: "toast-gone", 410: "toast-gone" };

export function watchAnswers() {
  const page = document.documentElement;
  page.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!hasExpired(event.detail.xhr)) return;
    event.preventDefault();
    event.detail.elt.dispatchEvent(new CustomEvent("refused", { bubbles: true }));
    logInHere();
  });
  page.addEventListener("htmx:responseError", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (requestConfig.triggeringEvent?.type !== "live") say(SAYINGS[xhr.status] ?? "toast-failed");
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    page.addEventListener(name, (event) => {
      if (event.detail.requestConfig.triggeringEvent?.type !== "live") say("toast-lost");
    });
  }
}

function hasExpired(xhr) {
  const logIn = document.body.dataset.login;
  if (xhr.status === 401) return true;
  if (!logIn) return false;
  const target = xhr.getResponseHeader("HX-Redirect") ?? xhr.getResponseHeader("HX-Location") ?? xhr.responseURL ?? "";
  return target !== "" && new URL(target, location.href).pathname === new URL(logIn, location.href).pathname;
}
