"""The forms of check-ins: the questions, the schedule, what is asked, and who takes care of what stands in the way."""

from collections.abc import Mapping
from datetime import date

from bot.services.checkins.opening import CheckinForm
from bot.services.checkins.questions import Answer, Question
from bot.services.checkins.reading import BlockerCard
from bot.services.checkins.scheduling import EVERY, PlanForm
from bot.views import ids
from bot.views.blocks import Block, clip, header, md, modal, option, plain, question, quote, section, select, text_input
from bot.views.checkins import COLOURS, WEEKDAYS
from bot.views.fields import VALUE
from bot.views.words import day, days
from models.enums import Colour


def checkin_form(form: CheckinForm) -> Block:
    """The questions of one role, with what was said last time beside each."""
    head = md("*{project}*  check-in of {day}{early}", project=form.project, day=day(form.on),
              early=" (early)" if form.is_early else "")  # fmt: skip
    blocks = [section(head)]
    for number, each in enumerate(form.questions):
        blocks += _question(form, number, each)
    metadata = ids.pack(project=form.project_id, seat=form.seat)
    return modal(ids.CHECKIN_FORM, "Check in", blocks, submit="Check in", metadata=metadata)


def _question(form: CheckinForm, number: int, asked: Question) -> list[Block]:
    given, hint = form.given.get(number, ""), _hint(form, asked)
    # Another role's question may stand at the same place; what was typed must not move there.
    element_id = f"{VALUE}:{form.seat}"
    if asked.kind is Answer.COLOUR:
        offered = [option(words, str(colour)) for colour, words in COLOURS.items()]
        element: Block = {"type": "radio_buttons", "action_id": element_id, "options": offered}
        chosen = next((each for each in offered if each["value"] == given), None)
        if chosen is not None:
            element["initial_option"] = chosen
        return [question(f"q{number}", asked.label, element, hint=hint)]
    element = text_input(element_id, 1000, given, multiline=True)
    blocks = [question(f"q{number}", asked.label, element, optional=True, hint=hint)]
    if asked.kind is Answer.BLOCKERS:
        blocks += [_owner(form.owner_id, optional=True), _due(form.blocker_due, optional=True), *_open(form)]
    return blocks


def _hint(form: CheckinForm, asked: Question) -> str | None:
    said = []
    if asked.kind is Answer.BLOCKERS:
        said.append("A line for each.")
    if asked.private:
        said.append("Read only by those who see money.")
    last = form.last.get(asked.label.casefold())
    if last and form.last_on is not None:
        words = COLOURS[Colour(last)].partition(" ")[2] if asked.kind is Answer.COLOUR else clip(last, 600)
        said.append(f"Last time ({day(form.last_on)}): {words}")
    return " ".join(said) or None


def _open(form: CheckinForm) -> list[Block]:
    if not form.open_blockers:
        return []
    offered = [option(what, str(blocker_id)) for blocker_id, what in form.open_blockers]
    element: Block = {"type": "checkboxes", "action_id": VALUE, "options": offered}
    return [question("solved", "Out of the way by now", element, optional=True)]


def _owner(chosen: str, *, optional: bool = False) -> Block:
    element: Block = {"type": "users_select", "action_id": VALUE, "placeholder": plain("Pick a person")}
    if chosen:
        element["initial_user"] = chosen
    return question("owner", "Who takes care of it", element, optional=optional)


def _due(when: date | None, *, optional: bool = False) -> Block:
    element: Block = {"type": "datepicker", "action_id": VALUE}
    if when is not None:
        element["initial_date"] = when.isoformat()
    return question("due", "By when", element, optional=optional)


def blocker_form(found: BlockerCard) -> Block:
    """Who takes care of it, and by when."""
    blocks = [quote(found.what, 300), _owner(found.owner_id), _due(found.due)]
    return modal(ids.BLOCKER_FORM, "In the way", blocks, submit="Save", metadata=ids.pack(blocker=found.blocker_id))


def plan_form(form: PlanForm) -> Block:
    """When one project has its check-ins."""
    plan = form.plan
    times = [(f"{minutes // 60:02d}:{minutes % 60:02d}",) * 2 for minutes in range(0, 24 * 60, 30)]
    at = {f"{plan.wall:%H:%M}", f"{plan.answer_wall:%H:%M}"} - {each for each, _ in times}
    times = sorted([*times, *((each, each) for each in at)])
    rhythm = [(f"Every {each} weeks" if each > 1 else "Every week", str(each)) for each in EVERY] + [("Never", "0")]
    later = [("The same day", "0"), *((f"{each} working {days(each)} later", str(each)) for each in range(1, 5))]
    hint = "In each person's own time zone. What falls into the night or on a day off arrives when they work next."
    blocks = [
        section(md("*{project}*", project=form.project)),
        question("every", "How often", select(VALUE, rhythm, "0" if plan.is_off else str(plan.every))),
        question("weekday", "On", select(VALUE, [(name, str(n)) for n, name in enumerate(WEEKDAYS)],
                                         str(plan.weekday))),
        question("wall", "At", select(VALUE, times, f"{plan.wall:%H:%M}"), hint=hint),
        question("answer_days", "Answers are due", select(VALUE, later, str(plan.answer_days))),
        question("answer_wall", "Until", select(VALUE, times, f"{plan.answer_wall:%H:%M}")),
    ]  # fmt: skip
    return modal(ids.CHECKIN_PLAN_FORM, "Check-in schedule", blocks, submit="Save",
                 metadata=ids.pack(project=form.project_id))  # fmt: skip


def questions_form(given: Mapping[str, str]) -> Block:
    """What each role is asked; a line for each question."""
    labels = {"am": "Account managers", "pm": "Project managers", "team": "Others who work on it"}
    hint = "Behind a question may stand (green/amber/red), (blockers) or (private)."
    blocks: list[Block] = [header("Questions, a line for each")]
    for role, label in labels.items():
        element = text_input(VALUE, 2000, given[role], multiline=True)
        # An empty list gets a sentence of its own, not Slack's.
        blocks.append(question(role, label, element, optional=True, hint=hint))
    return modal(ids.CHECKIN_QUESTIONS_FORM, "Check-in questions", blocks, submit="Save")
