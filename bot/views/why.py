"""`/why deadline`: the chain of decisions behind a value."""

from collections.abc import Sequence

from bot.domains.kind import FieldKind, Line
from bot.services.why import Chain, Link
from bot.views import ids
from bot.views.blocks import Block, Message, Raw, actions, button, clip, context, escape, md, section
from bot.views.request_words import line_words
from bot.views.words import ENDED, moment, role, shown, who
from models.enums import RequestState

#: Characters of a reason; the request's card has all of them.
REASON = 300
#: Instead of a reason that is not the reader's to read.
FEW = "among the few who see money"


def chain(found: Chain) -> Message:
    """What the value is, and link by link how it came to be so, oldest first."""
    now = "; ".join(shown(each.kind, each.new) for each in found.now if each.kind is not FieldKind.LONG_TEXT)
    title = md("*{what}* of {project}", what=found.what, project=found.project)
    if now:
        title = md("{title}: *{now}*", title=title, now=now)
    text = escape(f"Why {found.what} of {found.project} is as it is")
    if not found.links:
        return Message(text, [section(md("{title}\nNothing was decided about it yet.", title=title))])
    blocks: list[Block] = [section(title)]
    if found.older:
        blocks.append(context(md("{n} older are not shown.", n=found.older)))
    blocks += [section(_link(found, each)) for each in found.links]
    hint = md("`/request {name}` shows it in full.", name=found.links[-1].name)
    return Message(text, [*blocks, context(hint)])


def _link(found: Chain, link: Link) -> Raw:
    head = md("*{name}*  {what}  ·  {when}", name=link.name, what=_what(link), when=moment(link.at))
    asker = Raw("Countersign") if link.by_clock else who(found.names, link.requester_id)
    as_what = f" ({role(link.requester_role)})" if link.requester_role and not link.by_clock else ""
    asked = "changed it" if link.state in (RequestState.TOLD, RequestState.NOTED, RequestState.OBJECTED) else "asked"
    said = md("{asker}{as_what} {asked}: {reason}", asker=asker, as_what=as_what, asked=asked,
              reason=_short(link.reason or FEW))  # fmt: skip
    if link.author_id:
        other = _short(link.author_reason or FEW)
        said = md("{said}\n{who} suggested this instead: {other}", said=said, who=who(found.names, link.author_id),
                  other=other)  # fmt: skip
    return md("{head}\n{said}\n{end}", head=head, said=said, end=_end(found, link))


def _what(link: Link) -> str:
    if all(each.kind is FieldKind.LONG_TEXT for each in link.lines):
        return ", ".join(each.label for each in link.lines)
    words = "; ".join(_words(link.lines))
    return f"{words} (moved along)" if link.along else words


def _words(lines: Sequence[Line]) -> list[str]:
    return [line_words(each) for each in lines]


def _end(found: Chain, link: Link) -> Raw:
    if link.free or link.state is RequestState.TOLD:
        return Raw("Done at once" if link.free else "Done at once, and told; it may still be objected to")
    verb = ENDED[link.state].capitalize()
    by = md(" by {who}", who=who(found.names, link.decided_by)) if link.decided_by else Raw("")
    as_what = f" ({role(link.decided_as)})" if link.decided_by and link.decided_as else ""
    why = md(": {reason}", reason=_short(link.decision_reason)) if link.decision_reason else Raw("")
    return md("{verb}{by}{as_what}{why}", verb=verb, by=by, as_what=as_what, why=why)


def _short(text: str) -> str:
    return clip(" ".join(text.split()), REASON)


def which_value(project: str, project_id: int, known: Sequence[str]) -> Message:
    """`/why` alone: the values of the project, one button each."""
    text = md("Why what, in {project}?", project=project)
    buttons = [
        button(name, f"{ids.COMMAND_CHOICE}:{number}", ids.pack(command="why", project=project_id, text=name))
        for number, name in enumerate(known[:25])
    ]
    return Message(text, [section(text), actions(*buttons)])
