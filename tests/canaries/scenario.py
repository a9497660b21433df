"""One random scenario: everything that people of ours and outsiders can do, in an order that chance makes."""

import json
import random
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from bot.services import outsiders
from models import Person as PersonRow
from models import Project
from sandbox.cast import BOT_USER_ID
from sandbox.person import Person
from sandbox.workspace import Channel
from tests.scenarios.conftest import Stage

STEPS = 14
#: In every name, reason and text of ours.
CANARY = "Kanarienvogel"
ACTIONS = (
    "approve", "decline", "withdraw", "take_back", "agree_to_start", "acknowledge", "object", "send_offer",
    "edit_offer", "raise_offer", "log_extra", "holding_reply", "ask_promise", "not_a_request",
)  # fmt: skip


class Scenario:
    """One project in a workspace in which everything can happen."""

    def __init__(self, stage: Stage, chance: random.Random, number: int, freelancers: set[str]) -> None:
        self.stage, self.chance, self.number, self.freelancers = stage, chance, number, freelancers
        self.slack = stage.slack
        self.name = f"{CANARY} {number}"
        ours = ["ada", "petra", "sam", "oona"]
        self.home = self._channel(f"home-{number}", ours)
        self.other = self._channel(f"other-{number}", ours)
        self.client = self._channel(f"client-{number}", [*ours, "cleo"])
        self.strangers = [self.slack.meet(f"Zoe{number}", stranger=True), self.slack.meet(f"Gus{number}")]

    def _channel(self, name: str, people: list[str]) -> Channel:
        members = [*(self.slack.person(each).id for each in people), BOT_USER_ID]
        made = Channel(self.slack.workspace.mint("C"), name, "channel", members, self.stage.clock.now(), members[0])
        self.slack.workspace.channels[made.id] = made
        return made

    # who is outside, as the workspace (and whoever sorted them) knows

    def is_outside(self, user: str) -> bool:
        member = self.slack.workspace.members[user]
        return member.is_stranger or (member.is_guest and user not in self.freelancers)

    def read_by_outsiders(self, channel: Channel) -> bool:
        return channel.is_ext_shared or any(self.is_outside(each) for each in channel.members)

    # what happens

    async def play(self) -> None:
        form = (await self.stage.ada.command("/project", "new", channel=self.home.name)).view
        given = {
            "Name": self.name, "Client": f"{CANARY} & Sons", "Account manager": self.stage.ada,
            "Project manager": self.stage.petra, "Deadline": date(2027, 11, 30), "Budget": "12500",
        }  # fmt: skip
        await self.stage.ada.submit(form, given)
        await self.stage.told()
        deeds = self._deeds()
        for _ in range(STEPS):
            await self.chance.choice(deeds)()
            if self.chance.random() < 0.7:
                await self.stage.told()
        await self.stage.told()

    def _deeds(self) -> list[Callable[[], Awaitable[Any]]]:
        return [
            self.agrees, self.asks, self.asks, self.asks_for_money, self.adds_a_milestone, self.presses, self.presses,
            self.links, self.talks, self.talks, self.promises, self.outsider_talks, self.outsider_talks,
            self.outsider_types, self.outsider_presses, self.outsider_opens_home, self.somebody_joins,
            self.somebody_joins, self.somebody_leaves, self.shares, self.shares_unnoticed, self.sorts, self.moves,
            self.becomes_a_guest, self.time_passes,
        ]  # fmt: skip

    def _one_of_ours(self) -> Person:
        ours = [self.stage.ada, self.stage.petra, self.stage.sam, self.stage.oona]
        return self.chance.choice([each for each in ours if not self.is_outside(each.id)])

    def _outsider(self) -> Person:
        return self.slack.person(self.chance.choice([self.stage.cleo.id, *self.strangers]))

    def _place(self, person: Person) -> Channel | None:
        there = [each for each in (self.home, self.other, self.client) if person.id in each.members]
        return self.chance.choice(there) if there else None

    async def agrees(self) -> None:
        for person in (self.stage.ada, self.stage.petra):
            await self._press(person, "agree_to_start", f"{self._project_id()}.1")

    async def asks(self) -> None:
        when = f"{self.chance.randint(1, 28)} Dec 2027"
        await self._one_of_ours().command(
            "/deadline", f"{self.name} {when} because of {CANARY}", channel=self.home.name
        )

    async def asks_for_money(self) -> None:
        picker = (await self.stage.ada.command("/request", channel=self.home.name)).view
        if picker is None or "What is it about?" not in picker.labels:
            return
        answer = await self.stage.ada.choose("What is it about?", "Change the budget", picker)
        if answer.view is not None and "Budget" in answer.view.labels:
            await self.stage.ada.submit(answer.view, {"Budget": str(self.chance.randint(1000, 90000)), "Why": CANARY})

    async def adds_a_milestone(self) -> None:
        text = f"milestone {self.name} {CANARY} copy {self.chance.randint(1, 40)} 12 Nov 2027 because {CANARY}"
        await self.stage.petra.command("/project", text, channel=self.home.name)

    async def presses(self) -> None:
        action = self.chance.choice(("approve", "decline", "withdraw", "acknowledge"))
        person = self.chance.choice((self.stage.ada, self.stage.petra))
        await self._press(person, action, f"{self.chance.randint(1, 12)}.1")

    async def links(self) -> None:
        channel = self.chance.choice((self.client, self.other))
        await self.stage.ada.command("/project", f"link {self.name}", channel=channel.name)

    async def talks(self) -> None:
        person = self._one_of_ours()
        place = self._place(person)
        if place is not None:
            words = f"Any chance we could move the {self.name} deadline to {self.chance.randint(1, 28)} December?"
            await person.says(words, channel=place.name)

    async def promises(self) -> None:
        words = f"You will have it live by {self.chance.randint(5, 28)} January 2027."
        await self.stage.ada.says(words, channel=self.client.name)

    async def outsider_talks(self) -> None:
        person = self._outsider()
        place = self._place(person)
        if place is not None:
            words = ("Could we move the launch to 14 December?", "@Countersign project list", "@Countersign help")
            await person.says(self.chance.choice(words), channel=place.name)

    async def outsider_types(self) -> None:
        person = self._outsider()
        place = self._place(person)
        if place is not None:
            text = self.chance.choice(("", "list", self.name, "CR-1", "help", "health", f"link {self.name}"))
            command = self.chance.choice(("/project", "/deadline", "/brief", "/request", "/countersign"))
            await person.command(command, text, channel=place.name)

    async def outsider_presses(self) -> None:
        value = f"{self.chance.randint(1, 9)}.1"
        await self._press(self._outsider(), self.chance.choice(ACTIONS), value)

    async def outsider_opens_home(self) -> None:
        await self._outsider().visits_home()

    async def somebody_joins(self) -> None:
        channel = self.chance.choice((self.home, self.other, self.client))
        await self.slack.add_to_channel(self._outsider().id, channel.id)

    async def somebody_leaves(self) -> None:
        person = self._outsider()
        place = self._place(person)
        if place is not None:
            await self.slack.remove_from_channel(person.id, place.id)

    async def shares(self) -> None:
        channel = self.chance.choice((self.home, self.other, self.client))
        await self.slack.share(channel.id, now=not channel.is_ext_shared)

    async def shares_unnoticed(self) -> None:
        """No event comes; what was believed of the channel has to have run out before it counts."""
        await self.stage.told()
        self.home.is_ext_shared = True
        self.stage.clock.advance(timedelta(minutes=11))

    async def sorts(self) -> None:
        """Whoever linked a channel says what its guests are, and may change their mind."""
        guests = [self.stage.cleo.id, self.strangers[1]]
        user, mark = self.chance.choice(guests), self.chance.choice(("client", "freelancer"))
        self.stage.bot.db.run_now(
            outsiders.mark_guests, team_id=self.slack.team_id, actor_id=self.stage.ada.id, marks={user: mark},
            now=self.stage.clock.now(),
        )  # fmt: skip
        known = {each.user_id: each.guest for each in self.stage.rows(PersonRow, is_guest=True)}
        if known.get(user) == mark:
            (self.freelancers.add if mark == "freelancer" else self.freelancers.discard)(user)

    async def moves(self) -> None:
        on = self._anything(self.stage.ada)
        form = (await self.stage.ada.press_raw("open_form", self._move(), on=on)).view if on is not None else None
        if form is None or "Channel" not in form.labels:
            return
        target = self.chance.choice((self.home, self.other, self.client))
        await self.stage.ada.submit(form, {"Channel": target.name})

    async def becomes_a_guest(self) -> None:
        await self.slack.set_guest("Sam", not self.slack.workspace.members[self.stage.sam.id].is_guest)

    async def time_passes(self) -> None:
        self.stage.clock.advance(timedelta(hours=self.chance.choice((1, 3, 20))))
        for job in self.stage.bot.jobs:
            await job.look()

    # how

    async def _press(self, person: Person, action: str, value: str) -> None:
        on = self._anything(person)
        if on is not None:
            await person.press_raw(action, value, on=on)

    def _anything(self, person: Person) -> Any:
        """Some message on their screen: what is pressed is forged anyway."""
        place = self._place(person)
        there = person.messages(place.name) if place is not None else []
        return there[-1] if there else None

    def _project_id(self) -> int:
        return max((each.id or 0 for each in self.stage.rows(Project)), default=0)

    def _move(self) -> str:
        return json.dumps({"form": "move", "project": self._project_id()})
