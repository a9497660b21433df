// What can be pressed, picked and filled in.
//
// A surface has: values (state by block and action), use(block, element, picked) for what acts at once,
// keep(block, element, held) for what only fills in, suggest(block, element, typed) for external selects.
import { confirmed } from "./confirm.js";
import { el } from "./dom.js";
import { text } from "./markup.js";
import { channelName, state } from "./live.js";
import { popover } from "./popover.js";
import { several } from "./several.js";

export function element(part, block, surface, given = {}) {
  const field = { part, block, surface, ...given };
  field.held = surface.values?.[block.block_id]?.[part.action_id] ?? first(part);
  if (part.type.startsWith("multi_")) return several(field, choices(part), pick(field));
  const draw = DRAWN[part.type];
  return draw ? draw(field) : el("span", { class: "unknown" }, `(${part.type})`);
}

// What a message's element holds before anybody touched it; of a form the server tells.
function first(part) {
  const held = {};
  for (const name of ["options", "option", "date", "time", "date_time", "users", "user"]) {
    const given = part[`initial_${name}`];
    if (given !== undefined) held[`selected_${name}`] = given;
  }
  return held;
}

// Keep what was picked, and tell the bot where the element acts at once.
export function pick(field) {
  return async (held) => {
    const { part, block, surface } = field;
    Object.assign(field.held, held);
    surface.keep(block, part, held);
    if (block.type === "input" && !block.dispatch_action) return;
    if (part.confirm && !(await confirmed(part.confirm))) return;
    await surface.use(block, part, held);
  };
}

const named = (field) => ({
  id: field.id,
  "aria-describedby": field.describedBy,
  "aria-label": field.id ? undefined : field.part.accessibility_label ?? field.part.placeholder?.text ?? field.block.text?.text,
  "data-key": `${field.surface.key}/${field.block.block_id}/${field.part.action_id}`,
});

function button(field) {
  const { part, block, surface } = field;
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (part.confirm && !(await confirmed(part.confirm))) return;
    if (part.url) window.open(part.url, "_blank", "noopener");
    pressed.setAttribute("aria-busy", "true");
    await surface.use(block, part, {});
    pressed.removeAttribute("aria-busy");
  };
  return el("button", {
    type: "button", class: `button ${part.style ?? ""}`, "aria-description": part.accessibility_label, on: { click: press },
    "data-key": `${surface.key}/${block.block_id}/${part.action_id}`,
  }, text(part.text));
}

// The choices of a select as [{words, held}], `held` being what its state holds.
export function choices(part) {
  const kind = part.type.replace("multi_", "");
  if (kind === "users_select") return state.snap.people.map((each) => ({ words: each.real_name, held: each.id }));
  if (kind === "channels_select") return places(["channel"]);
  if (kind === "conversations_select") return conversations(part);
  const options = part.options ?? (part.option_groups ?? []).flatMap((group) => group.options);
  return (options ?? []).map((each) => ({ words: each.text.text, held: each }));
}

function places(kinds) {
  const seen = state.snap.channels.filter((each) => kinds.includes(each.kind) && !each.is_archived);
  return seen.map((each) => ({ words: (each.kind === "channel" ? "#" : "") + channelName(each), held: each.id }));
}

function conversations(part) {
  const kinds = { public: "channel", private: "group", im: "im", mpim: "mpim" };
  return places((part.filter?.include ?? Object.keys(kinds)).map((each) => kinds[each]));
}

const STATE = {
  static_select: "selected_option", external_select: "selected_option", users_select: "selected_user",
  conversations_select: "selected_conversation", channels_select: "selected_channel",
};

const sign = (held) => (held && typeof held === "object" ? held.value ?? held.text.text : held ?? "");

function select(field) {
  const name = STATE[field.part.type];
  const offered = choices(field.part);
  const chosen = sign(field.held[name]);
  const picked = pick(field);
  const change = (event) => picked({ [name]: offered.find((each) => sign(each.held) === event.target.value)?.held ?? null });
  const blank = el("option", { value: "", selected: !chosen }, field.part.placeholder?.text ?? "Choose…");
  const option = (each) => el("option", { value: sign(each.held), selected: sign(each.held) === chosen }, each.words);
  const groups = field.part.option_groups?.map((group) =>
    el("optgroup", { label: group.label.text }, group.options.map((each) => option({ words: each.text.text, held: each }))));
  return el("span", { class: "select" }, el("select", { ...named(field), on: { change } }, blank, groups ?? offered.map(option)));
}

