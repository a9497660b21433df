"""What a person sees, and what they can reach from there."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from sandbox import fields
from sandbox.cast import BOT_USER_ID, Member
from sandbox.handles import OpenView
from sandbox.interactions import Outcome
from sandbox.refusals import Json
from sandbox.sights import Answer, Message, View
from sandbox.surface import Control
from sandbox.workspace import Channel, Post

if TYPE_CHECKING:
    from sandbox.server import Sandbox


class Screen:
    """The workspace as one person sees it."""

    def __init__(self, member: Member, slack: Sandbox) -> None:
        self.member = member
        self.id = member.id
        self.name = member.first_name
        self._slack = slack
        self._workspace = slack.workspace

    def messages(self, channel: str) -> list[Message]:
        """Everything they see in a channel, replies and whispers to them included, oldest first."""
        place = self._place(channel)
        return [Message(each, self._workspace) for each in self._workspace.seen_by(self.id, place)]

    def direct_messages(self, *others: Screen) -> list[Message]:
        """Their direct messages with the bot, or the group messages they have with `others` and the bot."""
        wanted = {self.id, BOT_USER_ID, *(each.id for each in others)}
        for place in self._workspace.conversations_of(self.id):
            if place.is_direct and set(place.members) == wanted:
                return [Message(each, self._workspace) for each in self._workspace.seen_by(self.id, place)]
        return []

    def thread(self, message: Message) -> list[Message]:
        """The replies to a message that they see, oldest first, without the message itself."""
        there = self.messages(message.channel)
        return [each for each in there if each.thread_ts == (message.thread_ts or message.ts)]

    @property
    def views(self) -> list[View]:
        """The forms open on their screen, the topmost last."""
        return [View(each, self._workspace) for each in self._slack.handles.stack(self.id)]

    @property
    def home(self) -> View | None:
        """The app's home as last published for them."""
        found = self._slack.handles.homes.get(self.id)
        return View(found, self._workspace) if found else None

    async def _act(self, where: Post | OpenView, action: Json) -> Answer:
        return await self._doing(self._slack.interactions.act(self.member, where, action))

    async def _doing(self, outcome: Awaitable[Outcome], labels: dict[str, str] | None = None) -> Answer:
        """Wait for the outcome and look at what changed on the screen meanwhile."""
        stack = self._slack.handles.stack(self.id)
        before = [(each.id, each.hash) for each in stack]
        whispers = self._whispers()
        came = await outcome
        known = {each.ts for each in whispers}
        fresh = [each for each in self._whispers() if each.ts not in known]
        stack = self._slack.handles.stack(self.id)
        moved = bool(stack) and [(each.id, each.hash) for each in stack] != before
        view = View(stack[-1], self._workspace) if moved else None
        errors = {(labels or {}).get(block, block): said for block, said in came.errors.items()}
        return Answer(came.ack, fresh, view, False, errors)

    def _fill(self, where: Post | OpenView, control: Control, value: Any) -> Json:
        """Put a value into a field; returns the element's own field and what it holds now."""
        held = fields.held(control, value, self._identify, self._workspace.called)
        values = where.values if isinstance(where, OpenView) else where.state.setdefault(self.id, {})
        values.setdefault(control.block_id, {})[control.action_id] = {"type": control.kind, **held}
        return held

    def _identify(self, who: Any) -> str:
        """The id of a person or channel given as such, by name or by id."""
        if isinstance(who, Screen | Channel):
            return who.id
        member = self._workspace.named(str(who).removeprefix("@"))
        channel = self._workspace.channel_named(str(who))
        if member is None and channel is None:
            raise LookupError(f"there is nobody and no channel called {who!r}")
        return member.id if member else channel.id if channel else ""

    def _shortcut(self, name: str, kind: str) -> str:
        manifest = self._slack.manifest
        found = manifest.shortcut(name, kind) if manifest else None
        if found is None:
            there = [each.name for each in manifest.shortcuts if each.kind == kind] if manifest else []
            raise LookupError(f"there is no {kind} shortcut {name!r}; there are: {there}")
        return found.callback_id

    def _place(self, channel: str) -> Channel:
        """A conversation they can see. Raises LookupError."""
        found = self._slack.channel(channel)
        if not self._workspace.may_see(self.id, found):
            raise LookupError(f"{self.name} cannot see #{found.name}")
        return found

    def _talking(self, channel: str | None) -> Channel:
        """Where they type: a channel they can see, or the direct messages with the bot."""
        if channel is None:
            return self._workspace.direct([self.id, BOT_USER_ID])
        found = self._place(channel)
        if found.is_archived:
            raise LookupError(f"#{found.name} is archived: nobody can write there")
        return found

    def _where(self, on: Message | View) -> Post | OpenView:
        """What stands behind a message or view, if it is on this person's screen. Raises LookupError."""
        if isinstance(on, Message):
            self._must_see(on.post)
            return on.post
        self._must_be_open(on.open)
        return on.open

    def _must_see(self, post: Post) -> None:
        place = self._place(post.channel)
        if post not in self._workspace.seen_by(self.id, place):
            raise LookupError(f"{self.name} does not see that message (any more): {post.message.get('text')!r}")

    def _must_be_open(self, view: OpenView) -> None:
        here = [*self._slack.handles.stack(self.id), self._slack.handles.homes.get(self.id)]
        if view not in here:
            raise LookupError(f"{self.name} does not have this form open: {view.body.get('title')}")

    def _own(self, message: Message) -> Channel:
        self._must_see(message.post)
        if message.user != self.id:
            raise LookupError(f"{self.name} did not write {message.text!r}")
        return self._workspace.channels[message.channel]

    def _whispers(self) -> list[Message]:
        posts = (post for place in self._workspace.channels.values() for post in place.posts)
        return [Message(each, self._workspace) for each in posts if each.viewer == self.id]
