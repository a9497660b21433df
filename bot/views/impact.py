"""What a change does to the rest of the plan, in words: before it is asked, on the card, and when it moved since."""

from collections.abc import Mapping
from typing import Any

from bot.language.money import CURRENCIES
from bot.services.cards import RequestCard
from bot.services.impacts import Budget, Moved, Preview
from bot.views import ids
from bot.views.blocks import Block, Raw, context, join, md, modal, section
from bot.views.words import day, days, money, off_words, who

#: Lines of one kind; the rest is counted.
SHOWN = 5
#: Lines of what differs, so that one form holds them.
DIFFERENCES = 20


def impact_lines(
    found: Mapping[str, Any], names: Mapping[str, str], budget: Budget | None = None, *, along: bool = False
) -> list[Raw]:
    """One line for each thing that there is to say. `along`: also what moves along, where it is not said already."""
    lines: list[Raw] = []
    if along:
        lines += _some([md("{name} moves along: {old} → {new}", name=each["name"], old=day(each["from"]),
                           new=day(each["to"])) for each in found.get("moves", ())])  # fmt: skip
    lines += _some([_input(each) for each in found.get("inputs", ())])
    lines += _some([_person(each, names) for each in found.get("people", ())])
    lines += _some([md("{name} would be after the deadline.", name=each) for each in found.get("beyond", ())])
    lines += _some([_promise(each, names) for each in found.get("promised", ())])
    lines += _some([_person(each, names) for each in found.get("booked", ())])
    if found.get("works"):
        lines.append(md("In those days they work {hours} hours, until {until}.", hours=found["works"]["hours"],
                        until=day(found["works"]["until"])))  # fmt: skip
    if found.get("client"):
        lines.append(_client(found["client"]))
    if found.get("left"):
        lines.append(_left(found["left"]))
    return [*lines, *_budget(budget)]


def all_impact(card: RequestCard) -> list[Raw]:
    """What a request would do, and what is offered together with it; said once where both say it."""
    own = impact_lines(card.impact, card.names)
    also = dict.fromkeys(line for each in card.also_moves for line in impact_lines(each, card.names))
    return [*own, *(each for each in also if each not in own), *_budget(card.budget)]


def day_note(off: str, when: str) -> Raw:
    """That a day is a weekend or a public holiday, and which."""
    return md("{day} {off}.", day=day(when), off=off_words(off))


def preview(given: Preview | None) -> list[Block]:
    """In a form, below the date that was picked; it names the date that it is about."""
    if given is None:
        return []
    lines = impact_lines(given.found, given.names, given.budget, along=True)
    if given.when is None:
        return [context(*lines)] if lines else []
    off = given.found.get("off")
    head = md("*If it is {day}*", day=day(given.when))
    lines = lines or [Raw("Nothing else moves.")]
    return [section(join([head, *([day_note(off, given.when)] if off else []), *lines], "\n"))]


def moved_form(name: str, request_id: int, version: int, moved: Moved, names: Mapping[str, str]) -> Block:
    """The plan moved since it was asked: what differs, and `Approve` to say yes to it as it is now."""
    blocks = [
        moved_since(name, moved, names),
        context(Raw("Approve says yes to it as it is now. Cancel changes nothing.")),
    ]
    metadata = ids.pack(request=request_id, version=version, picture=moved.mark)
    return modal(ids.APPROVE_FORM, f"{name}: the plan moved", blocks, submit="Approve", metadata=metadata)


def moved_since(name: str, moved: Moved, names: Mapping[str, str]) -> Block:
    """How the plan moved since a request was asked."""
    lines = [_difference(each, each["what"], names) for each in moved.differences[:DIFFERENCES]]
    if len(moved.differences) > DIFFERENCES:
        lines.append(md("and {n} more", n=len(moved.differences) - DIFFERENCES))
    return section(join([md("The plan moved since {name} was asked:", name=name), *lines], "\n"))


def _some(lines: list[Raw]) -> list[Raw]:
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], md("and {n} more", n=len(lines) - SHOWN)]


