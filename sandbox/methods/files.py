"""files.*: the three steps of an upload (address, bytes, completion)."""

from sandbox import events
from sandbox.caller import Caller, Method
from sandbox.methods.chat import by_bot
from sandbox.refusals import Json, SlackRefusal, invalid_arguments

LARGEST = 50_000_000


def upload_url(caller: Caller) -> Json:
    """files.getUploadURLExternal: an address that takes the bytes once."""
    name, length = caller.arguments.need("filename"), caller.arguments.number("length", 0)
    if length <= 0:
        raise invalid_arguments("must be greater than 0 [json-pointer:/length]")
    if length > LARGEST:
        raise SlackRefusal("file_upload_size_restricted")
    identity = caller.workspace.mint("F")
    caller.workspace.files[identity] = {
        "id": identity,
        "name": name,
        "title": name,
        "size": length,
        "alt_txt": caller.arguments.text("alt_txt"),
        "bytes": None,
        "done": False,
    }
    return {"upload_url": f"{caller.base}/upload/{identity}", "file_id": identity}


def complete(caller: Caller) -> Json:
    """files.completeUploadExternal: share what was uploaded in a channel, or keep it unshared."""
    wanted = caller.arguments.structure("files")
    if not isinstance(wanted, list) or not wanted:
        raise invalid_arguments("missing required field: files")
    found: list[Json] = []
    for each in wanted:
        kept = caller.workspace.files.get(each.get("id", "") if isinstance(each, dict) else "")
        if kept is None or kept["bytes"] is None:
            raise SlackRefusal("file_not_found")
        kept["title"] = each.get("title", kept["title"])
        found.append(kept)
    if caller.arguments.text("channel_id"):
        _share(caller, found)
    for kept in found:
        kept["done"] = True
        kept["since"] = caller.workspace.clock.now()
    return {"files": [shape(each, caller.base) for each in found]}


def shape(kept: Json, base: str) -> Json:
    """The file object of Slack's answers."""
    link = f"{base}/files/{kept['id']}"
    extension = str(kept["name"]).rpartition(".")[2].lower()
    return {
        "id": kept["id"],
        "name": kept["name"],
        "title": kept["title"],
        "size": kept["size"],
        "filetype": extension,
        "mimetype": {"png": "image/png", "csv": "text/csv", "txt": "text/plain"}.get(
            extension, "application/octet-stream"
        ),
        "url_private": link,
        "url_private_download": link,
        "permalink": link,
        "alt_txt": kept["alt_txt"],
    }


def _share(caller: Caller, files: list[Json]) -> None:
    channel = caller.channel("channel_id")
    if channel.is_archived:
        raise SlackRefusal("is_archived")
    if caller.workspace.bot.id not in channel.members:
        raise SlackRefusal("not_in_channel")
    message: Json = {
        **by_bot(),
        "text": caller.arguments.text("initial_comment"),
        "files": [shape(each, caller.base) for each in files],
        "upload": True,
    }
    if caller.arguments.text("thread_ts"):
        message["thread_ts"] = caller.workspace.root(channel, caller.arguments.text("thread_ts")).ts
    made = caller.workspace.post(channel, message)
    caller.announce(events.message(made, channel), channel)


METHODS = {
    "files.getUploadURLExternal": Method(upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete, ("files:write",)),
}
