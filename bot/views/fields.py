"""One input for each field of a domain, drawn by the field's kind; `handlers/payloads.py` reads them back."""

from collections.abc import Callable, Mapping

from bot.domains.kind import Field, FieldKind
from bot.services.forms import ChangeForm
from bot.views import ids
from bot.views.blocks import Block, clip, option, plain, question, select, text_input
from bot.views.words import day
from models.enums import Domain

#: The action id of every input whose value is only read when the form is sent.
VALUE = "value"


#: What is picked in these changes what the form says below: it is drawn again at once.
LIVE = {
    Domain.DEADLINE: (FieldKind.TARGET, FieldKind.DATE),
    Domain.RESOURCING: (FieldKind.PERSON, FieldKind.DATE),
}


def field_input(form: ChangeForm, field: Field, under: str = "", before: str = "") -> Block:
    """The question for one field, filled in as far as is known. `under` goes before its key, `before` before its
    label, where one form asks for several things."""
    # Slack keeps what a field held when a form is redrawn; what belongs to one project must not stay for another.
    own = f"{VALUE}:{form.choice.project_id}" if form.choice is not None else VALUE
    given = form.why if field.key == "why" else form.given.get(field.key)
    # A reason stays for another project, but is not the reason of the form that comes after this one.
    element = _ELEMENTS[field.kind](form, field, f"{VALUE}:{form.domain}" if field.key == "why" else own, given)
    optional = not field.required or field.kind is FieldKind.FLAG
    label = f"{before}{field.label[0].lower()}{field.label[1:]}" if before else field.label
    return question(under + field.key, label, element, optional=optional, hint=field.hint, live=_is_live(form, field))


def _is_live(form: ChangeForm, field: Field) -> bool:
    return field.kind in LIVE.get(form.domain, ())


def _target(form: ChangeForm, field: Field, action_id: str, given: object) -> Block:
    options = [
        (clip(f"{each.name} ({day(each.value['date'])})", 75) if each.value else each.name, each.key)
        for each in form.targets
    ]
    # What else moves is said as soon as it is picked.
    return select(action_id.replace(VALUE, ids.PICK_DATE, 1), options, form.chosen)


def _date(form: ChangeForm, field: Field, action_id: str, given: object) -> Block:
    # A date that was picked stays picked when the project is changed.
    name = ids.PICK_DATE if _is_live(form, field) else VALUE
    element: Block = {"type": "datepicker", "action_id": name}
    if given:
        element["initial_date"] = str(given)
    return element


def _text(form: ChangeForm, field: Field, action_id: str, given: object) -> Block:
    return text_input(action_id, field.max_length, given, multiline=field.kind is FieldKind.LONG_TEXT)


def _person(form: ChangeForm, field: Field, action_id: str, given: object) -> Block:
    name = action_id.replace(VALUE, ids.PICK_DATE, 1) if _is_live(form, field) else action_id
    element: Block = {"type": "users_select", "action_id": name, "placeholder": plain("Pick a person")}
    if given:
        element["initial_user"] = str(given)
    return element


def _number(form: ChangeForm, field: Field, action_id: str, given: object) -> Block:
    element: Block = {"type": "number_input", "action_id": action_id, "is_decimal_allowed": True}
    if given is not None:
        element["initial_value"] = str(given)
    return element


def _choice(form: ChangeForm, field: Field, action_id: str, given: object) -> Block:
    return select(action_id, [(words, value) for value, words in field.options], str(given) if given else None)


def _flag(form: ChangeForm, field: Field, action_id: str, given: object) -> Block:
    boxes = [option(words, value) for value, words in field.options]
    element: Block = {"type": "checkboxes", "action_id": action_id, "options": boxes}
    if given:
        element["initial_options"] = boxes
    return element


_ELEMENTS: Mapping[FieldKind, Callable[[ChangeForm, Field, str, object], Block]] = {
    FieldKind.TARGET: _target,
    FieldKind.DATE: _date,
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.MONEY: _text,
    FieldKind.PERSON: _person,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.FLAG: _flag,
}
