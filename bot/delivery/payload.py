"""What a picture comes to: the words and blocks of one message, or the view of a Home."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Payload:
    """One drawn picture."""

    #: Always there: for notifications, for screen readers, and for when Slack will not take the blocks.
    text: str
    blocks: list[dict[str, Any]]
    #: For a Home, instead of blocks.
    view: dict[str, Any] | None = None
    #: Draw it again at this instant; None leaves the post's own instant as it is.
    refresh_at: datetime | None = None
