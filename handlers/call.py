"""One thing that somebody typed or chose, however it came in: a slash command, a mention, a direct message, a button.

A command is a function `async (call) -> Message | None`: the answer for that person alone, or None when a form opened.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, TypedDict, TypeVar

from slack_sdk.errors import SlackApiError

from bot.errors import NotFound
from bot.services import receipts
from bot.views import ids
from bot.views.blocks import Block, Message, Raw, actions, button, section
from handlers.deps import Deps
from handlers.payloads import Place
from models.enums import Pace

P = ParamSpec("P")
T = TypeVar("T")


class Actor(TypedDict):
    """What a service that changes something is told of whoever acts."""

    team_id: str
    actor_id: str
    now: datetime


class Reader(TypedDict):
    """What a service that reads something is told of whoever asks."""

    team_id: str
    user_id: str


@dataclass(frozen=True)
class Call:
    """Who said what where, and the means to act on it."""

    deps: Deps
    place: Place
    text: str
    now: datetime
    #: The delivery's key, where Slack may deliver it twice (events): what is done is done once for it.
    receipt: str | None = None
    #: A project that was picked by a button, so that the text need not name it.
    project_id: int | None = None

    @property
    def team_id(self) -> str:
        return self.place.team_id

    @property
    def user_id(self) -> str:
        return self.place.user_id

    @property
    def actor(self) -> Actor:
        """For services that change something: `call.do(service, …, **call.actor)`."""
        return {"team_id": self.team_id, "actor_id": self.user_id, "now": self.now}

    @property
    def reader(self) -> Reader:
        """For services that read something, and those about one's own things."""
        return {"team_id": self.team_id, "user_id": self.user_id}

    async def read(self, service: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Look something up."""
        return await self.deps.db.run(service, *args, **kwargs)

    async def do(self, service: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Change something: once for each delivery; None when this delivery was acted on before."""
        if self.receipt is None:
            return await self.deps.db.run(service, *args, **kwargs)
        return await self.deps.db.run(
            receipts.once,
            self.team_id,
            self.receipt,
            self.now,
            service,
            *args,
            **kwargs,
        )

    async def show(self, view: Block) -> None:
        """A form or a page for whoever pressed a button just now."""
        await self.deps.client.views_open(trigger_id=self.place.trigger_id or "", view=view)

    async def open(self, view: Block, wanted: "Wanted") -> Message | None:
        """Open a form now; where Slack gave no trigger (mentions) or it is spent, offer a button that does."""
        if self.place.trigger_id is not None:
            try:
                await self.show(view)
            except SlackApiError as error:
                if error.response.get("error") not in ("expired_trigger_id", "exchanged_trigger_id"):
                    raise
            else:
                return None
        offer = button("Open the form", f"{ids.OPEN_FORM}:offer", wanted.packed())
        text = Raw("One more thing is needed:") if wanted.given else Raw("Here is the form:")
        return Message(text, [section(text), actions(offer)])


@dataclass(frozen=True)
class Wanted:
    """A form, filled in as far as was understood."""

    form: str
    project_id: int | None = None
    target: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    request_id: int | None = None
    #: A link to the message that it is raised from.
    source: str | None = None
    pace: Pace = Pace.USUAL

    @property
    def project(self) -> int:
        """The project it is about. Raises NotFound for a form that none was named for."""
        if self.project_id is None:
            raise NotFound("button_unknown")
        return self.project_id

    def packed(self) -> str:
        """As a button's value."""
        when = self.given.get("date")
        days = {key: each.isoformat() for key, each in self.given.items() if isinstance(each, date) and key != "date"}
        texts = {key: each[:200] for key, each in self.given.items() if isinstance(each, str)}
        return ids.pack(
            form=self.form,
            project=self.project_id,
            target=self.target,
            date=when.isoformat() if isinstance(when, date) else None,
            why=self.why[:1000] or None,
            request=self.request_id,
            pace=str(self.pace) if self.pace is not Pace.USUAL else None,
            days=days or None,
            texts=texts or None,
            source=self.source,
        )

    @classmethod
    def unpacked(cls, value: str) -> "Wanted":
        """Raises NotFound for what we did not write. What it names is looked up again within the team."""
        found = ids.unpack(value)
        texts, days = found.get("texts"), found.get("days")
        given: dict[str, Any] = dict(texts) if isinstance(texts, dict) else {}
        written = {**(days if isinstance(days, dict) else {}), "date": found.get("date")}
        with suppress(ValueError):
            given |= {key: date.fromisoformat(str(each)) for key, each in written.items() if each}
        return cls(
            str(found.get("form", "")),
            _number(found.get("project")),
            str(found["target"]) if found.get("target") else None,
            given,
            str(found.get("why", "")),
            _number(found.get("request")),
            source=ids.link(found.get("source")),
            pace=Pace.URGENT if found.get("pace") == Pace.URGENT else Pace.USUAL,
        )


def _number(given: object) -> int | None:
    return given if isinstance(given, int) and 0 < given < 2**63 else None
