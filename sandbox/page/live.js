// The page's line to the workspace: pictures come in, deeds go out. Nothing here knows the bot.
import { toast } from "./dom.js";

export const state = { snap: null, me: null, place: null, thread: null, skew: 0 };

let socket = null;
let onPicture = () => {};

export function listen(heard) {
  onPicture = heard;
}

export function become(user) {
  state.me = user;
  if (socket) {
    socket.onclose = null;
    socket.close();
  }
  const opened = new WebSocket(`ws://${location.host}/page/live?as=${user}`);
  socket = opened;
  opened.onmessage = (message) => {
    if (socket !== opened) return;
    state.snap = JSON.parse(message.data);
    state.skew = state.snap.now * 1000 - Date.now();
    document.body.classList.remove("offline");
    onPicture();
  };
  opened.onclose = () => {
    document.body.classList.add("offline");
    setTimeout(() => socket === opened && become(state.me), 1000);
  };
}

const SAID = {
  operation_timeout: "Countersign did not answer in time (operation_timeout).",
  dispatch_failed: "Countersign could not be reached (dispatch_failed).",
  invalid_command: "That is not a command of this app (invalid_command).",
};

// Do something as the person chosen; a problem is shown, and null returned.
export async function act(deed, given = {}) {
  let answer;
  try {
    const sent = await fetch(`/page/do/${deed}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: state.me, ...given }),
    });
    answer = await sent.json();
  } catch {
    toast("The practice workspace has stopped.");
    return null;
  }
  if (answer.problem) toast(SAID[answer.problem] ?? `That did not work: ${answer.problem}`);
  return answer.ok ? answer : null;
}

export const person = (id) => state.snap.people.find((each) => each.id === id);
export const channel = (id) => state.snap.channels.find((each) => each.id === id);
export const me = () => person(state.me);
export const bot = () => state.snap.people.find((each) => each.is_bot);

export function channelName(each) {
  if (each.kind === "channel" || each.kind === "group") return each.name;
  const others = each.members.filter((id) => id !== state.me).map(person).filter(Boolean);
  return others.map((other) => other.first_name).join(", ") || "you";
}

export function botChannel() {
  const wanted = bot().id;
  return state.snap.channels.find(
    (each) => each.kind === "im" && each.members.includes(wanted) && each.members.includes(state.me),
  );
}

export const now = () => new Date(state.snap.flowing ? Date.now() + state.skew : state.snap.now * 1000);

export function time(moment, options) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: me()?.tz ?? "UTC", ...options }).format(moment);
}
