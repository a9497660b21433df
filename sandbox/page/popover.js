// A small menu under a button; arrows, Escape and a click elsewhere work as people expect.
import { el } from "./dom.js";

let open = null;

export function dismiss() {
  open?.node.remove();
  const anchor = open?.anchor;
  open = null;
  return anchor;
}

export function popover(anchor, items) {
  const same = open?.anchor === anchor;
  dismiss();
  if (same) return;
  const choose = (item) => () => {
    dismiss();
    item.run();
  };
  const node = el("div", { class: "menu", role: "menu" }, items.map((each) =>
    el("button", { type: "button", role: "menuitem", on: { click: choose(each) } }, each.words, each.detail && el("small", {}, each.detail))));
  node.addEventListener("keydown", (event) => {
    const all = [...node.children];
    const at = all.indexOf(document.activeElement);
    if (event.key === "ArrowDown") all[(at + 1) % all.length].focus();
    else if (event.key === "ArrowUp") all[(at - 1 + all.length) % all.length].focus();
    else if (event.key === "Escape") dismiss()?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  (anchor.closest("dialog") ?? document.body).append(node);
  const box = anchor.getBoundingClientRect();
  const under = box.bottom + node.offsetHeight + 8 < window.innerHeight;
  node.style.top = `${under ? box.bottom + 4 : Math.max(8, box.top - node.offsetHeight - 4)}px`;
  node.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - node.offsetWidth - 8))}px`;
  open = { anchor, node };
  node.firstElementChild?.focus();
}

document.addEventListener("click", (event) => {
  if (open && !open.node.contains(event.target) && !open.anchor.contains(event.target)) dismiss();
});
