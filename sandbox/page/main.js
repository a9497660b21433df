// One picture in, the screen out.
import { byId, el } from "./dom.js";
import { blocks } from "./blocks.js";
import { composer, hint } from "./composer.js";
import { act, become, channel, listen, person, state } from "./live.js";
import { current, inChannel, inThread, showMessages } from "./messages.js";
import { showModal } from "./modal.js";
import { dismiss } from "./popover.js";
import { showClock, showPeople, showPlace, showSidebar } from "./sidebar.js";

const FIRST = "U07ADAADEYEM";
const DEFAULT = "acme-site";
const write = composer(byId("composer"), { place: current });
const reply = composer(byId("thread-composer"), { place: current, thread: () => state.thread });

// The address says who and where: #/U…/C… or #/U…/home; a permalink is #/C…/p….
function address() {
  const [first, second] = location.hash.slice(2).split("/");
  if (/^U/.test(first ?? "")) return { who: first, where: second || null };
  return { who: state.me ?? localStorage.getItem("who") ?? FIRST, where: first || null };
}

function choose(user) {
  const place = state.place === "home" ? "home" : state.place ?? "";
  location.hash = `#/${user}/${place}`;
}

function followAddress() {
  const { who, where } = address();
  const changedPlace = state.place !== where;
  const changedPerson = state.me !== who;
  state.place = where;
  if (changedPlace || changedPerson) closeThread();
  if (changedPerson) {
    localStorage.setItem("who", who);
    state.snap = null;
    become(who);
    if (where === "home") visitHome();
    return;
  }
  if (changedPlace && where === "home") visitHome();
  if (state.snap) show();
}

const visitHome = () => act("home", { as: address().who });

function closeDrawer() {
  document.body.classList.remove("drawer");
  document.querySelector(".drawer-toggle").setAttribute("aria-expanded", "false");
}

function openThread(ts) {
  state.thread = ts;
  show();
  byId("thread-composer").querySelector("textarea").focus();
}

function closeThread() {
  state.thread = null;
  byId("thread").hidden = true;
}

function show() {
  if (!state.snap || !person(state.me)) return;
  if (state.place !== "home" && !channel(state.place)) {
    state.place = (state.snap.channels.find((each) => each.name === DEFAULT) ?? state.snap.channels[0])?.id ?? "home";
    history.replaceState(null, "", `#/${state.me}/${state.place}`);
  }
  const held = document.activeElement?.dataset?.key;
  const place = current();
  showPeople(choose);
  showSidebar(closeDrawer);
  showClock();
  showPlace(place, closeDrawer);
  byId("composer").hidden = !place || place.is_archived;
  if (place) showConversation(place);
  else showHome();
  showModal();
  if (held && document.activeElement === document.body) document.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
}

function showConversation(place) {
  const pane = byId("messages");
  pane.classList.remove("home");
  const list = inChannel(place);
  if (!list.length) {
    pane.keptNodes = new Map();
    pane.dataset.place = "";
    pane.replaceChildren(el("p", { class: "empty" }, "Nothing has been said here yet."));
  } else showMessages(pane, list, place, openThread);
  write(hint(place, false));
  const thread = state.thread ? inThread(place, state.thread) : [];
  byId("thread").hidden = !thread.length;
  if (thread.length) {
    showMessages(byId("thread-messages"), thread, place, null);
    reply(hint(place, true));
  }
  const last = place.messages.at(-1)?.ts;
  if (last && place.read < last && document.visibilityState === "visible") act("read", { channel: place.id, ts: last });
}

let homeShown = "";

function showHome() {
  closeThread();
  const pane = byId("messages");
  const view = state.snap.home;
  const sign = `${state.me} ${view?.hash}`;
  if (pane.classList.contains("home") && homeShown === sign) return;
  homeShown = sign;
  pane.keptNodes = new Map();
  pane.dataset.place = "";
  pane.classList.add("home");
  if (!view) {
    pane.replaceChildren(el("p", { class: "empty" }, "Countersign has not shown anything here yet."));
    return;
  }
  const values = structuredClone(view.state.values);
  const surface = {
    key: view.id,
    values,
    keep: (block, part, held) => Object.assign((values[block.block_id] ??= {})[part.action_id] ??= { type: part.type }, held),
    use: (block, part, picked) => act("use", { view: view.id, values, block_id: block.block_id, action_id: part.action_id, picked }),
    suggest: async (block, part, value) => (await act("suggest", { view: view.id, block_id: block.block_id, action_id: part.action_id, value }))?.options ?? [],
  };
  pane.replaceChildren(el("div", { class: "home-page" }, blocks(view.blocks, surface)));
}

byId("thread-close").addEventListener("click", () => {
  closeThread();
  byId("composer").querySelector("textarea").focus();
});
document.querySelector(".drawer-toggle").addEventListener("click", (event) => {
  const open = document.body.classList.toggle("drawer");
  event.currentTarget.setAttribute("aria-expanded", String(open));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]") && !dismiss() && state.thread) closeThread();
});
document.addEventListener("visibilitychange", () => state.snap && show());
window.addEventListener("hashchange", followAddress);
listen(show);
setInterval(() => state.snap && showClock(), 5000);
followAddress();
