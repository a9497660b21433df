"""The forms. `change_form` draws any domain's fields from its data; a form that is right closes."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domains import KINDS
from bot.domains.kind import WHY
from bot.language.money import CURRENCIES
from bot.services.cards import RequestCard
from bot.services.forms import ChangeForm, ProjectForm
from bot.services.impacts import COSTLY
from bot.services.ops import OpsForm
from bot.services.outsiders import Sorting
from bot.views import ids
from bot.views.blocks import Block, clip, context, md, modal, option, plain, question, section, select, text_input
from bot.views.fields import VALUE, field_input
from bot.views.impact import preview
from bot.views.pace import pace_input
from bot.views.proposals import is_proposal
from bot.views.request_words import in_words
from models.enums import Domain, Guest, Role


def project_form(
    form: ProjectForm,
    *,
    second: bool = False,
    guests: Sequence[Sorting] = (),
    given: Mapping[str, Any] | None = None,
) -> Block:
    """A new project. `second`: ask also who stands in, because one person would hold both roles; `guests`: ask what
    these readers of the channel are; `given` then keeps what was filled in already."""
    had = given or {}
    day_picker: Block = {"type": "datepicker", "action_id": VALUE}
    if had.get("deadline"):
        day_picker["initial_date"] = had["deadline"].isoformat()
    currencies = select(VALUE, [(each, each) for each in CURRENCIES], had.get("currency") or form.currency)
    money_hint = "What we may spend. Only the two roles, their deputies and ops leads see it."
    channel_hint = "Where this project is talked about. Left empty: here."
    blocks = [
        question("name", "Name", _line(initial=had.get("name") or "")),
        question("client", "Client", _line(initial=had.get("client") or "")),
        question("am", "Account manager", _person(had.get("am"))),
        question("pm", "Project manager", _person(had.get("pm"))),
        *([_second(had.get("second"))] if second else []),
        question("deadline", "Deadline", day_picker),
        question("budget", "Budget", _line(40, had.get("budget") or ""), optional=True, hint=money_hint),
        question("currency", "Currency", currencies, optional=True),
        question("channel", "Channel", _channel(form.channel_id), optional=True, hint=channel_hint),
        question("reads", "Messages", _reads(bool(had.get("reads", True))), optional=True, hint=READS_HINT),
        *guest_questions(guests),
    ]
    metadata = ids.pack(channel=form.channel_id or None)
    return modal(ids.PROJECT_FORM, "New project", blocks, submit="Make project", metadata=metadata)


def guest_questions(guests: Sequence[Sorting]) -> list[Block]:
    """One question for each guest: the client's, or ours."""
    options = [("The client", str(Guest.CLIENT)), ("A freelancer who works with us", str(Guest.FREELANCER))]
    hint = "The client is shown nothing of ours. A freelancer can be booked and can check in, never decides."
    return [
        question(f"guest:{each.user_id}", f"{each.name} is a guest there", select(VALUE, options, each.guest or None),
                 hint=hint)
        for each in guests[:20]
    ]  # fmt: skip


def guests_form(guests: Sequence[Sorting], channel_id: str) -> Block:
    """Sorting the guests of a channel. Unsorted means client."""
    metadata = ids.pack(channel=channel_id)
    return modal(ids.GUESTS_FORM, "Guests", guest_questions(guests), submit="Save", metadata=metadata)


def move_form(project: str, project_id: int) -> Block:
    """Another place for a project whose channel outsiders read."""
    text = md("Where does {project} live from now on? What waited goes there, and I take my messages away from the "
              "old channel.", project=project)  # fmt: skip
    blocks = [section(text), question("channel", "Channel", _channel(""))]
    return modal(ids.MOVE_FORM, "Move a project", blocks, submit="Move", metadata=ids.pack(project=project_id))


def project_edit_form(form: ProjectForm) -> Block:
    """Name, home channel and deputies of a project that exists."""
    blocks = [
        question("name", "Name", _line(initial=form.name)),
        question("channel", "Channel", _channel(form.channel_id)),
        *_deputies(form, Role.AM, "Account manager's deputies"),
        *_deputies(form, Role.PM, "Project manager's deputies"),
        question("offsets", "Remind so many working days ahead", _line(120, form.offsets), optional=True,
                 hint="0 is the day itself. Overdue: five days running, then weekly. “none”: no reminders ahead."),
    ]  # fmt: skip
    return modal(
        ids.PROJECT_EDIT_FORM, "Edit project", blocks, submit="Save", metadata=ids.pack(project=form.project_id)
    )


#: Domain → the question below which the form says what else moves, or what there is to spend.
_PREVIEWED = {Domain.DEADLINE: "date", **{each: KINDS[each].fields[-2].key for each in sorted(COSTLY)}}


