// Messages, day by day.
import { avatar, el, keyed } from "./dom.js";
import { blocks } from "./blocks.js";
import { QUICK, emoji } from "./emoji.js";
import { act, channel, person, state, time } from "./live.js";
import { mrkdwn } from "./markup.js";
import { popover } from "./popover.js";

export function showMessages(container, list, place, openThread) {
  const atEnd = container.scrollHeight - container.scrollTop - container.clientHeight < 80;
  const newPlace = container.dataset.place !== `${state.me}/${place.id}/${container.id}/${state.thread}`;
  container.dataset.place = `${state.me}/${place.id}/${container.id}/${state.thread}`;
  if (newPlace) container.keptNodes = new Map();
  const items = [];
  let day = null;
  let before = null;
  for (const message of list) {
    const today = time(new Date(message.ts * 1000), { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    if (today !== day) items.push({ key: `day ${today}`, sign: today, day: (day = today) });
    const joined = !items.at(-1).day && before?.user === message.user && message.ts - before.ts < 300 && before.ephemeral === message.ephemeral;
    items.push({ key: message.ts, sign: JSON.stringify([message, joined]), message, joined });
    before = message;
  }
  const draw = (item) => (item.day ? el("h3", { class: "day" }, item.day) : one(item, place, openThread));
  const held = document.activeElement?.dataset?.key;
  keyed(container, items, draw);
  if (held && document.activeElement === document.body) container.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
  if (atEnd || newPlace) container.scrollTop = container.scrollHeight;
}

function one({ message, joined }, place, openThread) {
  const author = person(message.user);
  const moment = new Date(message.ts * 1000);
  const clock = time(moment, { hour: "2-digit", minute: "2-digit" });
  const replies = message.reply_count && openThread;
  const head = joined ? null : el("div", { class: "head" },
    el("strong", {}, author?.real_name ?? message.user),
    author?.is_bot && el("span", { class: "badge" }, "APP"),
    author?.is_guest && el("span", { class: "badge guest" }, "GUEST"),
    el("time", { datetime: moment.toISOString() }, clock));
  return el("article", { class: `message${joined ? " joined" : ""}${message.ephemeral ? " whisper" : ""}`, "data-ts": message.ts, "aria-label": `${author?.first_name ?? ""}, ${clock}` },
    joined ? el("span", { class: "gutter", "aria-hidden": "true" }, clock) : avatar(author),
    el("div", { class: "message-body" },
      message.ephemeral && el("p", { class: "only-you" }, "Only visible to you"),
      head, body(message, place),
      message.reactions?.length ? reactions(message, place) : null,
      replies ? el("button", { class: "replies", type: "button", on: { click: () => openThread(message.ts) } },
        `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`) : null),
    message.ephemeral ? null : tools(message, place, openThread));
}

function body(message, place) {
  const surface = {
    key: `${place.id}/${message.ts}`,
    values: structuredClone(message.state ?? {}),
    keep: () => {},
    use: (block, part, picked) =>
      act("use", { channel: place.id, ts: message.ts, block_id: block.block_id, action_id: part.action_id, picked }),
    suggest: async (block, part, value) =>
      (await act("suggest", { channel: place.id, ts: message.ts, block_id: block.block_id, action_id: part.action_id, value }))?.options ?? [],
  };
  const edited = message.edited && message.user !== undefined && !message.bot_id ? el("span", { class: "faint" }, " (edited)") : null;
  const words = message.blocks?.length ? blocks(message.blocks, surface) : [el("div", { class: "words" }, mrkdwn(message.text ?? ""), edited)];
  return el("div", { class: "content" }, words, (message.files ?? []).map(file));
}

function file(each) {
  if (each.mimetype?.startsWith("image/")) {
    return el("figure", { class: "picture" }, el("figcaption", {}, each.title), el("img", { src: new URL(each.url_private).pathname, alt: each.alt_txt || each.title }));
  }
  return el("a", { class: "file", href: new URL(each.url_private).pathname, download: each.name }, `${each.title} (${each.size} bytes)`);
}

function reactions(message, place) {
  return el("div", { class: "reactions" }, message.reactions.map((each) => {
    const mine = each.users.includes(state.me);
    const names = each.users.map((id) => person(id)?.first_name).join(", ");
    return el("button", { type: "button", class: mine ? "reaction mine" : "reaction", title: names, "aria-label": `${each.name}, ${each.count}: ${names}`,
      on: { click: () => act("react", { channel: place.id, ts: message.ts, name: each.name }) } }, `${emoji(each.name)} ${each.count}`);
  }));
}

function tools(message, place, openThread) {
  const react = (event) => popover(event.currentTarget, QUICK.map((name) => ({
    words: `${emoji(name)}  ${name.replaceAll("_", " ")}`, run: () => act("react", { channel: place.id, ts: message.ts, name }),
  })));
  const shortcuts = state.snap.shortcuts.filter((each) => each.kind === "message");
  const more = (event) => popover(event.currentTarget, shortcuts.map((each) => ({
    words: each.name, detail: each.description, run: () => act("message_shortcut", { channel: place.id, ts: message.ts, id: each.id }),
  })));
  return el("div", { class: "tools" },
    el("button", { type: "button", class: "icon-button", "aria-label": "React", "aria-haspopup": "menu", on: { click: react } }, "☺"),
    openThread && el("button", { type: "button", class: "icon-button", "aria-label": "Reply in thread", on: { click: () => openThread(message.ts) } }, "↩"),
    shortcuts.length ? el("button", { type: "button", class: "icon-button", "aria-label": "More actions", "aria-haspopup": "menu", on: { click: more } }, "⋮") : null);
}

export const inChannel = (place) => place.messages.filter((each) => !each.thread_ts || each.thread_ts === each.ts || each.subtype === "thread_broadcast");
export const inThread = (place, ts) => place.messages.filter((each) => each.ts === ts || each.thread_ts === ts);
export const current = () => (state.place ? channel(state.place) : null);
