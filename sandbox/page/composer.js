// Where people type: Enter sends, / and @ complete.
import { el, toast } from "./dom.js";
import { act, channelName, state } from "./live.js";
import { popover } from "./popover.js";

export function composer(slot, { thread = () => null, place }) {
  const box = el("textarea", { rows: "1", id: thread() === null && slot.id === "composer" ? "composer-text" : undefined, "aria-label": "Message", "aria-autocomplete": "list", on: {} });
  const list = el("ul", { class: "completion", role: "listbox", "aria-label": "Suggestions", hidden: true });
  let offered = [];
  let at = 0;

  const grow = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
  };
  const hide = () => {
    offered = [];
    list.hidden = true;
  };
  const complete = () => {
    const given = offered[at];
    const before = box.value.slice(0, box.selectionStart);
    box.setRangeText(given.insert, before.length - given.typed.length, before.length, "end");
    hide();
    box.focus();
    suggest();
  };
  const show = () => {
    list.hidden = offered.length === 0;
    list.replaceChildren(...offered.map((each, number) => el("li", {
      role: "option", "aria-selected": String(number === at), class: number === at ? "chosen" : "",
      on: { mousedown: (event) => { event.preventDefault(); at = number; complete(); } },
    }, el("strong", {}, each.words), " ", el("span", { class: "faint" }, each.detail))));
  };
  const suggest = () => {
    const before = box.value.slice(0, box.selectionStart);
    offered = [...commands(before), ...mentions(before)];
    at = 0;
    show();
  };
  const send = async () => {
    const words = box.value.trim();
    if (!words || !place()) return;
    hide();
    const command = /^\/(\S+)\s*([\s\S]*)$/.exec(words);
    if (command && thread()) return toast("Slash commands do not work in threads. Mention @Countersign instead.");
    box.value = "";
    grow();
    const sent = command
      ? await act("command", { channel: place().id, name: `/${command[1]}`, text: command[2] })
      : await act("say", { channel: place().id, text: words, thread_ts: thread() });
    if (!sent && !box.value) box.value = words;
    grow();
  };
  box.addEventListener("input", () => { grow(); suggest(); });
  box.addEventListener("blur", hide);
  box.addEventListener("keydown", (event) => {
    const open = offered.length > 0;
    const exact = open && offered[at].insert.trim() === offered[at].typed;
    if (open && event.key === "ArrowDown") at = (at + 1) % offered.length;
    else if (open && event.key === "ArrowUp") at = (at - 1 + offered.length) % offered.length;
    else if (open && event.key === "Escape") hide();
    else if (open && (event.key === "Tab" || (event.key === "Enter" && !exact))) complete();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send();
    else return;
    event.preventDefault();
    if (offered.length) show();
  });
  const shortcuts = (event) => popover(event.currentTarget, state.snap.shortcuts.filter((each) => each.kind === "global").map((each) => ({
    words: each.name, detail: each.description, run: () => act("shortcut", { id: each.id }),
  })));
  const bolt = el("button", { type: "button", class: "icon-button", "aria-label": "Shortcuts", "aria-haspopup": "menu", on: { click: shortcuts } }, "⚡");
  slot.replaceChildren(list, el("div", { class: "composer" }, bolt, box,
    el("button", { type: "button", class: "button primary send", "aria-label": "Send", on: { click: send } }, "Send")));
  return (words) => {
    bolt.hidden = !state.snap.shortcuts.some((each) => each.kind === "global");
    box.placeholder = words;
  };
}

function commands(before) {
  const typed = /^\/\S*$/.exec(before)?.[0];
  if (!typed) return [];
  return state.snap.commands.filter((each) => each.name.startsWith(typed)).map((each) => ({
    typed, insert: `${each.name} `, words: each.name, detail: [each.hint, each.description].filter(Boolean).join(" · "),
  }));
}

function mentions(before) {
  const typed = /(?:^|\s)(@[\w'-]*)$/.exec(before)?.[1];
  if (!typed) return [];
  const start = typed.slice(1).toLowerCase();
  return state.snap.people.filter((each) => each.first_name.toLowerCase().startsWith(start)).map((each) => ({
    typed, insert: `@${each.first_name} `, words: `@${each.first_name}`, detail: each.title || each.role,
  }));
}

export const hint = (place, thread) => (thread ? "Reply…" : `Message ${place.kind === "channel" || place.kind === "group" ? "#" : ""}${channelName(place)} · / for commands`);
