"""Answers that are no Web API call: in an acknowledgement, or posted to a response_url."""

from typing import Any

from sandbox import events
from sandbox.caller import Caller
from sandbox.handles import OpenView, ResponseUrl
from sandbox.methods.chat import OTHER_CHARACTERS, by_bot, message_content
from sandbox.methods.views import _body
from sandbox.refusals import Json, SlackRefusal, invalid_arguments
from sandbox.workspace import Change, Post


def respond(caller: Caller, url: ResponseUrl) -> Post | None:
    """Do what a post to a response_url asks for. Raises SlackRefusal. Returns the message it made or changed."""
    given = caller.arguments
    channel = caller.workspace.channels[url.channel]
    source = caller.workspace.find(channel, url.post) if url.post else None
    if given.flag("delete_original"):
        if source is not None:
            caller.workspace.remove(channel, source)
        return None
    content = message_content(caller, OTHER_CHARACTERS)
    if given.flag("replace_original") and source is not None:
        if "blocks" not in content:
            source.message.pop("blocks", None)
        source.message |= content
        caller.workspace.changed(Change("updated", channel.id, source.ts, source.viewer))
        return source
    thread = given.text("thread_ts")
    if thread:
        content["thread_ts"] = thread
    if given.text("response_type") == "in_channel":
        made = caller.workspace.post(channel, {**by_bot(), **content})
        caller.announce(events.message(made, channel), channel)
        return made
    return caller.workspace.post(channel, {**by_bot(), **content}, viewer=url.user)


def answer_command(caller: Caller, user: str, channel: str) -> Post | None:
    """The answer in a slash command's acknowledgement: to that person only, unless it says in_channel."""
    body = caller.arguments.given
    if not any(body.get(name) for name in ("text", "blocks", "attachments")):
        return None
    return respond(caller, ResponseUrl("", user, channel, caller.workspace.clock.now()))


def answer_submission(caller: Caller, view: OpenView) -> dict[str, str]:
    """Do what the acknowledgement of a submitted form asks for: close it, or its `response_action`.

    Returns the sentences to show by the fields, by block_id. Raises SlackRefusal for what Slack cannot do.
    """
    body = caller.arguments.given
    action = body.get("response_action")
    stack = caller.handles.stack(view.user)
    if action is None and body:
        raise invalid_arguments("response must be empty or have a response_action")
    if action == "errors":
        return _errors(body.get("errors"), view)
    if action == "update":
        fresh = _body(caller)
        caller.handles.replace(view, fresh)
    elif action == "push":
        if len(stack) >= 3:
            raise SlackRefusal("push_limit_reached")
        stack.append(caller.handles.make_view(view.user, _body(caller), under=view))
    elif action == "clear":
        stack.clear()
    elif action is None:
        if view in stack:
            stack.remove(view)
    else:
        raise invalid_arguments("must be a valid enum value [json-pointer:/response_action]")
    caller.workspace.changed(Change("view", user=view.user))
    return {}


def _errors(errors: Any, view: OpenView) -> dict[str, str]:
    """Only input blocks can show an error; Slack shows 'we had some trouble connecting' for any other."""
    if not isinstance(errors, dict) or not errors:
        raise invalid_arguments("missing required field: errors")
    fields = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    unknown = [each for each in errors if each not in fields]
    if unknown:
        raise invalid_arguments(f"no input block is named {', '.join(unknown)} [json-pointer:/errors]")
    if not all(isinstance(each, str) and each for each in errors.values()):
        raise invalid_arguments("must be a string [json-pointer:/errors]")
    return dict(errors)


def as_message(body: Any) -> Json:
    """An acknowledgement's body as the arguments of a message: plain text is its text."""
    return body if isinstance(body, dict) else {"text": str(body)} if body else {}
