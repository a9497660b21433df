"""What the form for a client input starts with, and the words to chase it with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domains import KINDS
from bot.services import finding, inputs
from bot.services.inputs import InputForm, Needed
from bot.services.people import require_insider
from bot.services.projects import get_project, require_started
from models.enums import Domain


def open_input_form(
    session: Session,
    *,
    team_id: str,
    user_id: str,
    channel_id: str,
    now: datetime,
    project_id: int | None = None,
    input_id: int | None = None,
    given: Mapping[str, Any] | None = None,
) -> InputForm:
    """For the project meant: the input's, the one named, else the channel's, else the person's own.

    Raises Refused (outsiders, on hold, closed, no role), NotFound.
    """
    require_insider(session, team_id, user_id)
    known: dict[str, Any] = {}
    if input_id is not None:
        found = inputs.get_needed(session, team_id=team_id, user_id=user_id, input_id=input_id, now=now)
        project_id = found.project_id
        known = {"what": found.what, "whom": found.from_whom, "due": found.due, "waits": found.waits_key,
                 "received": found.received_on is not None}  # fmt: skip
    choices = finding.in_question(session, team_id=team_id, user_id=user_id, channel_id=channel_id)
    settled = next((each for each in choices if each.project_id == project_id), choices[0])
    project = get_project(session, team_id, settled.project_id)
    require_started(project)
    targets = tuple(KINDS[Domain.DEADLINE].targets(session, project))
    several = len(choices) > 1 and input_id is None
    return InputForm(settled, tuple(choices) if several else (), targets, {**known, **(given or {})}, input_id)


def read_chase(session: Session, *, team_id: str, user_id: str, input_id: int, now: datetime) -> tuple[Needed, str]:
    """What is missing, and the first name of whoever asks for it. Raises Refused, NotFound."""
    person = require_insider(session, team_id, user_id)
    return inputs.get_needed(session, team_id=team_id, user_id=user_id, input_id=input_id, now=now), person.first_name
