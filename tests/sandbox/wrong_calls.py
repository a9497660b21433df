"""Wrong calls, at least one for every refusal the workspace knows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sandbox.server import Sandbox
from tests.sandbox.parrot import form, option, says, words

Json = dict[str, Any]
SITE, GENERAL, OLD, LEADS = "C07ACMESITE0", "C07GENERAL00", "C07OLDPITCH0", "G07LEADS0000"
ADA, SAM = "U07ADAADEYEM", "U07SAMOKORO0"
NOW = timedelta(0)


def ready(slack: Sandbox) -> None:
    """Nothing to prepare."""


@dataclass(frozen=True)
class Wrong:
    """A call that must fail. `given` may ask the workspace for ids first; `prepare` turns switches."""

    error: str
    method: str
    given: Json | Callable[[Sandbox], Json]
    prepare: Callable[[Sandbox], object] = ready
    later: timedelta = NOW
    said: str = ""


def no_scope(scope: str) -> Callable[[Sandbox], object]:
    return lambda slack: slack.scopes.discard(scope)


def fault(kind: str) -> Callable[[Sandbox], object]:
    return lambda slack: slack.fault("auth.test", kind)


def member_only(slack: Sandbox) -> None:
    slack.scopes.discard("chat:write.public")


def trigger(slack: Sandbox, **view: Any) -> Json:
    return {"trigger_id": slack.handles.trigger(ADA), "view": form(**view)}


def used_trigger(slack: Sandbox) -> Json:
    given = trigger(slack)
    slack.handles.triggers[given["trigger_id"]].used = True
    return given


def posted(slack: Sandbox, text: str = "hello", by: str = "U07COUNTERSN") -> str:
    message = {"user": by, "text": text, **({"bot_id": "B07COUNTERSN"} if by == "U07COUNTERSN" else {})}
    return slack.workspace.post(slack.channel(SITE), message).ts


def opened(slack: Sandbox, deep: int = 1, **view: Any) -> Json:
    """A trigger from the topmost of so many open forms."""
    stack = slack.handles.stack(ADA)
    for _ in range(deep):
        stack.append(slack.handles.make_view(ADA, form(**view)))
    return {"trigger_id": slack.handles.trigger(ADA, stack[-1].id), "view": form()}


def of_message(**given: Any) -> Callable[[Sandbox], Json]:
    return lambda slack: {"channel": SITE, "ts": posted(slack), **given}


def message(*blocks: Json, **more: Any) -> Json:
    return {"channel": SITE, "text": "x", "blocks": list(blocks), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}
SELECT = {"type": "static_select", "action_id": "s", "options": [option(f"o{n}") for n in range(101)]}
INPUT = form()["blocks"][0]

BLOCKS = [
    Wrong("invalid_blocks", "chat.postMessage", message(says("x" * 3001)), said="3000"),
    Wrong("invalid_blocks", "chat.postMessage", message(*[says("x")] * 51), said="50"),
    Wrong("invalid_blocks", "chat.postMessage", message({"type": "nonsense"}), said="/blocks/0/type"),
    Wrong("invalid_blocks", "chat.postMessage", message(actions(SELECT)), said="/blocks/0/elements/0"),
    Wrong("invalid_blocks", "chat.postMessage", message(TABLE, TABLE), said="only_one_table"),
    Wrong(
        "invalid_blocks", "chat.postMessage", message(says("x", block_id="a"), says("y", block_id="a")), said="block_id"
    ),
    Wrong(
        "invalid_blocks",
        "chat.postMessage",
        message(actions(*[{"type": "button", "text": words("x"), "action_id": "a"}] * 2)),
        said="action_id",
    ),
    Wrong(
        "invalid_blocks", "chat.postMessage", message(actions({"type": "button", "text": words("x" * 76)})), said="75"
    ),
    Wrong("invalid_blocks_format", "chat.postMessage", {"channel": SITE, "text": "x", "blocks": "[not json"}),
    Wrong("invalid_blocks_format", "chat.postMessage", {"channel": SITE, "text": "x", "blocks": ["text"]}),
    Wrong("msg_blocks_too_long", "chat.postMessage", message(*[says("x" * 2700)] * 5)),
    Wrong("msg_blocks_too_long", "chat.postMessage", message(*[{"type": "markdown", "text": "x" * 6001}] * 2)),
    Wrong("invalid_arguments", "views.open", lambda slack: trigger(slack, submit=None), said="submit"),
    Wrong("invalid_arguments", "views.open", lambda slack: trigger(slack, title=words("x" * 25)), said="24"),
    Wrong("invalid_arguments", "views.open", lambda slack: trigger(slack, private_metadata="x" * 3001), said="3000"),
    Wrong("invalid_arguments", "views.open", lambda slack: trigger(slack, blocks=[TABLE]), said="/view/blocks/0"),
    Wrong("invalid_arguments", "views.open", lambda slack: trigger(slack, blocks=[INPUT, INPUT]), said="block_id"),
    Wrong("invalid_arguments", "views.publish", {"user_id": ADA, "view": form()}, said="home"),
    Wrong("view_too_large", "views.open", lambda slack: trigger(slack, blocks=[says("x")] * 9000)),
]

VIEWS = [
    Wrong("invalid_trigger_id", "views.open", {"trigger_id": "1.2.3", "view": form()}),
    Wrong("expired_trigger_id", "views.open", trigger, later=timedelta(seconds=3.1)),
    Wrong("exchanged_trigger_id", "views.open", used_trigger),
    Wrong("invalid_arguments", "views.open", {"view": form()}, said="trigger_id"),
    Wrong("push_limit_reached", "views.push", lambda slack: opened(slack, 3)),
    Wrong("not_found", "views.push", trigger),
    Wrong("not_found", "views.update", {"view_id": "V0", "view": form()}),
    Wrong(
        "hash_conflict", "views.update", lambda slack: {**opened(slack), "external_id": "e", "hash": "old"} | _e(slack)
    ),
    Wrong("duplicate_external_id", "views.open", lambda slack: (_e(slack), trigger(slack, external_id="e"))[1]),
    Wrong("user_not_found", "views.publish", {"user_id": "U0", "view": {"type": "home", "blocks": []}}),
]


def _e(slack: Sandbox) -> Json:
    """A form that is open under the external_id `e`."""
    opened(slack, external_id="e")
    return {}


MESSAGES = [
    Wrong("no_text", "chat.postMessage", {"channel": SITE}),
    Wrong("no_text", "chat.postMessage", {"channel": SITE, "text": "  "}),
    Wrong("msg_too_long", "chat.postMessage", {"channel": SITE, "text": "x" * 40_001}),
    Wrong("msg_too_long", "chat.update", of_message(text="x" * 4_001)),
    Wrong("markdown_text_conflict", "chat.postMessage", {"channel": SITE, "text": "x", "markdown_text": "y"}),
    Wrong("invalid_attachments", "chat.postMessage", {"channel": SITE, "text": "x", "attachments": "[not"}),
    Wrong("invalid_metadata_format", "chat.postMessage", {"channel": SITE, "text": "x", "metadata": "{not"}),
    Wrong("invalid_metadata_schema", "chat.postMessage", {"channel": SITE, "text": "x", "metadata": {"a": 1}}),
    Wrong("invalid_arguments", "chat.postMessage", {"text": "x"}, said="channel"),
    Wrong("channel_not_found", "chat.postMessage", {"channel": "C0", "text": "x"}),
    Wrong("channel_not_found", "chat.postMessage", {"channel": LEADS, "text": "x"}),
    Wrong("channel_not_found", "chat.postMessage", {"channel": "#acme-site", "text": "x"}),
    Wrong("not_in_channel", "chat.postMessage", {"channel": GENERAL, "text": "x"}, member_only),
    Wrong("is_archived", "chat.postMessage", {"channel": OLD, "text": "x"}),
    Wrong(
        "restricted_action",
        "chat.postMessage",
        {"channel": SITE, "text": "x"},
        lambda s: s.switches.restricted.add(SITE),
    ),
    Wrong("thread_not_found", "chat.postMessage", {"channel": SITE, "text": "x", "thread_ts": "1.000001"}),
    Wrong("cannot_dm_bot", "chat.postMessage", {"channel": "U07COUNTERSN", "text": "x"}),
    Wrong("message_not_found", "chat.update", {"channel": SITE, "ts": "1.000001", "text": "x"}),
    Wrong("cant_update_message", "chat.update", lambda s: {"channel": SITE, "ts": posted(s, by=ADA), "text": "x"}),
    Wrong("cant_delete_message", "chat.delete", lambda s: {"channel": SITE, "ts": posted(s, by=ADA)}),
    Wrong(
        "edit_window_closed",
        "chat.update",
        of_message(text="x"),
        lambda slack: setattr(slack.switches, "edit_window", timedelta(minutes=1)),
        later=timedelta(minutes=2),
    ),
    Wrong("user_not_in_channel", "chat.postEphemeral", {"channel": SITE, "user": "U07OLAFBERG0", "text": "x"}),
    Wrong("message_not_found", "chat.getPermalink", {"channel": SITE, "message_ts": "1.000001"}),
]

CONVERSATIONS = [
    Wrong("user_not_found", "conversations.open", {"users": "U0"}),
    Wrong("users_list_not_supplied", "conversations.open", {}),
    Wrong("cannot_dm_bot", "conversations.open", {"users": "U07COUNTERSN"}),
    Wrong("too_many_users", "conversations.open", {"users": ",".join(f"U{n}" for n in range(9))}),
    Wrong(
        "user_disabled",
        "conversations.open",
        {"users": SAM},
        lambda s: setattr(s.person("Sam").member, "deleted", True),
    ),
    Wrong("invalid_types", "conversations.list", {"types": "secret"}),
    Wrong("invalid_limit", "conversations.list", {"limit": 1001}),
    Wrong("invalid_cursor", "conversations.list", {"cursor": "%%"}),
    Wrong("not_in_channel", "conversations.history", {"channel": GENERAL}),
    Wrong("invalid_ts_oldest", "conversations.history", {"channel": SITE, "oldest": "yesterday"}),
    Wrong("thread_not_found", "conversations.replies", {"channel": SITE, "ts": "1.000001"}),
    Wrong("is_archived", "conversations.join", {"channel": OLD}),
    Wrong(
        "method_not_supported_for_channel_type",
        "conversations.join",
        lambda s: {"channel": s.workspace.direct([ADA, "U07COUNTERSN"]).id},
    ),
]

REST = [
    Wrong("unknown_method", "chat.scream", {}),
    Wrong("user_not_found", "users.info", {"user": "U0"}),
    Wrong("users_not_found", "users.lookupByEmail", {"email": "nobody@example.com"}),
    Wrong("bot_not_found", "bots.info", {"bot": "B0"}),
    Wrong("message_not_found", "reactions.add", {"channel": SITE, "timestamp": "1.000001", "name": "eyes"}),
    Wrong("no_reaction", "reactions.remove", lambda s: {"channel": SITE, "timestamp": posted(s), "name": "eyes"}),
    Wrong("invalid_arguments", "files.getUploadURLExternal", {"filename": "a.png", "length": 0}),
    Wrong("file_upload_size_restricted", "files.getUploadURLExternal", {"filename": "a.png", "length": 10**9}),
    Wrong("file_not_found", "files.completeUploadExternal", {"files": [{"id": "F0"}]}),
    Wrong("not_allowed_token_type", "apps.connections.open", {}),
    Wrong("missing_scope", "chat.postMessage", {"channel": SITE, "text": "x"}, no_scope("chat:write")),
    Wrong("missing_scope", "conversations.history", {"channel": SITE}, no_scope("channels:history")),
    Wrong("missing_scope", "conversations.open", {"users": ADA}, no_scope("im:write")),
    Wrong("missing_scope", "conversations.open", {"users": f"{ADA},{SAM}"}, no_scope("mpim:write")),
    Wrong("missing_scope", "users.lookupByEmail", {"email": "a@b.example"}, no_scope("users:read.email")),
    Wrong("internal_error", "auth.test", {}, fault("internal_error")),
    Wrong("token_revoked", "auth.test", {}, fault("token_revoked")),
    Wrong("account_inactive", "auth.test", {}, fault("account_inactive")),
]

EVERY = [*BLOCKS, *VIEWS, *MESSAGES, *CONVERSATIONS, *REST]
