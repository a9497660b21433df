"""What to do with each answer, as one table.

An answer is Slack's error name, or one of ours for what is not Slack's to name:

    connection_refused  no connection was made (refused, no such host, TLS): surely not sent
    timeout             no answer within the HTTP timeout
    dropped             the connection ended before an answer
    server_error        a 5xx
    unreadable          an answer that is not Slack's
    http_error          a 4xx that is not Slack's (a proxy in between): surely not sent
    no_client           we have no token for this workspace
"""

from enum import Enum, auto


class Deed(Enum):
    """What to do with a post after an answer."""

    #: Surely not taken, and not this post's fault: again, after a pause that grows.
    AGAIN = auto()
    #: Slack says when: this team and method is paused till then, and it was no attempt.
    WAIT = auto()
    #: It may have been taken: look for it before it is posted again.
    DOUBT = auto()
    #: Nothing can be said in this channel: hold what is owed there, tell its owner.
    HOLD = auto()
    #: We may not post there: say it to its people directly, tell an admin.
    GO_DIRECT = auto()
    #: That person is gone: their deputy.
    STAND_IN = auto()
    #: Its form is refused: plain text once, then park it. Our fault.
    PLAIN = auto()
    #: The message to be changed is gone: post the card anew.
    ANEW = auto()
    #: The thread is gone or shut: say it in the conversation itself.
    UNTHREAD = auto()
    #: We were thrown out of the workspace: stop there, keep what is owed.
    STOP = auto()
    #: It will not be taken, and nobody knows why: park it. Our fault.
    PARK = auto()


OUTCOMES: dict[Deed, tuple[str, ...]] = {
    Deed.WAIT: ("ratelimited", "rate_limited"),
    Deed.AGAIN: (
        "connection_refused",
        "http_error",
        "request_timeout",
        "message_limit_exceeded",
        "team_added_to_org",
        "org_login_required",
    ),
    Deed.DOUBT: (
        "timeout",
        "dropped",
        "server_error",
        "unreadable",
        "internal_error",
        "fatal_error",
        "service_unavailable",
    ),
    Deed.HOLD: ("not_in_channel", "channel_not_found", "is_archived", "is_inactive"),
    Deed.GO_DIRECT: (
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_only_channel",
        "no_permission",
        "access_denied",
        "ekm_access_denied",
        "missing_scope",
        "team_access_not_granted",
        "posting_to_general_channel_denied",
        "user_not_in_channel",
    ),
    Deed.STAND_IN: (
        "user_not_found",
        "user_not_visible",
        "user_disabled",
        "users_not_found",
        "invalid_user_combination",
        "cannot_dm_bot",
    ),
    Deed.PLAIN: (
        "msg_too_long",
        "msg_blocks_too_long",
        "invalid_blocks",
        "invalid_blocks_format",
        "view_too_large",
        # What a misshapen view is called.
        "invalid_arguments",
        "request_too_large",
    ),
    Deed.ANEW: ("message_not_found", "cant_update_message", "edit_window_closed"),
    Deed.UNTHREAD: ("thread_not_found", "cannot_reply_to_message", "restricted_action_thread_locked"),
    Deed.STOP: (
        "token_revoked",
        "token_expired",
        "account_inactive",
        "app_uninstalled",
        "invalid_auth",
        "not_authed",
        "no_client",
    ),
}
DEEDS = {error: deed for deed, errors in OUTCOMES.items() for error in errors}

#: Methods that would be seen twice if they were called twice. (An ephemeral answer is not looked for: at most once.)
ONCE_ONLY = ("chat.postMessage", "chat.postEphemeral")
#: Where a refusal cannot be about the channel or its rules, because a person is written to.
DIRECT = ("dm:", "group:", "home:", "D")


def decide(method: str, error: str, address: str) -> Deed:
    """What to do when `method` was answered with `error` for a post owed at `address`."""
    deed = DEEDS.get(error, Deed.PARK)
    if deed is Deed.DOUBT and method not in ONCE_ONLY:
        return Deed.AGAIN
    if deed is Deed.ANEW and method != "chat.update":
        return Deed.UNTHREAD if error == "message_not_found" else Deed.PARK
    if deed is Deed.HOLD and method == "chat.postEphemeral":
        # An answer is no use once somebody has mended the channel.
        return Deed.GO_DIRECT
    if deed is Deed.HOLD and address.startswith(DIRECT):
        # A conversation with somebody who is not there any more.
        return Deed.STAND_IN
    return deed
