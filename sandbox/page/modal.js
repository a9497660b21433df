// The form on top of the stack. What was filled in stays while the bot changes the form around it.
import { byId, el, toast } from "./dom.js";
import { blocks } from "./blocks.js";
import { act, state } from "./live.js";

const dialog = byId("modal");
let shown = { id: null, hash: null, values: {}, errors: {} };

export function showModal() {
  const view = state.snap.views.at(-1);
  if (!view) {
    shown = { id: null, hash: null, values: {}, errors: {} };
    if (dialog.open) dialog.close();
    return;
  }
  if (view.id === shown.id && view.hash === shown.hash) return;
  const values = structuredClone(view.state.values);
  if (view.id === shown.id) keepFilledIn(values);
  shown = { id: view.id, hash: view.hash, values, errors: {} };
  draw(view);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[autofocus], .block input, .block select, .block textarea")?.focus();
}

function keepFilledIn(values) {
  for (const [block, actions] of Object.entries(values)) {
    for (const [action, held] of Object.entries(actions)) {
      const local = shown.values[block]?.[action];
      if (local && local.type === held.type) actions[action] = local;
    }
  }
}

function draw(view) {
  const surface = {
    key: view.id,
    values: shown.values,
    errors: shown.errors,
    keep: (block, part, held) => Object.assign((shown.values[block.block_id] ??= {})[part.action_id] ??= { type: part.type }, held),
    use: (block, part, picked) =>
      act("use", { view: view.id, values: shown.values, block_id: block.block_id, action_id: part.action_id, picked }),
    suggest: async (block, part, value) =>
      (await act("suggest", { view: view.id, block_id: block.block_id, action_id: part.action_id, value }))?.options ?? [],
  };
  const back = state.snap.views.length > 1;
  const close = () => act("close", { view: view.id });
  const submit = async (event) => {
    event.preventDefault();
    send?.setAttribute("aria-busy", "true");
    const answer = await act("submit", { view: view.id, values: shown.values });
    send?.removeAttribute("aria-busy");
    if (answer && Object.keys(answer.errors ?? {}).length && shown.id === view.id) complain(view, answer.errors);
    else if (answer?.problem) toast("We had some trouble connecting. Try again?");
  };
  const send = view.submit && el("button", { class: "button primary", type: "submit" }, view.submit.text);
  dialog.replaceChildren(el("form", { class: "modal-form", novalidate: true, "aria-labelledby": "modal-title", on: { submit } },
    el("header", { class: "modal-head" },
      back && el("button", { type: "button", class: "icon-button", "aria-label": "Back", on: { click: close } }, "‹"),
      el("h2", { id: "modal-title" }, view.title.text),
      el("button", { type: "button", class: "icon-button", "aria-label": "Close", on: { click: () => act("close", { view: view.id, everything: true }) } }, "✕")),
    el("div", { class: "modal-body" }, blocks(view.blocks, surface)),
    el("footer", { class: "dialog-foot" },
      el("button", { type: "button", class: "button", on: { click: close } }, view.close?.text ?? (view.submit ? "Cancel" : "Close")),
      send)));
}

function complain(view, errors) {
  shown.errors = errors;
  draw(view);
  dialog.querySelector(".wrong input, .wrong select, .wrong textarea")?.focus();
}

dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  if (shown.id) act("close", { view: shown.id });
});
