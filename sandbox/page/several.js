// A select that takes several: chips for what is chosen, a list of boxes to choose from.
import { el } from "./dom.js";

const STATE = {
  multi_static_select: "selected_options", multi_external_select: "selected_options", multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations", multi_channels_select: "selected_channels",
};

const sign = (held) => (typeof held === "object" ? held.value : held);

export function several(field, offered, picked) {
  const name = STATE[field.part.type];
  const chosen = new Map((field.held[name] ?? []).map((each) => [sign(each), each]));
  const most = field.part.max_selected_items ?? Infinity;
  const label = el("summary", { id: field.id, class: "several-chosen" });
  const show = () => {
    const words = offered.filter((each) => chosen.has(sign(each.held))).map((each) => el("span", { class: "chip" }, each.words));
    label.replaceChildren(...(words.length ? words : [el("span", { class: "faint" }, field.part.placeholder?.text ?? "Choose…")]));
  };
  const change = (each) => (event) => {
    if (event.target.checked && chosen.size >= most) event.target.checked = false;
    else if (event.target.checked) chosen.set(sign(each.held), each.held);
    else chosen.delete(sign(each.held));
    show();
    picked({ [name]: [...chosen.values()] });
  };
  show();
  return el("details", { class: "several" }, label, el("div", { class: "boxes" }, offered.map((each) =>
    el("label", { class: "box" },
      el("input", { type: "checkbox", checked: chosen.has(sign(each.held)), on: { change: change(each) } }),
      el("span", {}, each.words)))));
}
