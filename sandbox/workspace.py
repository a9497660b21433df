"""The workspace itself: people, conversations, messages. No protocol here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from bot.clock import Clock
from sandbox import cast
from sandbox.cast import Member
from sandbox.refusals import Json, SlackRefusal

KINDS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


@dataclass
class Post:
    """A message as Slack would return it; `viewer` is set when only that person sees it."""

    channel: str
    message: Json
    since: datetime
    viewer: str | None = None
    #: what each person picked in the message's selects and pickers, by user, block and action
    state: dict[str, dict[str, dict[str, Json]]] = field(default_factory=dict)

    @property
    def ts(self) -> str:
        return str(self.message["ts"])

    @property
    def thread_ts(self) -> str | None:
        """The ts of the thread it replies in; None for a message that starts one or stands alone."""
        root = self.message.get("thread_ts")
        return str(root) if root and root != self.ts else None


@dataclass
class Channel:
    """A conversation: `kind` is channel, group, im or mpim as in Slack's `channel_type`."""

    id: str
    name: str
    kind: str
    members: list[str]
    created: datetime
    creator: str
    topic: str = ""
    is_archived: bool = False
    is_ext_shared: bool = False
    posts: list[Post] = field(default_factory=list)

    @property
    def is_direct(self) -> bool:
        return self.kind in ("im", "mpim")


@dataclass(frozen=True)
class Change:
    """Something people can see changed; `user` is set when only that person sees it."""

    kind: str
    channel: str | None = None
    ts: str | None = None
    user: str | None = None


class Workspace:
    """Everything that is remembered. Asks `clock` for the time and tells `watchers` what changed."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.members: dict[str, Member] = {each.id: each for each in cast.members()}
        self.bot = self.members[cast.BOT_USER_ID]
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, Json] = {}
        self.watchers: list[Callable[[Change], None]] = []
        self._serial = count(1)
        self._last_ts = 0
        for place in cast.places():
            self._furnish(place)

    def changed(self, change: Change) -> None:
        for told in list(self.watchers):
            told(change)

    def mint(self, kind: str) -> str:
        """A fresh identifier in Slack's shape, such as `C09000000A1`."""
        return f"{kind}09{next(self._serial):08X}"

    def next_ts(self) -> str:
        """A message's name: the time in microseconds, never the same twice."""
        now = int(self.clock.now().timestamp() * 1_000_000)
        self._last_ts = max(now, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def member(self, identity: str) -> Member | None:
        return self.members.get(identity)

    def named(self, name: str) -> Member | None:
        """The person with this sign-in, first or full name, whatever the case."""
        wanted = name.lower()
        for each in self.members.values():
            if wanted in (each.name, each.first_name.lower(), each.real_name.lower(), each.id.lower()):
                return each
        return None

    def channel_named(self, name: str) -> Channel | None:
        """The channel with this name or id."""
        wanted = name.removeprefix("#")
        found = self.channels.get(wanted)
        return found or next((each for each in self.channels.values() if each.name == wanted), None)

    def called(self, identity: str) -> str:
        """The words for a user or channel id, as people read them."""
        if identity in self.members:
            return self.members[identity].first_name
        return self.channels[identity].name if identity in self.channels else identity

    def may_see(self, user: str, channel: Channel) -> bool:
        """Members see their conversations; full members see every public channel."""
        if user in channel.members:
            return True
        return channel.kind == "channel" and not self.members[user].is_guest

    def seen_by(self, user: str, channel: Channel) -> list[Post]:
        """What that person sees in a conversation, oldest first, replies included."""
        return [each for each in channel.posts if each.viewer in (None, user)]

    def find(self, channel: Channel, ts: str) -> Post | None:
        return next((each for each in channel.posts if each.ts == ts), None)

    def root(self, channel: Channel, ts: str) -> Post:
        """The message a thread hangs on. Raises thread_not_found."""
        found = self.find(channel, ts)
        if found is None or found.viewer is not None:
            raise SlackRefusal("thread_not_found")
        return found

    def direct(self, users: list[str]) -> Channel:
        """The direct (two) or group (more) conversation of exactly these people, opened when there is none."""
        kind = "im" if len(users) <= 2 else "mpim"
        for each in self.channels.values():
            if each.kind == kind and set(each.members) == set(users):
                return each
        names = "--".join(self.members[user].name for user in users)
        name = f"mpdm-{names}-1" if kind == "mpim" else "directmessage"
        identity = self.mint("D" if kind == "im" else "C")
        self.channels[identity] = Channel(identity, name, kind, list(users), self.clock.now(), users[0])
        self.changed(Change("channel", identity))
        return self.channels[identity]

    def post(self, channel: Channel, message: Json, viewer: str | None = None) -> Post:
        """Add a message: `ts` is given here, and the thread it belongs to is counted up."""
        body: Json = {"type": "message", **message, "ts": self.next_ts(), "team": cast.TEAM_ID}
        made = Post(channel.id, body, self.clock.now(), viewer)
        channel.posts.append(made)
        if made.thread_ts and viewer is None:
            self.recount(channel, made.thread_ts)
        self.changed(Change("message", channel.id, made.ts, viewer))
        return made

    def remove(self, channel: Channel, post: Post) -> None:
        channel.posts.remove(post)
        if post.thread_ts:
            self.recount(channel, post.thread_ts)
        self.changed(Change("deleted", channel.id, post.ts, post.viewer))

    def recount(self, channel: Channel, root_ts: str) -> None:
        """Keep on a thread's first message what Slack keeps there about its replies."""
        root = self.find(channel, root_ts)
        if root is None:
            return
        replies = [each for each in channel.posts if each.thread_ts == root_ts and each.viewer is None]
        root.message |= {
            "thread_ts": root_ts,
            "reply_count": len(replies),
            "reply_users": list(dict.fromkeys(each.message["user"] for each in replies)),
            "latest_reply": replies[-1].ts if replies else root_ts,
        }

    def react(self, post: Post, user: str, name: str, *, add: bool) -> bool:
        """Add or take away somebody's reaction; False when it was so already."""
        reactions: list[Json] = post.message.setdefault("reactions", [])
        entry = next((each for each in reactions if each["name"] == name), None)
        if add == (entry is not None and user in entry["users"]):
            return False
        if entry is None:
            entry = {"name": name, "users": [], "count": 0}
            reactions.append(entry)
        (entry["users"].append if add else entry["users"].remove)(user)
        entry["count"] = len(entry["users"])
        if not entry["users"]:
            reactions.remove(entry)
        self.changed(Change("updated", post.channel, post.ts))
        return True

    def tz_offset(self, member: Member) -> int:
        """Seconds east of UTC, now."""
        offset = self.clock.now().astimezone(ZoneInfo(member.tz)).utcoffset()
        return int(offset.total_seconds()) if offset else 0

    def conversations_of(self, user: str) -> Iterator[Channel]:
        return (each for each in self.channels.values() if user in each.members)

    def _furnish(self, place: cast.Place) -> None:
        ids = [self._id(name) for name in place.members]
        kind = "group" if place.is_private else "channel"
        channel = Channel(place.id, place.name, kind, ids, self.clock.now(), ids[0], place.topic, place.is_archived)
        self.channels[place.id] = channel
        for name, text in place.said:
            self.post(channel, {"user": self._id(name), "text": text})

    def _id(self, name: str) -> str:
        found = self.named(name)
        assert found is not None
        return found.id
