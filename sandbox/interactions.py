"""What people do, carried to the bot and back: the bot's answer has been applied when these return."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox import answering, events
from sandbox.caller import Caller
from sandbox.cast import BOT_USER_ID, Member
from sandbox.delivery import RETRIES, Ack, Courier
from sandbox.handles import Handles, OpenView
from sandbox.journal import Call
from sandbox.manifest import Manifest
from sandbox.payloads import Payloads
from sandbox.refusals import Json, SlackRefusal
from sandbox.subscriptions import subscribed
from sandbox.switches import Switches
from sandbox.wording import mentions_of, typed
from sandbox.workspace import Change, Channel, Post, Workspace


@dataclass(frozen=True)
class Outcome:
    """What came of it: the acknowledgement, the sentences by a form's fields (by block_id)."""

    ack: Ack
    errors: dict[str, str] = field(default_factory=dict)


class Interactions:
    """Deliveries to the bot, by person and place."""

    def __init__(
        self,
        workspace: Workspace,
        handles: Handles,
        switches: Switches,
        courier: Courier,
        caller: Callable[[Mapping[str, Any]], Caller],
        record: Callable[[Call], None],
        manifest: Manifest | None,
    ) -> None:
        self.workspace = workspace
        self.handles = handles
        self.switches = switches
        self.courier = courier
        self.payloads = Payloads(workspace, handles)
        self.manifest = manifest
        self._caller = caller
        self._record = record
        self._tasks: set[asyncio.Task[None]] = set()

    async def command(self, user: Member, channel: Channel, name: str, text: str) -> Outcome:
        """A slash command. A command that the manifest does not have never leaves Slack."""
        registered = self.manifest.command(name) if self.manifest else None
        if self.manifest is not None and registered is None:
            return Outcome(Ack(0, problem="invalid_command"))
        if registered is None or registered.should_escape:
            text = typed(text, self._person, self._channel, named=True)
        ack = await self.courier.carry("slash_commands", self.payloads.command(user, channel, name, text))
        if ack.problem is None and ack.body:
            caller = self._caller(answering.as_message(ack.body))
            return self._apply(
                "slash_commands", caller, ack, lambda: _nothing(answering.answer_command(caller, user.id, channel.id))
            )
        return Outcome(ack)

    async def act(self, user: Member, where: Post | OpenView, action: Json) -> Outcome:
        """A button pressed, an option picked: `action` is one entry of `actions`."""
        if isinstance(where, OpenView):
            payload = self.payloads.view_action(where, user, action)
        else:
            payload = self.payloads.message_action(user, self.workspace.channels[where.channel], where, action)
        return Outcome(await self.courier.carry("interactive", payload))

    async def submit(self, user: Member, view: OpenView) -> Outcome:
        """A form sent: when the bot does not acknowledge it, it stays open as it was."""
        ack = await self.courier.carry("interactive", self.payloads.submission(view, user))
        if ack.problem is not None:
            return Outcome(ack)
        caller = self._caller(ack.body if isinstance(ack.body, dict) else {"text": ack.body})
        return self._apply("view_submission", caller, ack, lambda: answering.answer_submission(caller, view))

    async def close(self, user: Member, view: OpenView, *, everything: bool = False) -> Outcome:
        """A form closed; the bot hears of it only where it asked to (`notify_on_close`)."""
        stack = self.handles.stack(user.id)
        gone = list(stack) if everything or view.body.get("clear_on_close") else [view]
        for each in gone:
            stack.remove(each)
        self.workspace.changed(Change("view", user=user.id))
        ack = Ack(200)
        for each in reversed(gone):
            if each.body.get("notify_on_close"):
                payload = self.payloads.closed(each, user, cleared=everything)
                ack = await self.courier.carry("interactive", payload)
        return Outcome(ack)

    async def shortcut(self, user: Member, callback_id: str) -> Outcome:
        return Outcome(await self.courier.carry("interactive", self.payloads.shortcut(user, callback_id)))

    async def message_shortcut(self, user: Member, post: Post, callback_id: str) -> Outcome:
        channel = self.workspace.channels[post.channel]
        payload = self.payloads.message_shortcut(user, channel, post, callback_id)
        return Outcome(await self.courier.carry("interactive", payload))

    async def suggest(self, user: Member, where: Post | OpenView, block: str, action: str, value: str) -> Outcome:
        payload = self.payloads.suggestion(user, where, block, action, value)
        return Outcome(await self.courier.carry("interactive", payload))

    async def say(self, user: Member, channel: Channel, text: str, thread_ts: str | None = None) -> Post:
        """Something said; the bot hears of it where it is a member."""
        body: Json = {"user": user.id, "text": self.typed(text)}
        body["client_msg_id"] = self.workspace.mint("m").lower()
        if thread_ts:
            root = next((each for each in channel.posts if each.ts == thread_ts), None)
            body |= {"thread_ts": thread_ts, **({"parent_user_id": root.message["user"]} if root else {})}
        made = self.workspace.post(channel, body)
        told = [events.message(made, channel)]
        if BOT_USER_ID in mentions_of(made.message["text"]) and not channel.is_direct:
            told.append(events.app_mention(made, channel))
        await asyncio.gather(*(self.event(each, channel) for each in told))
        return made

    def typed(self, text: str) -> str:
        """What somebody typed, as Slack keeps it."""
        return typed(text, self._person, self._channel)

    async def event(self, event: Json, channel: Channel | None = None) -> None:
        """Tell the bot, if it subscribed, may know and is there; returns after the first try and the one at once.

        What is still not acknowledged is tried again after 1 and 5 minutes of the workspace's clock.
        """
        if not subscribed(event, channel, self.manifest, self.switches.scopes):
            return
        payload = self.payloads.event(event, channel)
        tries = (self._deliver(payload) for _ in range(max(1, self.switches.deliveries)))
        await asyncio.gather(*tries)

    def announce(self, event: Json, channel: Channel | None) -> None:
        """Tell the bot of something it did itself, without anybody waiting."""
        if self.switches.echo:
            self._spawn(self.event(event, channel))

    async def stop(self) -> None:
        """Give up what is still to be delivered."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _deliver(self, payload: Json) -> None:
        ack = await self.courier.carry("events_api", payload)
        if _settled(ack):
            return
        ack = await self.courier.carry("events_api", payload, (1, _reason(ack)))
        if not _settled(ack):
            self._spawn(self._again(payload, ack))

    async def _again(self, payload: Json, ack: Ack) -> None:
        start = self.workspace.clock.now()
        for number, (after, _) in enumerate(RETRIES[1:], start=2):
            await self.courier.clock.reach(start + after)
            ack = await self.courier.carry("events_api", payload, (number, _reason(ack)))
            if _settled(ack):
                return

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _apply(self, kind: str, caller: Caller, ack: Ack, answer: Callable[[], dict[str, str]]) -> Outcome:
        """Apply an acknowledgement's answer; what Slack could not do with it is written down as refused."""
        arguments = caller.arguments.json()
        now = self.workspace.clock.now()
        try:
            errors = answer()
        except SlackRefusal as refusal:
            self._record(Call(f"ack of {kind}", arguments, refusal.answer(), now))
            return Outcome(Ack(ack.status, ack.body, refusal.error))
        self._record(Call(f"ack of {kind}", arguments, {"ok": True}, now))
        return Outcome(ack, errors)

    def _person(self, name: str) -> str | None:
        found = self.workspace.named(name)
        return found.id if found else None

    def _channel(self, name: str) -> str | None:
        found = self.workspace.channel_named(name)
        return found.id if found and found.kind == "channel" else None


def _nothing(_: Post | None) -> dict[str, str]:
    return {}


def _settled(ack: Ack) -> bool:
    return ack.status == 200 or ack.no_retry


def _reason(ack: Ack) -> str:
    return {504: "timeout", 503: "connection_failed"}.get(ack.status, "http_error")
