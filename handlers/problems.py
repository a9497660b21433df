"""What people are told when a listener raised: the known errors' sentences, an apology with a code for the rest."""

from collections.abc import Mapping
from typing import Any

from bot.db import Unfinished
from bot.errors import Conflict, Invalid, Problem
from bot.services import outbox
from bot.tasks import TasksClosed
from bot.views.blocks import Message, section
from bot.views.problems import apology, spoken_sentence, told
from handlers.answering import as_words, page
from handlers.deps import Deps
from handlers.payloads import form_keys


class Problems:
    """The switchboard's `on_error`."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    def __call__(self, error: Exception, body: Mapping[str, Any], kind: str, code: str | None) -> dict[str, Any] | None:
        if isinstance(error, Unfinished):
            # It may yet commit, and then the outbox tells; never say "failed" of that.
            return None
        if isinstance(error, Conflict):
            self._refresh(error)
        if isinstance(error, Invalid) and kind == "view":
            keys = form_keys(body["view"])
            if keys:
                errors: dict[str, str] = {}
                for each in (error, *error.others):
                    errors.setdefault(each.field if each.field in keys else keys[0], spoken_sentence(each))
                return {"response_action": "errors", "errors": errors}
        message = told(error, in_form=kind == "view") if isinstance(error, Problem) else _sorry(code)
        if kind == "view":
            return {"response_action": "update", "view": page(message)}
        return as_words(message)

    def _refresh(self, conflict: Conflict) -> None:
        """The card that was pressed is out of date: draw it again."""
        request_id, project_id = conflict.facts.get("request_id"), conflict.facts.get("project_id")
        try:
            if isinstance(request_id, int):
                self._deps.tasks.after(self._deps.db.run(outbox.redraw, request_id=request_id))
            elif isinstance(project_id, int):
                self._deps.tasks.after(self._deps.db.run(outbox.redraw, project_id=project_id, picture="project"))
        except TasksClosed:
            pass  # stopping; cards are drawn again after an outage


def _sorry(code: str | None) -> Message:
    text = apology(code)
    return Message(text, [section(text)])
