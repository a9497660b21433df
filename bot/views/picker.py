"""What somebody wants to change, worded for people; the form of what is picked takes its place."""

from bot.domains import KINDS
from bot.views import ids
from bot.views.blocks import Block, Raw, context, modal, question, select
from bot.views.words import link


def picker(*, channel_id: str, source: str | None = None) -> Block:
    """Every domain by its title; `source` is the message that it is raised from."""
    options = [(kind.title, str(domain)) for domain, kind in KINDS.items()]
    chosen = select(ids.PICK_CHANGE, options, placeholder="Pick one")
    blocks = [question("domain", "What is it about?", chosen, live=True)]
    if source:
        blocks.append(context(Raw(link(source, "The message that it is raised from"))))
    metadata = ids.pack(channel=channel_id or None, source=source)
    return modal(ids.PICKER_FORM, "Start a change request", blocks, submit="Continue", metadata=metadata)
