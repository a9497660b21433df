"""What somebody does on the page, by name: the same deeds that tests drive, found by id instead of words."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sandbox import fields
from sandbox.refusals import Json
from sandbox.sights import Answer, Message, View
from sandbox.workspace import Change, Post

if TYPE_CHECKING:
    from sandbox.person import Person
    from sandbox.server import Sandbox

MORNING = 9


class Deeds:
    """Each takes what the page sent and returns what it needs to know; errors are LookupError or ValueError."""

    def __init__(self, slack: "Sandbox") -> None:
        self._slack = slack
        self._read: dict[str, dict[str, str]] = {}
        self._deeds: dict[str, Callable[[Person, Json], Awaitable[Json]]] = {
            "say": self._say,
            "command": self._command,
            "use": self._use,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "shortcut": self._shortcut,
            "message_shortcut": self._message_shortcut,
            "react": self._react,
            "join": self._join,
            "read": self._mark_read,
            "clock": self._clock,
        }

    async def do(self, deed: str, given: Any) -> Json:
        if deed not in self._deeds or not isinstance(given, dict):
            raise LookupError(f"there is no deed {deed!r}")
        return await self._deeds[deed](self._slack.person(str(given.get("as"))), given)

    def read_by(self, user: str) -> dict[str, str]:
        """The last message that person read, by conversation."""
        return self._read.setdefault(user, {})

    async def _say(self, person: "Person", given: Json) -> Json:
        thread = self._message(given, "thread_ts") if given.get("thread_ts") else None
        await person.says(str(given["text"]), channel=given["channel"], thread=thread)
        return {}

    async def _command(self, person: "Person", given: Json) -> Json:
        return _told(await person.command(given["name"], given.get("text", ""), channel=given["channel"]))

    async def _use(self, person: "Person", given: Json) -> Json:
        on = self._view(person, given) if given.get("view") else self._message(given)
        if isinstance(on, View):
            self._take(on, given)
        return _told(await person.use(on, given["block_id"], given["action_id"], given.get("picked", {})))

    async def _suggest(self, person: "Person", given: Json) -> Json:
        where = self._view(person, given).open if given.get("view") else self._message(given).post
        interactions = self._slack.interactions
        outcome = await interactions.suggest(
            person.member, where, given["block_id"], given["action_id"], given.get("value", "")
        )
        body = outcome.ack.body if isinstance(outcome.ack.body, dict) else {}
        groups = [each for group in body.get("option_groups", []) for each in group["options"]]
        return {"problem": outcome.ack.problem, "options": [*body.get("options", []), *groups]}

    async def _submit(self, person: "Person", given: Json) -> Json:
        view = self._view(person, given)
        self._take(view, given)
        complaints = fields.complaints(view.open, self._slack.workspace.called)
        if complaints:
            return {"problem": None, "errors": complaints}
        outcome = await self._slack.interactions.submit(person.member, view.open)
        return {"problem": outcome.ack.problem, "errors": outcome.errors}

    async def _close(self, person: "Person", given: Json) -> Json:
        if all(each.id != given["view"] for each in person.views):
            return {}  # it is closed: pressed twice, or the bot was quicker
        return _told(await person.close(self._view(person, given), everything=bool(given.get("everything"))))

    async def _home(self, person: "Person", given: Json) -> Json:
        await person.visits_home(str(given.get("tab", "home")))
        return {}

    async def _shortcut(self, person: "Person", given: Json) -> Json:
        return _told(await person.shortcut("", callback_id=given["id"]))

    async def _message_shortcut(self, person: "Person", given: Json) -> Json:
        return _told(await person.message_shortcut("", self._message(given), callback_id=given["id"]))

    async def _react(self, person: "Person", given: Json) -> Json:
        await person.reacts(str(given["name"]), self._message(given))
        return {}

    async def _join(self, person: "Person", given: Json) -> Json:
        await self._slack.add_to_channel(person.id, str(given["channel"]))
        return {}

    async def _mark_read(self, person: "Person", given: Json) -> Json:
        self.read_by(person.id)[str(given["channel"])] = str(given["ts"])
        self._slack.workspace.changed(Change("read", user=person.id))
        return {}

    async def _clock(self, person: "Person", given: Json) -> Json:
        if given.get("to") == "morning":
            now = self._slack.clock.now()
            await self._slack.pass_time(_next_morning(now, person.member.tz) - now)
        else:
            await self._slack.pass_time(timedelta(hours=float(given["hours"])))
        return {}

    def _message(self, given: Json, name: str = "ts") -> Message:
        channel = self._slack.channel(str(given["channel"]))
        post: Post | None = self._slack.workspace.find(channel, str(given[name]))
        if post is None:
            raise LookupError("that message is gone")
        return Message(post, self._slack.workspace)

    def _view(self, person: "Person", given: Json) -> View:
        for each in [*person.views, *([person.home] if person.home else [])]:
            if each.id == given["view"]:
                return each
        raise LookupError("that form is not open any more")

    def _take(self, view: View, given: Json) -> None:
        """What was filled in on the page so far, where the form has such a field."""
        for block, actions in given.get("values", {}).items():
            for action, held in actions.items():
                kept = view.open.values.get(block, {}).get(action)
                if kept is not None:
                    kept |= {name: value for name, value in held.items() if name in kept and name != "type"}


def _told(answer: Answer) -> Json:
    return {"problem": answer.problem, "errors": answer.errors}


def _next_morning(now: datetime, zone: str) -> datetime:
    """The next 09:00 in that zone."""
    local = now.astimezone(ZoneInfo(zone))
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)
