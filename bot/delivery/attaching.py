"""Pictures that go with messages: made in a thread, uploaded once, left out when Slack will not have them.

A message is worth more than its picture: after three failures it goes without, and its words say the same.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.outcomes import Deed, decide
from bot.delivery.payload import Payload
from bot.delivery.slack import Answer
from bot.delivery.upload import ADDRESS, upload

log = logging.getLogger(__name__)

FAILURES = 3
#: Slack looks at an uploaded picture for a moment before a message may show it.
READY = timedelta(seconds=2)
#: Between two steps the lane was lost: somebody else sends this post now.
LEASE_OVER = "lease_over"


class Attachments:
    """The pictures that this process has uploaded for posts that are not shown yet. (After a restart one of them may
    be uploaded again; the first then lies unshared, and nobody sees it.)"""

    def __init__(self) -> None:
        self._files: dict[int, str] = {}
        self._failures: dict[int, int] = {}

    def has(self, post_id: int) -> bool:
        """Whether nothing needs to be uploaded any more."""
        return post_id in self._files

    def forget(self, post_id: int) -> None:
        """The post is shown, or will never be."""
        self._files.pop(post_id, None)
        self._failures.pop(post_id, None)

    def failed(self, post_id: int) -> bool:
        """Count a failure; True while another try is worth it."""
        self._failures[post_id] = self._failures.get(post_id, 0) + 1
        return self._failures[post_id] < FAILURES

    async def add(
        self, client: AsyncWebClient, post_id: int, payload: Payload, go_on: Callable[[], Awaitable[bool]]
    ) -> tuple[Answer, Payload | None]:
        """The payload with its picture, or without where that has no hope; None: try again as the answer says."""
        assert payload.attachment is not None
        if post_id not in self._files:
            try:
                data = await asyncio.to_thread(payload.attachment.make)
            except Exception:
                log.exception("the picture of post %s could not be made; it goes without", post_id)
                return Answer(ADDRESS), payload.without_attachment()
            answer, file_id = await upload(client, payload.attachment, data, go_on=go_on)
            if file_id is None:
                return answer, self._after(post_id, payload, answer.error or "")
            self._files[post_id] = file_id
        return Answer(ADDRESS), payload.showing(self._files[post_id])

    def _after(self, post_id: int, payload: Payload, error: str) -> Payload | None:
        deed = decide(ADDRESS, error, "")
        if error == LEASE_OVER or deed in (Deed.WAIT, Deed.STOP) or (deed is Deed.AGAIN and self.failed(post_id)):
            return None
        log.warning("the picture of post %s was not taken (%s); it goes without", post_id, error)
        return payload.without_attachment()
