// Attaches behaviours to elements with data-behaviour="name name", now and whenever elements come or go.
// A behaviour is connect(element) → disconnect (or nothing).

const held = new WeakMap();

export function attach(makers) {
  const connect = (element) => {
    if (held.has(element)) return;
    const ends = [];
    held.set(element, ends);
    for (const name of element.dataset.behaviour.split(" ")) {
      const end = makers[name]?.(element);
      if (end) ends.push(end);
    }
  };
  const disconnect = (element) => {
    for (const end of held.get(element) ?? []) end();
    held.delete(element);
  };
  each(document.documentElement, connect);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.removedNodes) if (!node.isConnected) each(node, disconnect);
      for (const node of change.addedNodes) if (node.isConnected) each(node, connect);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
}

function each(node, act) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  if (node.dataset?.behaviour) act(node);
  for (const element of node.querySelectorAll("[data-behaviour]")) act(element);
}

// Adds listeners that one call takes away: listen(element, { click: fn }, capture?) → stop
export function listen(target, handlers, options) {
  for (const [name, handler] of Object.entries(handlers)) target.addEventListener(name, handler, options);
  return () => {
    for (const [name, handler] of Object.entries(handlers)) target.removeEventListener(name, handler, options);
  };
}

export const isTyping = (element = document.activeElement) =>
  Boolean(element?.closest?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true]"));
