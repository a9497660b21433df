"""Giving Slack a picture: an address for it, the bytes, and done. It is shared with nobody until a message shows it.

So each step may be repeated without anybody seeing anything twice; what is seen is the message, which is posted once
like any other. (`files.completeUploadExternal` with a channel would post by itself, without our marker.)
"""

from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.payload import Attachment
from bot.delivery.slack import Answer, ask

ADDRESS = "files.getUploadURLExternal"
COMPLETE = "files.completeUploadExternal"


async def upload(
    client: AsyncWebClient, attachment: Attachment, data: bytes, *, go_on: Callable[[], Awaitable[bool]]
) -> tuple[Answer, str | None]:
    """The file's id, or what went wrong (and then in which step). `go_on` is asked between the steps."""
    answer, body = await ask(
        ADDRESS,
        client.files_getUploadURLExternal(
            filename=attachment.file_name, length=len(data), alt_txt=attachment.alt_text[:1000]
        ),
    )
    address, file_id = str(body.get("upload_url") or ""), str(body.get("file_id") or "")
    if answer.error or not address or not file_id:
        return answer if answer.error else Answer(ADDRESS, "unreadable"), None
    answer = await _send(client, address, data) if await go_on() else Answer(ADDRESS, "lease_over")
    if answer.error:
        return answer, None
    if not await go_on():
        return Answer(COMPLETE, "lease_over"), None
    title = attachment.file_name.rpartition(".")[0]
    answer, _ = await ask(COMPLETE, client.files_completeUploadExternal(files=[{"id": file_id, "title": title}]))
    return answer, None if answer.error else file_id


async def _send(client: AsyncWebClient, address: str, data: bytes) -> Answer:
    """The bytes themselves; no token goes along, the address is the permission."""
    session = client.session
    assert session is not None, "the bot's client has a session"
    try:
        async with session.post(address, data=data, headers={"content-type": "application/octet-stream"}) as answer:
            if answer.status == 200:
                return Answer(ADDRESS)
            return Answer(ADDRESS, "server_error" if answer.status >= 500 else "http_error")
    except TimeoutError:
        return Answer(ADDRESS, "timeout")
    except (aiohttp.ClientError, OSError):
        return Answer(ADDRESS, "dropped")
