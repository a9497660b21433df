"""The forms between yes and no: another offer, a question, its answer, and "not me"; and undoing what was decided."""

from bot.domains.kind import WHY
from bot.services.cards import RequestCard
from bot.services.offer_forms import OfferForm
from bot.services.undoing import UndoForm
from bot.views import forms, ids
from bot.views.blocks import Block, Raw, clip, md, modal, option, plain, question, section, text_input
from bot.views.fields import VALUE, field_input
from bot.views.request_words import in_words, line_words
from models.enums import Domain

#: What can be offered together with another value, as it reads in the form.
TOGETHER = {
    Domain.DEADLINE: "A date",
    Domain.SCOPE: "A deliverable, in or out",
    Domain.BUDGET: "The budget",
    Domain.RESOURCING: "Who works on it",
}


def counter_form(form: OfferForm, card: RequestCard) -> Block:
    """Another value instead of the one asked for, filled in with that one, and what is offered together with it."""
    blocks = [section(_subject(card)), *forms.field_inputs(form.instead)]
    if form.choices:
        boxes: Block = {
            "type": "checkboxes",
            "action_id": ids.PICK_DATE,
            "options": [option(TOGETHER[each], str(each)) for each in form.choices],
        }
        if form.also:
            boxes["initial_options"] = [option(TOGETHER[each], str(each)) for each in form.also]
        hint = "All of it is agreed to together, or none of it."
        blocks.append(question("also", "Offer with it", boxes, optional=True, hint=hint, live=True))
    for domain, each in form.also.items():
        blocks.append(section(md("*With it: {what}*", what=TOGETHER[domain][0].lower() + TOGETHER[domain][1:])))
        # Where it is asked twice, the second time it says so.
        blocks += forms.field_inputs(each, f"{domain}.", "Also: " if domain is form.instead.domain else "")
    blocks.append(field_input(form.instead, WHY))
    return modal(ids.COUNTER_FORM, f"Another for {card.name}", blocks, submit="Send", metadata=_of(card))


def question_form(card: RequestCard) -> Block:
    """What has to be known first."""
    blocks = [section(_subject(card)), question("question", "Question", _lines())]
    return modal(ids.QUESTION_FORM, f"About {card.name}", blocks, submit="Ask", metadata=_of(card))


def answer_form(card: RequestCard) -> Block:
    """The answer to the open question."""
    asked = section(md("*{name}*  {question}", name=card.name, question=card.question or ""))
    blocks = [asked, question("answer", "Answer", _lines())]
    return modal(ids.ANSWER_FORM, f"About {card.name}", blocks, submit="Answer", metadata=_of(card))


def not_me_form(card: RequestCard) -> Block:
    """Who answers instead, and why."""
    person = {"type": "users_select", "action_id": VALUE, "placeholder": plain("Pick a person")}
    blocks = [
        section(_subject(card)),
        question("to", "Who answers instead", person),
        question("why", "Why", _lines()),
    ]
    return modal(ids.NOT_ME_FORM, f"{card.name}: not me", blocks, submit="Pass on", metadata=_of(card))


def undo_form(form: UndoForm) -> Block:
    """What would be as it was before; it is asked for like any other change."""
    change = clip("; ".join(line_words(each) for each in form.lines), 1800)
    text = md("*{project}*  ·  {client}\n{change}", project=form.project, client=form.client, change=change)
    blocks = [section(text), question("why", "Why", _lines())]
    return modal(ids.UNDO_FORM, f"Undo {form.name}", blocks, submit="Ask", metadata=ids.pack(request=form.request_id))


def _subject(card: RequestCard) -> Raw:
    return md("*{name}*  {project}\n{change}", name=card.name, project=card.project, change=clip(in_words(card), 900))


def _of(card: RequestCard) -> str:
    return ids.pack(request=card.request_id, version=card.version)


def _lines() -> Block:
    return text_input(VALUE, 1000, multiline=True)
