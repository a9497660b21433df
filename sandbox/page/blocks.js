// Block Kit as nodes. `surface` says where a block stands and takes what is done there.
import { el } from "./dom.js";
import { element } from "./elements.js";
import { markdown, mrkdwn, rich, text } from "./markup.js";

const USABLE = /button|select|picker|checkboxes|overflow|input/;

export function blocks(list, surface) {
  return list.map((block) => draw(block, surface)).filter(Boolean);
}

function draw(block, surface) {
  switch (block.type) {
    case "section": return section(block, surface);
    case "header": return el("h3", { class: "block header" }, text(block.text));
    case "divider": return el("hr", { class: "block" });
    case "context": return el("div", { class: "block context" }, block.elements.map(small));
    case "actions": return el("div", { class: "block actions" }, block.elements.map((each) => element(each, block, surface)));
    case "input": return input(block, surface);
    case "image": return picture(block);
    case "markdown": return el("div", { class: "block markdown" }, markdown(block.text));
    case "rich_text": return el("div", { class: "block" }, rich(block));
    case "table": return table(block);
    case "video": return el("p", { class: "block" }, text(block.title));
    case "file": return el("p", { class: "block" }, "(a file)");
    case "alert": return el("p", { class: "block alert", role: "alert" }, text(block.text));
    default: return el("p", { class: "block unknown" }, `(a ${block.type} block)`);
  }
}

function section(block, surface) {
  const words = [];
  if (block.text) words.push(el("div", { class: "words" }, text(block.text)));
  if (block.fields) words.push(el("div", { class: "fields" }, block.fields.map((each) => el("div", {}, text(each)))));
  const beside = block.accessory;
  const shown = !beside ? null : USABLE.test(beside.type) ? element(beside, block, surface) : small(beside);
  return el("div", { class: "block section" }, el("div", { class: "section-words" }, words), shown && el("div", { class: "accessory" }, shown));
}

function small(part) {
  if (part.type === "image") return el("img", { class: "small-image", src: source(part), alt: part.alt_text });
  return el("span", {}, part.type === "mrkdwn" ? mrkdwn(part.text) : text(part));
}

const source = (part) => part.image_url ?? `/files/${part.slack_file?.id ?? part.slack_file?.url?.split("/").pop()}`;

function picture(block) {
  const title = block.title && el("figcaption", {}, text(block.title));
  return el("figure", { class: "block picture" }, title, el("img", { src: source(block), alt: block.alt_text, loading: "lazy" }));
}

function table(block) {
  const settings = block.column_settings ?? [];
  const cell = (tag) => (each, at) =>
    el(tag, { class: settings[at]?.align ? `align-${settings[at].align}` : undefined, scope: tag === "th" ? "col" : undefined },
      each.type === "rich_text" ? rich(each) : String(each.text ?? each.value ?? ""));
  const [head, ...rows] = block.rows;
  return el("div", { class: "block table" }, el("table", {},
    el("thead", {}, el("tr", {}, head.map(cell("th")))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map(cell("td")))))));
}

function input(block, surface) {
  const id = `field-${block.block_id}`;
  const complaint = surface.errors?.[block.block_id];
  const group = ["checkboxes", "radio_buttons"].includes(block.element.type);
  const label = el(group ? "legend" : "label", { class: "label", for: group ? undefined : id, id: `${id}-label` },
    block.label.text, block.optional && el("span", { class: "optional" }, " (optional)"));
  const error = complaint && el("p", { class: "error", id: `${id}-error`, role: "alert" }, complaint);
  const hint = block.hint && el("p", { class: "hint" }, text(block.hint));
  const field = element(block.element, block, surface, { id, describedBy: complaint ? `${id}-error` : undefined });
  return el(group ? "fieldset" : "div", { class: complaint ? "block input wrong" : "block input" }, label, field, error, hint);
}
