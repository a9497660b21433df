"""What administrators and mishaps do to a workspace: the switches that tests and the page turn."""

from datetime import datetime, timedelta

from sandbox import events
from sandbox.cast import BOT_USER_ID, Member
from sandbox.delivery import Courier, Http, SocketMode
from sandbox.interactions import Interactions
from sandbox.sockets import Sockets
from sandbox.switches import Switches
from sandbox.workspace import Change, Channel, Workspace


class Administration:
    """Switches by name, and what happens to people and channels; the bot is told as Slack tells it."""

    workspace: Workspace
    switches: Switches
    interactions: Interactions
    courier: Courier
    sockets: Sockets

    @property
    def delivery(self) -> SocketMode | Http:
        """How payloads reach the bot."""
        return self.courier.delivery

    @delivery.setter
    def delivery(self, way: SocketMode | Http) -> None:
        self.courier.delivery = way

    @property
    def scopes(self) -> set[str]:
        """What the installation granted; change it in place or set it."""
        return self.switches.scopes

    @scopes.setter
    def scopes(self, scopes: set[str]) -> None:
        self.switches.scopes = set(scopes)

    @property
    def rate_limits(self) -> bool:
        return self.switches.rate_limits

    @rate_limits.setter
    def rate_limits(self, on: bool) -> None:
        self.switches.rate_limits = on

    @property
    def history_lag(self) -> timedelta:
        """How much later a posted message shows in history."""
        return self.switches.history_lag

    @history_lag.setter
    def history_lag(self, lag: timedelta) -> None:
        self.switches.history_lag = lag

    @property
    def deliveries(self) -> int:
        """How often each event is delivered, under one event_id; see `envelope_copies` for sockets."""
        return self.switches.deliveries

    @deliveries.setter
    def deliveries(self, times: int) -> None:
        self.switches.deliveries = times

    @property
    def envelope_copies(self) -> int:
        """Over how many connections each Socket Mode envelope goes, interactions too, under one envelope_id."""
        return self.sockets.copies

    @envelope_copies.setter
    def envelope_copies(self, copies: int) -> None:
        self.sockets.copies = copies

    @property
    def latency(self) -> timedelta:
        """Real time that every Web API call takes longer."""
        return self.switches.latency

    @latency.setter
    def latency(self, latency: timedelta) -> None:
        self.switches.latency = latency

    def fault(self, method: str, kind: str, times: int = 1) -> None:
        """Let the next `times` calls of `method` go wrong; the kinds are in `switches.FAULTS`.

        `response_url` is a method here, and `*` means any.
        """
        self.switches.fault(method, kind, times)

    def close_socket(self, number: int = 0) -> None:
        """Cut a Socket Mode connection without a word; `number` counts the open ones from 0."""
        self.sockets.cut(number)

    async def refresh_socket(self, number: int = 0) -> None:
        """Ask a connection to make way, as Slack does every few hours."""
        await self.sockets.refresh(number)

    async def remove_from_channel(self, who: str, channel: str) -> None:
        """Take somebody, or the bot (`Countersign`), out of a channel."""
        member, place = self._who(who), self._where(channel)
        place.members.remove(member.id)
        self.workspace.changed(Change("channel", place.id))
        ts = self.workspace.next_ts()
        event = events.bot_left(place, ts) if member.id == BOT_USER_ID else events.member_left(member.id, place, ts)
        await self.interactions.event(event, place)

    async def add_to_channel(self, who: str, channel: str) -> None:
        """Put somebody, or the bot, into a channel."""
        member, place = self._who(who), self._where(channel)
        if member.id not in place.members:
            place.members.append(member.id)
        self.workspace.changed(Change("channel", place.id))
        event = events.member_joined(member.id, place, self.workspace.next_ts())
        await self.interactions.event(event, place)

    async def archive(self, channel: str) -> None:
        place = self._where(channel)
        place.is_archived = True
        await self._tell(place, "archive")

    async def unarchive(self, channel: str) -> None:
        place = self._where(channel)
        place.is_archived = False
        await self._tell(place, "unarchive")

    async def rename(self, channel: str, name: str) -> None:
        place = self._where(channel)
        place.name = name
        ts = self.workspace.next_ts()
        event = events.about_channel("rename", place, ts)
        event["channel"] = {"id": place.id, "name": name, "created": int(place.created.timestamp())}
        self.workspace.changed(Change("channel", place.id))
        await self.interactions.event(event, place)

    async def share(self, channel: str, *, now: bool = True) -> None:
        """Share a channel with another organisation, or stop sharing it."""
        place = self._where(channel)
        place.is_ext_shared = now
        self.workspace.changed(Change("channel", place.id))
        await self.interactions.event(events.shared(place, self.workspace.next_ts(), now=now), place)

    async def change_id(self, channel: str) -> str:
        """Give a channel another id, as Slack may when sharing starts or ends; returns the new one."""
        place = self._where(channel)
        old, new = place.id, self.workspace.mint("C")
        del self.workspace.channels[old]
        place.id = new
        for post in place.posts:
            post.channel = new
        self.workspace.channels[new] = place
        self.workspace.changed(Change("channel", new))
        await self.interactions.event(events.id_changed(old, new, self.workspace.next_ts()), place)
        return new

    def meet(self, name: str, *, stranger: bool = False) -> str:
        """Somebody new: a guest of the workspace, or a member of another organisation. Returns their id."""
        identity = self.workspace.mint("U")
        given = {"is_stranger": True, "team_id": "T0ACME"} if stranger else {"is_restricted": True}
        self.workspace.members[identity] = Member(identity, name.lower(), f"{name} Newcomer", **given)
        return identity

    async def set_guest(self, who: str, guest: bool) -> None:
        """Make somebody a guest, or a full member."""
        member = self._who(who)
        member.is_restricted = guest
        await self._changed(member)

    async def deactivate(self, who: str) -> None:
        """Somebody left the company."""
        member = self._who(who)
        member.deleted = True
        await self._changed(member)

    async def set_status(self, who: str, status: str, emoji: str = "", until: datetime | None = None) -> None:
        """Somebody set their status, such as "On holiday", with an emoji such as ":palm_tree:"."""
        member = self._who(who)
        member.status, member.status_emoji = status, emoji
        member.status_until = int(until.timestamp()) if until is not None else 0
        await self._changed(member)

    async def set_zone(self, who: str, tz: str) -> None:
        """Somebody moved to another time zone (IANA)."""
        member = self._who(who)
        member.tz = tz
        await self._changed(member)

    async def uninstall(self) -> None:
        """The app is removed: the bot hears of it twice, as from Slack."""
        ts = self.workspace.next_ts()
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER_ID]}, "event_ts": ts}
        await self.interactions.event(revoked)
        await self.interactions.event({"type": "app_uninstalled", "event_ts": ts})

    async def _changed(self, member: Member) -> None:
        user = member.as_slack(self.workspace.tz_offset(member), email="users:read.email" in self.scopes)
        self.workspace.changed(Change("member", user=member.id))
        await self.interactions.event(events.user_changed(user, self.workspace.next_ts()))

    async def _tell(self, place: Channel, what: str) -> None:
        self.workspace.changed(Change("channel", place.id))
        event = events.about_channel(what, place, self.workspace.next_ts(), user=place.creator)
        await self.interactions.event(event, place)

    def _who(self, name: str) -> Member:
        found = self.workspace.named(name)
        if found is None:
            raise LookupError(f"nobody here is called {name!r}")
        return found

    def _where(self, name: str) -> Channel:
        found = self.workspace.channel_named(name)
        if found is None:
            raise LookupError(f"there is no channel {name!r}")
        return found
