// Who you are, where you can go, and what time it is.
import { avatar, byId, el } from "./dom.js";
import { act, bot, channelName, me, now, person, state, time } from "./live.js";
import { popover } from "./popover.js";

export function showPeople(choose) {
  const people = state.snap.people.filter((each) => !each.is_bot);
  byId("people").replaceChildren(...people.map((each) => el("button", {
    type: "button", class: each.id === state.me ? "person chosen" : "person", "aria-pressed": String(each.id === state.me),
    title: `${each.real_name} · ${each.title}`, "data-key": `person/${each.id}`, on: { click: () => choose(each.id) },
  }, avatar(each, "small"), el("span", {}, el("strong", {}, each.first_name), el("small", {}, each.role)))));
}

export function showSidebar(go) {
  const channels = state.snap.channels;
  const named = channels.filter((each) => each.kind === "channel" || each.kind === "group");
  const direct = channels.filter((each) => each.kind === "im" || each.kind === "mpim");
  const app = direct.find((each) => each.kind === "im" && each.members.includes(bot().id));
  const others = direct.filter((each) => each !== app && each.messages.length);
  const entry = (each, mark) => el("li", {}, el("a", {
    href: `#/${state.me}/${each.id}`, class: [each.unread ? "unread" : "", each.id === state.place ? "here" : "", each.is_archived ? "archived" : ""].join(" "),
    "aria-current": each.id === state.place ? "page" : undefined, "data-key": `go/${each.id}`, on: { click: () => go() },
  }, el("span", { class: "mark", "aria-hidden": "true" }, mark), el("span", { class: "name" }, channelName(each)),
    each.is_ext_shared && el("span", { class: "shared", title: "shared with another organisation" }, "shared"),
    each.unread && each.mentioned ? el("span", { class: "count", "aria-label": `${each.unread} new` }, String(each.unread)) : null));
  byId("sidebar").replaceChildren(
    el("h2", {}, "Channels"), el("ul", {}, named.map((each) => entry(each, each.is_archived ? "▫" : each.kind === "group" ? "◇" : "#"))),
    others.length ? [el("h2", {}, "Direct messages"), el("ul", {}, others.map((each) => entry(each, each.kind === "mpim" ? String(each.members.length - 1) : "@")))].flat() : "",
    el("h2", {}, "Apps"), el("ul", {},
      el("li", {}, el("a", { href: `#/${state.me}/home`, class: state.place === "home" ? "here" : "", "data-key": "go/home", on: { click: () => go() } },
        el("span", { class: "mark", "aria-hidden": "true" }, "⌂"), el("span", { class: "name" }, "Countersign Home"))),
      app ? entry(app, "✓") : null),
    el("p", { class: "note" }, "Everything here is practice. Nothing leaves this machine."));
}

export function showClock() {
  const zone = me()?.tz.split("/").pop().replace("_", " ");
  const words = time(now(), { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
  const slot = byId("clock");
  const label = slot.querySelector("span");
  if (label) {
    label.textContent = `${words} · ${zone}`;
    return;
  }
  const move = (event) => popover(event.currentTarget, [
    ["+1 hour", { hours: 1 }], ["+4 hours", { hours: 4 }], ["Next morning", { to: "morning" }], ["+1 day", { hours: 24 }], ["+1 week", { hours: 168 }],
  ].map(([said, how]) => ({ words: said, run: () => act("clock", how) })));
  slot.replaceChildren(el("span", {}, `${words} · ${zone}`),
    el("button", { type: "button", class: "button quiet", "aria-haspopup": "menu", on: { click: move } }, "Move clock"));
}

export function showPlace(place, go) {
  const header = byId("place");
  if (state.place === "home" || isApp(place)) {
    const tab = (id, words) => el("a", { role: "tab", href: `#/${state.me}/${id}`, "aria-selected": String(state.place === id), on: { click: () => go() } }, words);
    const app = place && isApp(place) ? place : state.snap.channels.find(isApp);
    header.replaceChildren(el("h1", {}, "Countersign"), el("div", { class: "tabs", role: "tablist" }, tab("home", "Home"), app ? tab(app.id, "Messages") : null));
    return;
  }
  const people = place.members.map(person).filter(Boolean);
  header.replaceChildren(
    el("h1", {}, (place.kind === "channel" ? "# " : "") + channelName(place)),
    el("p", { class: "topic" }, place.is_archived ? "This channel is archived." : place.topic),
    el("span", { class: "members", title: people.map((each) => each.first_name).join(", ") }, people.slice(0, 6).map((each) => avatar(each, "tiny")), ` ${people.length}`));
}

export const isApp = (place) => place?.kind === "im" && place.members.includes(bot().id);
