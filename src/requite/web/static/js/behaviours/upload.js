// Attaches files as soon as they are chosen, dropped on the card, or pasted as a picture, and shows how far it is.
import htmx from "htmx.org";
import { isTyping, listen } from "../behaviours.js";

export default function upload(form) {
  const card = form.closest(".files") ?? form;
  const input = form.querySelector("input[name=files]");
  const bar = form.querySelector(".files__under-way");
  const say = (name, text = "") => {
    for (const each of form.querySelectorAll(".files__said")) each.hidden = each.dataset.say !== name;
    const named = form.querySelector(`[data-say="${name}"] [data-name]`);
    if (named) named.textContent = text;
  };
  const isBusy = () => form.getAttribute("aria-busy") === "true";
  const clear = () => form.querySelectorAll("input[type=file]").forEach((each) => (each.value = ""));
  const send = (files) => {
    if (!files.length || isBusy()) return;
    const large = files.filter((file) => file.size > Number(form.dataset.most));
    say("");
    if (large.length) say("large", large.map((file) => file.name).join(", "));
    else if (files.length > Number(form.dataset.atOnce)) say("many");
    else return void form.requestSubmit();
    clear();
  };
  const take = (files) => {
    if (!files.length || isBusy()) return;
    const given = new DataTransfer();
    for (const file of files) given.items.add(file);
    clear();
    input.files = given.files;
    send([...given.files]);
  };
  const show = (share) => {
    bar.hidden = share === null;
    bar.querySelector("progress").value = share ?? 0;
    bar.querySelector("output").textContent = share === null ? "" : new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share);
  };
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const over = (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    card.classList.add("is-over");
  };
  const leave = () => card.classList.remove("is-over");
  const failed = () => {
    show(null);
    say("lost");
    clear();
  };
  const stops = [
    listen(form, {
      change: (event) => event.target.type === "file" && send([...event.target.files]),
      click: (event) => event.target.closest("[data-cancel]") && htmx.trigger(form, "htmx:abort"),
      "htmx:xhr:progress": (event) => event.detail.lengthComputable && event.detail.loaded < event.detail.total && show(event.detail.loaded / event.detail.total),
      "htmx:beforeRequest": (event) => event.target === form && show(0),
      "htmx:xhr:loadend": () => show(null),
      "htmx:xhr:abort": () => (show(null), clear()),
      "htmx:sendError": failed,
      "htmx:responseError": failed,
    }),
    listen(card, {
      dragover: over,
      dragleave: (event) => card.contains(event.relatedTarget) || leave(),
      drop: (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        leave();
        take([...event.dataTransfer.files]);
      },
    }),
    listen(document, {
      paste: (event) => {
        const given = [...(event.clipboardData?.files ?? [])];
        const own = document.activeElement?.closest?.(".peek[open]");
        if (!given.length || (isTyping() && event.clipboardData.types.includes("text/plain"))) return;
        if (card !== (own ?? document).querySelector(".files:has(form)") || document.querySelector("dialog:modal")) return;
        event.preventDefault();
        take(given.map(named));
      },
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

// What the clipboard calls every picture says nothing: the time tells them apart.
function named(file) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const stamp = new Date().toISOString().slice(0, 19).replace("T", " ").replaceAll(":", "-");
  return new File([file], `${stamp}.${file.name.split(".").pop()}`, { type: file.type });
}
