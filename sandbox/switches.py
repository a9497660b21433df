"""The switches: what is installed, and what goes wrong on purpose."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FAULTS = {
    "http_500": "answers 500 before doing anything",
    "hang": "never answers, does nothing",
    "hang_after": "does it, never answers",
    "drop": "cuts the connection before doing anything",
    "drop_after": "does it, then cuts the connection",
    "internal_error": "answers internal_error, does nothing",
    "fatal_error": "answers fatal_error, though it did it",
    "ratelimited": "answers 429 with Retry-After: 1",
    "token_revoked": "answers token_revoked",
    "account_inactive": "answers account_inactive",
}

#: what a wide installation grants; a manifest narrows it to what it asks for
ALL_SCOPES = frozenset(
    {"app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "chat:write.public"}
    | {"commands", "files:read", "files:write", "groups:history", "groups:read", "groups:write", "im:history"}
    | {"im:read", "im:write", "mpim:history", "mpim:read", "mpim:write", "reactions:read", "reactions:write"}
    | {"team:read", "users:read", "users:read.email", "users.profile:read"}
)


@dataclass
class Switches:
    """Every one is off, or wide open, until set."""

    scopes: set[str] = field(default_factory=lambda: set(ALL_SCOPES))
    rate_limits: bool = False
    #: a posted message shows in history only so much later
    history_lag: timedelta = timedelta(0)
    #: an uploaded file can be shown in a message only so much later
    file_lag: timedelta = timedelta(0)
    #: how often each event is delivered
    deliveries: int = 1
    #: real time that every Web API call takes longer
    latency: timedelta = timedelta(0)
    #: whether the bot is told of its own messages, as Slack does
    echo: bool = True
    #: how long a message can be edited; None: for ever
    edit_window: timedelta | None = None
    #: channels, by id, where only admins may post
    restricted: set[str] = field(default_factory=set)
    faults: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))

    def fault(self, method: str, kind: str, times: int = 1) -> None:
        """Let the next `times` calls of `method` (`*`: of any) go wrong; the kinds are in FAULTS."""
        if kind not in FAULTS:
            raise ValueError(f"no such fault {kind!r}; there are {', '.join(FAULTS)}")
        self.faults[method].extend([kind] * times)

    def next_fault(self, method: str) -> str | None:
        for name in (method, "*"):
            if self.faults.get(name):
                return self.faults[name].popleft()
        return None


#: calls per minute, by Slack's tiers; what is not listed is tier 3
TIERS = {
    "conversations.list": 20,
    "users.list": 20,
    "apps.connections.open": 20,
    "conversations.members": 100,
    "conversations.info": 100,
    "users.info": 100,
    "views.open": 100,
    "views.push": 100,
    "views.update": 100,
    "views.publish": 100,
    "chat.postEphemeral": 100,
    "auth.test": 600,
    "chat.postMessage": 600,
}
TIER_3 = 50
POSTS_BURST = 3


class Pace:
    """Slack's rate limits: new messages about one a second per channel, every method by its tier."""

    def __init__(self) -> None:
        self._posts: dict[str, tuple[float, datetime]] = {}
        self._calls: dict[str, deque[datetime]] = defaultdict(deque)

    def wait(self, method: str, channel: str, now: datetime) -> int:
        """0 when the call may pass, else whole seconds to wait."""
        if method == "chat.postMessage" and (left := self._post(channel, now)):
            return left
        calls = self._calls[method]
        while calls and now - calls[0] >= timedelta(minutes=1):
            calls.popleft()
        if len(calls) >= TIERS.get(method, TIER_3):
            return max(1, int(60 - (now - calls[0]).total_seconds()))
        calls.append(now)
        return 0

    def _post(self, channel: str, now: datetime) -> int:
        """A short burst is let through, then one message a second."""
        debt, since = self._posts.get(channel, (0.0, now))
        debt = max(0.0, debt - (now - since).total_seconds())
        if debt > POSTS_BURST - 1:
            self._posts[channel] = (debt, now)
            return max(1, round(debt - POSTS_BURST + 1))
        self._posts[channel] = (debt + 1, now)
        return 0
