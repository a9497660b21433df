"""Where the tests of delivery play, and how their pictures are drawn. Light: a process that is killed imports it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.delivery.payload import Attachment, Payload
from models import Post

START = datetime(2027, 11, 22, 9, 30, tzinfo=UTC)
TEAM = "T0001"
SITE = "C07ACMESITE0"
STUDIO = "C07STUDIO000"
LEADS = "G07LEADS0000"
ADA = "U07ADAADEYEM"
PETRA = "U07PETRANOVA"
SAM = "U07SAMOKORO0"
OONA = "U07OONALAIN0"


def draw(session: Session, post: Post, now: datetime) -> Payload | None:
    """Pictures for tests: the words and what number this drawing is."""
    words = post.facts.get("words", post.picture)
    if words == "nothing":
        return None
    if words == "impossible":
        raise ZeroDivisionError("this picture cannot be drawn")
    if words == "bad query":
        session.connection().exec_driver_sql("SELECT * FROM no_such_table")
    text = f"{words} ({post.wanted})"
    blocks: list[dict[str, Any]] = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    blocks = post.facts.get("blocks", blocks)
    lives = post.facts.get("lives")
    refresh_at = now + timedelta(seconds=lives) if lives and post.wanted == 1 else None
    view = {"type": "home", "blocks": blocks} if post.address.startswith("home:") else None
    attachment = post.facts.get("attachment")
    shown = Attachment("plan.png", "The plan", lambda: _paint(attachment)) if attachment else None
    return Payload(text, blocks, view, refresh_at, shown)


def _paint(what: str) -> bytes:
    if what == "impossible":
        raise ZeroDivisionError("this picture cannot be made")
    return b"\x89PNG " + what.encode()
