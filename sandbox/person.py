"""A person at their screen: they use what they see by the words on it."""

from __future__ import annotations

from typing import Any

from sandbox import events, fields, surface
from sandbox.cast import BOT_USER_ID
from sandbox.delivery import Ack
from sandbox.handles import STATE, OpenView
from sandbox.payloads import action_of
from sandbox.refusals import Json
from sandbox.screen import Screen
from sandbox.sights import Answer, Message, View
from sandbox.workspace import Change, Post


class Person(Screen):
    """Each doing waits until the bot acknowledged it. What comes later: `await slack.wait_for(…)`."""

    # what they say and type

    async def says(self, text: str, channel: str | None = None, thread: Message | None = None) -> Message:
        """Say something in a channel, in the thread of a message, or (channel left out) to the bot directly."""
        place = self._talking(channel or (thread.channel if thread else None))
        root = (thread.thread_ts or thread.ts) if thread else None
        post = await self._slack.interactions.say(self.member, place, text, root)
        return Message(post, self._workspace)

    async def command(self, name: str, text: str = "", channel: str | None = None) -> Answer:
        """Type a slash command, in a channel or (left out) in the direct messages with the bot."""
        place = self._talking(channel)
        return await self._doing(self._slack.interactions.command(self.member, place, name, text.strip()))

    async def shortcut(self, name: str, callback_id: str | None = None) -> Answer:
        """Choose a global shortcut by its name in the manifest (or by `callback_id`)."""
        wanted = callback_id or self._shortcut(name, "global")
        return await self._doing(self._slack.interactions.shortcut(self.member, wanted))

    async def message_shortcut(self, name: str, message: Message, callback_id: str | None = None) -> Answer:
        """Choose a message shortcut by its name in the manifest (or by `callback_id`)."""
        self._must_see(message.post)
        wanted = callback_id or self._shortcut(name, "message")
        return await self._doing(self._slack.interactions.message_shortcut(self.member, message.post, wanted))

    async def opens_home(self) -> View:
        """Open the app's home. Returns it as published since, or as it was when the bot publishes nothing."""
        before = self._slack.handles.homes.get(self.id)
        was = before.hash if before else None
        await self.visits_home()

        def published() -> bool:
            home = self._slack.handles.homes.get(self.id)
            return home is not None and home.hash != was

        await self._slack.wait_for(published, f"for a home for {self.name}")
        return View(self._slack.handles.homes[self.id], self._workspace)

    async def visits_home(self, tab: str = "home") -> None:
        """Open the app (`tab`: home or messages) without waiting for what it shows."""
        place = self._workspace.direct([self.id, BOT_USER_ID])
        home = self._slack.handles.homes.get(self.id)
        shown = home.as_slack() if home else None
        event = events.home_opened(self.id, place, tab, shown, self._workspace.next_ts())
        await self._slack.interactions.event(event, place)

    # what they press and choose

    async def press(self, label: str, on: Message | View, block: str | None = None) -> Answer:
        """Press the button that reads exactly `label`; `block` says which block when several have one."""
        where = self._where(on)
        control = surface.find_button(on.blocks, label, self._workspace.called, block)
        return await self._act(where, action_of(control.element, control.block_id, self._workspace.next_ts()))

    async def press_raw(
        self, action_id: str, value: str | None, on: Message | View, block_id: str = "forged", **more: Any
    ) -> Answer:
        """Press a button that may not be there: what a forged request would carry."""
        element: Json = {
            "type": "button",
            "action_id": action_id,
            "text": {"type": "plain_text", "text": "forged", "emoji": True},
        }
        if value is not None:
            element["value"] = value
        where: Post | OpenView = on.post if isinstance(on, Message) else on.open
        return await self._act(where, action_of(element, block_id, self._workspace.next_ts()) | more)

    async def choose(self, label: str, what: Any, on: Message | View, block: str | None = None) -> Answer:
        """Choose in a select, picker, menu or group of boxes that acts at once; found by label or placeholder."""
        where = self._where(on)
        control = surface.find_control(on.blocks, label, self._workspace.called, block)
        if control.kind == "overflow":
            option = control.option(str(what), self._workspace.called)
            if option is None:
                raise LookupError(f"the menu has no {what!r}; there are: {control.options}")
            picked: Json = {"selected_option": option}
        else:
            picked = self._fill(where, control, what)
        if control.block["type"] == "input" and not control.block.get("dispatch_action"):
            raise LookupError(f"{label!r} only fills in: nothing is sent until the form is (use fill)")
        action = action_of(control.element, control.block_id, self._workspace.next_ts(), picked)
        return await self._act(where, action)

    async def use(self, on: Message | View, block_id: str, action_id: str, picked: Json) -> Answer:
        """Use the element with these ids; `picked` is its own field and what it holds now ({} for a button)."""
        where = self._where(on)
        for control in surface.controls(on.blocks, self._workspace.called):
            if (control.block_id, control.action_id) == (block_id, action_id):
                if control.kind in STATE:
                    values = where.values if isinstance(where, OpenView) else where.state.setdefault(self.id, {})
                    values.setdefault(block_id, {})[action_id] = {"type": control.kind, **picked}
                action = action_of(control.element, block_id, self._workspace.next_ts(), picked)
                return await self._act(where, action)
        raise LookupError(f"there is nothing called {block_id} / {action_id} here")

    # forms

    async def fill(self, view: View, values: dict[str, Any]) -> Answer | None:
        """Fill in fields by their labels; fields that act at once do. Returns the last such answer."""
        answer = None
        for label, value in values.items():
            control = surface.find_control(view.blocks, label, self._workspace.called)
            picked = self._fill(view.open, control, value)
            if control.block["type"] != "input" or control.block.get("dispatch_action"):
                action = action_of(control.element, control.block_id, self._workspace.next_ts(), picked)
                answer = await self._act(view.open, action)
        return answer

    async def submit(self, view: View, values: dict[str, Any] | None = None) -> Answer:
        """Send a form, filled in with `values` first. What Slack itself would not send is not sent."""
        if values:
            await self.fill(view, values)
        self._must_be_open(view.open)
        labels = {block["block_id"]: block["label"]["text"] for block in view.blocks if block["type"] == "input"}
        complaints = fields.complaints(view.open, self._workspace.called)
        if complaints:
            return Answer(Ack(0), view=view, errors={labels[each]: said for each, said in complaints.items()})
        answer = await self._doing(self._slack.interactions.submit(self.member, view.open), labels)
        gone = view.open not in self._slack.handles.stack(self.id)
        return Answer(answer.ack, answer.whispers, answer.view, gone, answer.errors)

    async def close(self, view: View, everything: bool = False) -> Answer:
        """Close a form without sending it."""
        self._must_be_open(view.open)
        outcome = await self._slack.interactions.close(self.member, view.open, everything=everything)
        return Answer(outcome.ack, closed=True)

    async def reacts(self, emoji: str, message: Message) -> None:
        """Add a reaction to a message, or take theirs away again."""
        self._must_see(message.post)
        place, ts = self._workspace.channels[message.channel], self._workspace.next_ts()
        added = self._workspace.react(message.post, self.id, emoji, add=True)
        if not added:
            self._workspace.react(message.post, self.id, emoji, add=False)
        what = "reaction_added" if added else "reaction_removed"
        event = events.reaction(what, self.id, emoji, message.post, place, ts)
        await self._slack.interactions.event(event, place)

    async def edits(self, message: Message, text: str) -> None:
        """Change the words of a message they wrote."""
        place, ts = self._own(message), self._workspace.next_ts()
        message.post.message |= {"text": self._slack.interactions.typed(text), "edited": {"user": self.id, "ts": ts}}
        self._workspace.changed(Change("updated", place.id, message.ts))
        await self._slack.interactions.event(events.message_changed(message.post, place, ts), place)

    async def deletes(self, message: Message) -> None:
        """Delete a message they wrote."""
        place, ts = self._own(message), self._workspace.next_ts()
        self._workspace.remove(place, message.post)
        await self._slack.interactions.event(events.message_deleted(message.post, place, ts), place)
