// Building elements without innerHTML: what a message says can never become markup.

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "on") for (const [event, heard] of Object.entries(value)) node.addEventListener(event, heard);
    else if (name === "value" || name === "checked" || name === "selected") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((each) => each !== null && each !== undefined && each !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

// Put these items into a container, keeping the nodes of those that did not change.
export function keyed(container, items, render) {
  const kept = container.keptNodes ?? new Map();
  const next = new Map();
  const nodes = items.map(({ key, sign, ...item }) => {
    const before = kept.get(key);
    const node = before && before.sign === sign ? before.node : render(item);
    next.set(key, { sign, node });
    return node;
  });
  container.keptNodes = next;
  const same = nodes.length === container.childNodes.length && nodes.every((node, at) => container.childNodes[at] === node);
  if (!same) container.replaceChildren(...nodes);
}

export function toast(words) {
  const node = el("div", { class: "toast" }, words);
  byId("toasts").append(node);
  setTimeout(() => node.remove(), 7000);
}

const TONES = { ada: "teal", petra: "plum", sam: "amber", oona: "blue", cleo: "rose", olaf: "olive" };

export function avatar(person, size = "") {
  if (!person) return el("span", { class: `avatar ${size}`, "aria-hidden": "true" }, "?");
  const words = person.real_name.split(" ");
  const initials = person.is_bot ? "✓" : words[0][0] + (words[1]?.[0] ?? "");
  const tone = person.is_bot ? "bot" : TONES[person.name] ?? "blue";
  return el("span", { class: `avatar ${size} tone-${tone}`, "aria-hidden": "true" }, initials);
}
