// Slack's "are you sure": resolves to whether it was confirmed.
import { byId, el } from "./dom.js";
import { text } from "./markup.js";

export function confirmed(asked) {
  const dialog = byId("confirm");
  return new Promise((resolve) => {
    const answer = (yes) => () => {
      dialog.close();
      resolve(yes);
    };
    dialog.replaceChildren(
      el("h2", {}, text(asked.title ?? { type: "plain_text", text: "Are you sure?" })),
      el("div", { class: "words" }, text(asked.text)),
      el("div", { class: "dialog-foot" },
        el("button", { type: "button", class: "button", on: { click: answer(false) } }, text(asked.deny ?? { type: "plain_text", text: "Cancel" })),
        el("button", { type: "button", class: `button ${asked.style ?? "primary"}`, on: { click: answer(true) } }, text(asked.confirm ?? { type: "plain_text", text: "Yes" }))),
    );
    dialog.oncancel = answer(false);
    dialog.showModal();
  });
}
