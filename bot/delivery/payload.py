"""What a picture comes to: the words and blocks of one message, or the view of a Home."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture that goes with a message; it is made and uploaded before the message is posted."""

    file_name: str
    #: Says the same in words.
    alt_text: str
    #: Makes the PNG. Takes too long for the event loop.
    make: Callable[[], bytes]


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
    #: Shown below the blocks, where Slack takes it.
    attachment: Attachment | None = None

    def showing(self, file_id: str) -> "Payload":
        """With the attachment as an image that Slack has under this id."""
        assert self.attachment is not None
        image = {"type": "image", "slack_file": {"id": file_id}, "alt_text": self.attachment.alt_text}
        return replace(self, blocks=[*self.blocks, image], attachment=None)

    def without_attachment(self) -> "Payload":
        return replace(self, attachment=None)
