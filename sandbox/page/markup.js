// Slack's mrkdwn, rich text and Markdown as nodes.
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { channel, channelName, person, state, time } from "./live.js";

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const INLINE = new RegExp(
  [
    "`([^`\\n]+)`", // 1 code
    "<([^<>\\n]+)>", // 2 tag
    "(?<![\\w*])\\*(?=\\S)([^*\\n]*?\\S)\\*(?![\\w*])", // 3 bold
    "(?<![\\w_])_(?=\\S)([^_\\n]*?\\S)_(?![\\w_])", // 4 italics
    "(?<![\\w~])~(?=\\S)([^~\\n]*?\\S)~(?![\\w~])", // 5 struck
    ":([a-z0-9_+-]+(?:::[a-z0-9-]+)?):", // 6 emoji
  ].join("|"),
  "g",
);

export function mention(id) {
  const name = person(id)?.first_name ?? id;
  return el("span", { class: id === state.me ? "mention mine" : "mention" }, `@${name}`);
}

export function place(id, label) {
  const known = channel(id);
  const name = label || (known ? channelName(known) : "private channel");
  return known ? el("a", { class: "mention", href: `#/${state.me}/${id}` }, `#${name}`) : el("span", { class: "mention" }, `#${name}`);
}

export function link(href, label) {
  const safe = /^(https?:|mailto:)/.test(href);
  return safe ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, label || href) : label || href;
}

function tag(inside) {
  const [what, label] = [inside.split("|")[0], inside.split("|").slice(1).join("|")];
  if (what.startsWith("@")) return mention(what.slice(1));
  if (what.startsWith("#")) return place(what.slice(1), unescape(label));
  if (what.startsWith("!date^")) return date(what.slice(6).split("^"), label);
  if (what.startsWith("!")) return el("span", { class: "mention mine" }, `@${label || what.slice(1)}`);
  return link(unescape(what), unescape(label));
}

const SHAPES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

export function date([stamp, shape, href], fallback) {
  const moment = new Date(Number(stamp) * 1000);
  if (Number.isNaN(moment.getTime())) return fallback;
  const words = (shape ?? "").replace(/\{(\w+?)(_pretty)?\}/g, (_, name) => (SHAPES[name] ? time(moment, SHAPES[name]) : ""));
  return href ? link(href, words) : el("time", { datetime: moment.toISOString() }, words);
}

export function inline(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    const before = text.slice(from, found.index);
    if (before) nodes.push(unescape(before));
    if (found[1] !== undefined) nodes.push(el("code", {}, unescape(found[1])));
    else if (found[2] !== undefined) nodes.push(tag(found[2]));
    else if (found[3] !== undefined) nodes.push(el("strong", {}, inline(found[3])));
    else if (found[4] !== undefined) nodes.push(el("em", {}, inline(found[4])));
    else if (found[5] !== undefined) nodes.push(el("s", {}, inline(found[5])));
    else nodes.push(emoji(found[6]));
    from = found.index + found[0].length;
  }
  if (from < text.length) nodes.push(unescape(text.slice(from)));
  return nodes;
}

// Lines, quotes and code blocks.
export function mrkdwn(text) {
  const parts = text.split(/```/);
  return parts.flatMap((part, at) => {
    if (at % 2 === 1) return el("pre", {}, unescape(part.replace(/^\n|\n$/g, "")));
    const nodes = [];
    let quote = null;
    part.split("\n").forEach((line, number) => {
      const quoted = /^(&gt;|>) ?/.exec(line);
      if (quoted) {
        if (!quote) nodes.push((quote = el("blockquote")));
        else quote.append(el("br"));
        quote.append(...inline(line.slice(quoted[0].length)));
        return;
      }
      if (number > 0 && !quote) nodes.push(el("br"));
      quote = null;
      nodes.push(...inline(line));
    });
    return nodes;
  });
}

export function text(object) {
  if (!object) return [];
  if (object.type === "plain_text") {
    const lines = object.text.split("\n").map((line) => line.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name)));
    return lines.flatMap((line, at) => (at ? [el("br"), line] : [line]));
  }
  return mrkdwn(object.text);
}

// Markdown as in markdown blocks: what the bot may use there, no more.
export function markdown(source) {
  const toMrkdwn = (line) =>
    line.replace(/\*\*(.+?)\*\*/g, "*$1*").replace(/~~(.+?)~~/g, "~$1~").replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, "<$2|$1>");
  const nodes = [];
  let list = null;
  for (const line of source.split("\n")) {
    const heading = /^(#{1,6}) (.*)/.exec(line);
    const item = /^\s*(?:[-*]|(\d+)\.) (.*)/.exec(line);
    if (item) {
      if (!list) nodes.push((list = el(item[1] ? "ol" : "ul")));
      list.append(el("li", {}, inline(toMrkdwn(item[2]))));
      continue;
    }
    list = null;
    if (heading) nodes.push(el("h4", {}, inline(toMrkdwn(heading[2]))));
    else if (line.trim()) nodes.push(el("p", {}, inline(toMrkdwn(line))));
  }
  return nodes;
}

export function rich(part) {
  const inside = () => (part.elements ?? []).map(rich);
  switch (part.type) {
    case "rich_text": return el("div", { class: "rich" }, inside());
    case "rich_text_section": return el("div", {}, inside());
    case "rich_text_quote": return el("blockquote", {}, inside());
    case "rich_text_preformatted": return el("pre", {}, inside());
    case "rich_text_list": {
      const items = (part.elements ?? []).map((each) => el("li", {}, rich(each)));
      return el(part.style === "ordered" ? "ol" : "ul", { class: `indent-${part.indent ?? 0}` }, items);
    }
    case "text": return styled(part.text, part.style);
    case "link": return link(part.url, part.text);
    case "user": return mention(part.user_id);
    case "channel": return place(part.channel_id);
    case "emoji": return emoji(part.name);
    case "broadcast": return el("span", { class: "mention mine" }, `@${part.range}`);
    case "date": return date([part.timestamp, part.format, part.url], part.fallback);
    default: return part.text ?? "";
  }
}

function styled(words, style = {}) {
  let node = words.includes("\n") ? el("span", { class: "lines" }, words) : words;
  for (const [name, wrap] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"]]) {
    if (style[name]) node = el(wrap, {}, node);
  }
  return node;
}