function external(field) {
  const picked = pick(field);
  const list = el("ul", { class: "options", role: "listbox" });
  const ask = async (event) => {
    const typed = event.target.value;
    if (typed.length < (field.part.min_query_length ?? 3)) return;
    const options = await field.surface.suggest(field.block, field.part, typed);
    list.replaceChildren(...options.map((each) => el("li", {}, el("button", {
      type: "button", on: { click: () => { box.value = each.text.text; list.replaceChildren(); picked({ selected_option: each }); } },
    }, each.text.text))));
  };
  const box = el("input", { ...named(field), type: "text", value: field.held.selected_option?.text.text ?? "", placeholder: field.part.placeholder?.text, on: { input: ask } });
  return el("div", { class: "external" }, box, list);
}

function typed(kind, name = "value") {
  return (field) => {
    const { part, block } = field;
    const picked = pick(field);
    const long = part.multiline || kind === "rich";
    const when = part.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
    const acts = block.dispatch_action;
    const keep = (event) => {
      const value = kind === "rich" ? richText(event.target.value) : event.target.value || null;
      field.held[name] = value;
      field.surface.keep(block, part, { [name]: value });
      if (acts && when.includes("on_character_entered")) picked({ [name]: value });
    };
    const enter = (event) => {
      if (acts && event.key === "Enter" && when.includes("on_enter_pressed")) picked({ [name]: event.target.value || null });
    };
    const value = kind === "rich" ? plain(field.held[name]) : field.held[name] ?? "";
    return el(long ? "textarea" : "input", {
      ...named(field), type: long ? undefined : kind, value, rows: long ? "5" : undefined, placeholder: part.placeholder?.text,
      step: kind === "number" ? (part.is_decimal_allowed ? "any" : "1") : undefined,
      autofocus: part.focus_on_load, on: { input: keep, keydown: enter },
    });
  };
}

const richText = (words) => words && { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: words }] }] };
const plain = (value) => (value?.elements ?? []).flatMap((each) => each.elements ?? []).map((each) => each.text ?? "").join("");

function picker(kind, name) {
  return (field) => {
    const picked = pick(field);
    const change = (event) => picked({ [name]: event.target.value || null });
    return el("input", { ...named(field), type: kind, value: field.held[name] ?? "", on: { change } });
  };
}

function moment(field) {
  const picked = pick(field);
  const local = field.held.selected_date_time ? new Date(field.held.selected_date_time * 1000).toISOString().slice(0, 16) : "";
  const change = (event) => picked({ selected_date_time: event.target.value ? Date.parse(`${event.target.value}Z`) / 1000 : null });
  return el("input", { ...named(field), type: "datetime-local", value: local, on: { change } });
}

function boxes(field) {
  const many = field.part.type === "checkboxes";
  const picked = pick(field);
  const name = many ? "selected_options" : "selected_option";
  const chosen = new Set((many ? field.held[name] ?? [] : [field.held[name]]).filter(Boolean).map(sign));
  const change = () => {
    const values = new Set([...list.querySelectorAll("input:checked")].map((each) => each.value));
    const held = field.part.options.filter((each) => values.has(each.value));
    picked({ [name]: many ? held : held[0] ?? null });
  };
  const group = `${field.surface.key}/${field.block.block_id}/${field.part.action_id}`;
  const list = el("div", { class: "boxes", role: many ? "group" : "radiogroup" }, field.part.options.map((each) =>
    el("label", { class: "box" },
      el("input", { type: many ? "checkbox" : "radio", name: group, value: each.value, checked: chosen.has(each.value), on: { change } }),
      el("span", {}, text(each.text), each.description && el("small", {}, text(each.description))))));
  return list;
}

function overflow(field) {
  const { part, block, surface } = field;
  const open = (event) => popover(event.currentTarget, part.options.map((each) => ({
    words: each.text.text,
    run: async () => {
      if (part.confirm && !(await confirmed(part.confirm))) return;
      if (each.url) window.open(each.url, "_blank", "noopener");
      await surface.use(block, part, { selected_option: each });
    },
  })));
  return el("button", { type: "button", class: "button more", "aria-label": "More", "aria-haspopup": "menu", on: { click: open } }, "⋯");
}

const DRAWN = {
  button, workflow_button: button, overflow, static_select: select, users_select: select, conversations_select: select,
  channels_select: select, external_select: external, datepicker: picker("date", "selected_date"),
  timepicker: picker("time", "selected_time"), datetimepicker: moment, checkboxes: boxes, radio_buttons: boxes,
  plain_text_input: typed("text"), email_text_input: typed("email"), url_text_input: typed("url"),
  number_input: typed("number"), rich_text_input: typed("rich", "rich_text_value"),
};