def _input(each: Mapping[str, Any]) -> Raw:
    return md("{what} (needed from the client by {due}) would be late for {name}.", what=each["what"],
              due=day(each["due"]), name=each["for"])  # fmt: skip


def _person(each: Mapping[str, Any], names: Mapping[str, str]) -> Raw:
    hours = each.get("hours")
    much = f": {hours:g} {'hour' if hours == 1 else 'hours'}" if hours is not None else ""
    return md("{who} is booked on {project} until {until}{much}.", who=who(names, each["user"]),
              project=each["project"], until=day(each["until"]), much=much)  # fmt: skip


def _promise(each: Mapping[str, Any], names: Mapping[str, str]) -> Raw:
    held = "the plan would hold that." if each["held"] else "the plan would not hold that."
    return md("{who} told the client {day}; {held}", who=who(names, each["user"]), day=day(each["date"]), held=held)


def _left(left: Mapping[str, Any]) -> Raw:
    count = abs(int(left["days"]))
    side = "before" if left["days"] >= 0 else "after"
    told = ", which the client was told" if left["told"] else ""
    return md("{count} working {days} {side} the deadline ({day}){told}.", count=count, days=days(count), side=side,
              day=day(left["date"]), told=told)  # fmt: skip


def _client(told: Mapping[str, Any]) -> Raw:
    count = abs(int(told["days"]))
    counted = f"{count} working {'day' if count == 1 else 'days'}"
    if not told["name"]:
        return md("{counted} from today.", counted=counted)
    side = "before" if told["days"] >= 0 else "after"
    return md("{counted} {side} {name} ({day}), which the client was told.", counted=counted, side=side,
              name=told["name"], day=day(told["date"]))  # fmt: skip


def _budget(budget: Budget | None) -> list[Raw]:
    if budget is None or budget.amount is None or budget.currency is None:
        return []
    currency = budget.currency
    whole, kept, agreed = (
        money(each, currency, CURRENCIES[currency]) if each is not None else None
        for each in (budget.amount, budget.kept, budget.agreed)
    )
    left = md("; {kept} of it is left for surprises", kept=kept) if kept else Raw("")
    start = md(" At the start it was {agreed}.", agreed=agreed) if agreed else Raw("")
    return [md("The budget is {whole}{left}.{start}", whole=whole, left=left, start=start)]


def _difference(each: Mapping[str, Any], what: str, names: Mapping[str, str]) -> Raw:
    kind, came, went = each["kind"], each.get("came") or {}, each.get("went") or {}
    if kind == "was":
        old, new = (day(each[key]) if each.get(key) else "not in the plan" for key in ("old", "new"))
        return md("{what} is {new} now; it was {old}.", what=what, old=old, new=new)
    if kind == "moves":
        return _along(came, went)
    if kind == "inputs":
        return _input(came) if came else md("{what} would not be late any more.", what=went["what"])
    if kind in ("people", "booked"):
        return _person(came, names) if came else md("{who} is not booked on {project} any more.",
                                                    who=who(names, went["user"]), project=went["project"])  # fmt: skip
    if kind == "promised":
        return _promise(came, names) if came else md("{who} did not tell the client {day} any more.",
                                                     who=who(names, went["user"]), day=day(went["date"]))  # fmt: skip
    if kind == "beyond":
        end = "would be after the deadline now" if came else "would not be after the deadline any more"
        return md("{name} {end}.", name=(came or went)["name"], end=end)
    if came.get("name"):
        return md("The next date that the client was told is {name}, {day}.", name=came["name"], day=day(came["date"]))
    return Raw("The client was told no date after it any more.")


def _along(came: Mapping[str, Any], went: Mapping[str, Any]) -> Raw:
    if not came:
        return md("{name} would not move along any more.", name=went["name"])
    facts = {"name": came["name"], "old": day(came["from"]), "new": day(came["to"])}
    if not went:
        return md("{name} would move along too: {old} → {new}.", **facts)
    return md("{name} would move along to {new}, not to {then}.", then=day(went["to"]), **facts)
