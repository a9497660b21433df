"""How the workspace says no: by Slack's own error names."""

from typing import Any

Json = dict[str, Any]

#: every refusal of this workspace, and what earns it
KNOWN = {
    "account_inactive": "the installation's token no longer counts (by a fault)",
    "already_reacted": "the bot has put this reaction there already",
    "bot_not_found": "no such bot",
    "cannot_dm_bot": "bots have no direct messages with bots",
    "cant_delete_message": "somebody else wrote it",
    "cant_update_message": "somebody else wrote it",
    "channel_not_found": "no such conversation, or a private one the bot is not in",
    "duplicate_external_id": "another view has this external_id",
    "edit_window_closed": "too late to edit (by a switch)",
    "exchanged_trigger_id": "the trigger was used",
    "expired_trigger_id": "the trigger is older than three seconds",
    "expired_url": "the answer address is unknown or older than half an hour",
    "fatal_error": "Slack broke, perhaps after doing it (by a fault)",
    "file_not_found": "no such file, or its bytes never came",
    "file_upload_size_restricted": "the file is too large",
    "hash_conflict": "the view changed meanwhile",
    "internal_error": "Slack broke (by a fault)",
    "invalid_arguments": "an argument is missing or misshapen; the messages say which",
    "invalid_attachments": "attachments are no JSON",
    "invalid_auth": "no such token",
    "invalid_blocks": "blocks break a rule of Block Kit; the messages say which",
    "invalid_blocks_format": "blocks are no list of objects",
    "invalid_cursor": "no such page",
    "invalid_json": "the body is no JSON",
    "invalid_limit": "pages have 1 to 1000 entries",
    "invalid_metadata_format": "metadata is no JSON",
    "invalid_metadata_schema": "metadata lacks event_type or event_payload",
    "invalid_trigger_id": "no such trigger",
    "invalid_ts_oldest": "not a time",
    "invalid_types": "no such kind of conversation",
    "is_archived": "the channel is archived",
    "json_not_object": "the body is JSON but no object",
    "markdown_text_conflict": "markdown_text goes with neither text nor blocks",
    "message_not_found": "no such message",
    "method_not_supported_for_channel_type": "only public channels can be joined",
    "missing_scope": "the installation was not granted it",
    "msg_blocks_too_long": "the blocks hold too many characters in all",
    "msg_too_long": "the text is too long",
    "no_reaction": "the bot has not put this reaction there",
    "no_text": "neither text nor blocks",
    "not_allowed_token_type": "bot and app tokens are good for different methods",
    "not_authed": "no token",
    "not_found": "no such view",
    "not_in_channel": "the bot is not a member",
    "push_limit_reached": "three forms are open on top of each other",
    "ratelimited": "too fast; Retry-After says how long",
    "restricted_action": "only some may post here (by a switch)",
    "thread_not_found": "no such message to reply to",
    "token_revoked": "the installation is gone (by a fault)",
    "too_many_users": "a group has eight people at most",
    "too_many_websockets": "ten connections are open",
    "unknown_method": "no such method",
    "used_url": "the answer address was used five times",
    "user_disabled": "that person has left",
    "user_not_found": "no such person",
    "user_not_in_channel": "that person is not in the channel",
    "users_list_not_supplied": "nobody was named",
    "users_not_found": "nobody has that address",
    "view_too_large": "the view is larger than 250 kB",
}


class SlackRefusal(Exception):
    """`{"ok": false, "error": …}` with whatever else Slack adds to it."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    def answer(self) -> Json:
        return {"ok": False, "error": self.error, **self.more}


def invalid_arguments(*messages: str) -> SlackRefusal:
    """`invalid_arguments` with a line for each thing that is wrong."""
    return SlackRefusal("invalid_arguments", response_metadata={"messages": [f"[ERROR] {each}" for each in messages]})