def change_form(form: ChangeForm, *, channel_id: str, source: str | None = None, after: str | None = None) -> Block:
    """The form of any domain, filled in as far as is known.

    `source` is the message that it is raised from, `after` what was sent just before and leads on to this form.
    """
    kind = KINDS[form.domain]
    assert form.choice is not None
    blocks: list[Block] = []
    if form.name:
        note = "{name} is still open. What you send here replaces it, and it is asked again."
        blocks.append(context(md(note, name=form.name)))
    if after:
        blocks.append(context(md("{after} is sent. What does the client pay for it?", after=after)))
    if form.choices:
        options = [(each.name, str(each.project_id)) for each in form.choices]
        picker = select(ids.PICK_PROJECT, options, str(form.choice.project_id))
        blocks.append(question("project", "Project", picker, live=True))
    else:
        blocks.append(context(md("{project}  ·  {client}", project=form.choice.name, client=form.choice.client)))
    blocks += [*field_inputs(form), field_input(form, WHY), *pace_input(form)]
    metadata = ids.pack(
        domain=form.domain,
        project=form.choice.project_id,
        channel=channel_id,
        source=source,
        request=form.request_id,
        version=form.version,
        target=form.chosen if form.request_id else None,
        base=next((each.value.get("version") for each in form.targets if each.key == form.chosen), None),
    )
    title = f"Change {form.name}" if form.name else kind.title
    return modal(ids.CHANGE_FORM, title, blocks, submit="Send", metadata=metadata)


def field_inputs(form: ChangeForm, under: str = "", before: str = "") -> list[Block]:
    """All questions of a form but why it is wanted, and what it would do as far as it is filled in."""
    blocks: list[Block] = []
    for each in KINDS[form.domain].fields:
        if each is not WHY:
            blocks.append(field_input(form, each, under, before))
            blocks += preview(form.preview) if each.key == _PREVIEWED.get(form.domain) else []
    return blocks


def decline_form(card: RequestCard) -> Block:
    """Why not; the reason goes to the requester and is kept."""
    return _reason_form(ids.DECLINE_FORM, "Absorb" if is_proposal(card) else "Decline", card)


def object_form(card: RequestCard) -> Block:
    return _reason_form(ids.OBJECT_FORM, "Object to", card)


def _reason_form(callback_id: str, verb: str, card: RequestCard) -> Block:
    text = md("*{name}*  {project}\n{change}", name=card.name, project=card.project, change=clip(in_words(card), 900))
    blocks = [section(text), question("why", "Why", text_input(VALUE, 1000, multiline=True))]
    metadata = ids.pack(request=card.request_id, version=card.version)
    return modal(callback_id, f"{verb} {card.name}", blocks, submit=verb.split()[0], metadata=metadata)


def ops_form(form: OpsForm) -> Block:
    """Who settles what the two roles cannot."""
    people: Block = {"type": "multi_users_select", "action_id": VALUE, "max_selected_items": 10}
    if form.user_ids:
        people["initial_users"] = list(form.user_ids)
    hint = "They break ties, get what nobody answered, and see all projects."
    return modal(ids.OPS_FORM, "Ops leads", [question("ops_leads", "Ops leads", people, hint=hint)], submit="Save")


def _line(limit: int = 80, initial: str = "") -> Block:
    return text_input(VALUE, limit, initial)


def _person(chosen: str | None = None) -> Block:
    element: Block = {"type": "users_select", "action_id": VALUE, "placeholder": plain("Pick a person")}
    if chosen:
        element["initial_user"] = chosen
    return element


def _second(chosen: str | None = None) -> Block:
    hint = "One person would be both. The second says yes where the other role would."
    return question("second", "Second", _person(chosen), hint=hint)


READS_HINT = "When somebody asks for a change in talk, only they are shown an offer to send it. No texts are kept."


def _reads(on: bool) -> Block:
    box = option("Read messages here for requests", "yes")
    return {"type": "checkboxes", "action_id": VALUE, "options": [box], **({"initial_options": [box]} if on else {})}


def _channel(channel_id: str) -> Block:
    element: Block = {
        "type": "conversations_select",
        "action_id": VALUE,
        "placeholder": plain("Pick a channel"),
        "filter": {
            "include": ["public", "private"],
            "exclude_bot_users": True,
            "exclude_external_shared_channels": True,
        },
    }
    if channel_id:
        element["initial_conversation"] = channel_id
    return element


def _deputies(form: ProjectForm, role: Role, label: str) -> list[Block]:
    people: Block = {"type": "multi_users_select", "action_id": VALUE, "max_selected_items": 5}
    if form.deputies.get(role):
        people["initial_users"] = list(form.deputies[role])
    any_time = option("May answer at any time, not only when they are away or late", "yes")
    boxes: Block = {"type": "checkboxes", "action_id": VALUE, "options": [any_time]}
    if form.any_time.get(role):
        boxes["initial_options"] = [any_time]
    return [
        question(f"{role}_deputies", label, people, optional=True, hint="In the order in which they stand in."),
        question(f"{role}_any_time", f"{label}: when", boxes, optional=True),
    ]
