"""The sentence for each thing that a person may be told. A test holds this list equal to the codes in use."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from bot.errors import Problem
from bot.views import ids
from bot.views.blocks import Message, Raw, actions, button, md, section
from bot.views.words import ENDED, STATUSES, bare_day, counted, day, listing, mention, mentions, moment
from models.enums import ProjectStatus, RequestState

#: Requests that end with their project, as many as are named.
ENDING_SHOWN = 10

SENTENCES: dict[str, str] = {
    # what was typed or picked
    "date_missing": "Pick a date.",
    "date_past": "{date} is in the past. Pick a date from today on.",
    "date_far": "{date} is too far away. Is the year right?",
    "date_past_yearless": "Past. Did you mean {dates}? Nothing was changed.",
    "date_ambiguous": "That can be {choices}. Write the month as a word, such as 14 Dec.",
    "date_mismatch": "That day and that date do not go together. Did you mean {choices}?",
    "date_unknown": "There is no such date: {text}.",
    "date_unclear": "I could not read a date in “{text}”. Write it like 14 Dec 2027, Friday or +3 days.",
    "same_date": "{what} is {date} already.",
    "same_follows": "{what} comes after {other} already.",
    "follows_missing": "Pick the milestone that it comes after, or Nothing.",
    "follows_circle": "{what} cannot come after {other}: {other} comes after {what} already, or is the same one.",
    "follows_early": "{what} cannot be earlier than {other} ({date}), which it comes after.",
    "milestone_taken": "{project} has {what} already. `/deadline {what} 19 Nov` moves it.",
    "input_after": "{what} ({date}) waits for it, so it is needed by then at the latest.",
    "same_brief": "Nothing in the brief was changed.",
    "name_length": "The name needs 1 to {limit} characters.",
    "text_long": "{label} takes at most {limit} characters.",
    "text_moved": "{what} was changed in the meantime. Copy your words, close this form and open it again.",
    "same_value": "{what} is like that already.",
    "other_target": "This request is about {what}. Ask for anything else by itself.",
    "brief_moved": "The brief was changed in the meantime. Copy your words, close this form and open it again.",
    "brief_long": "All parts of the brief together take at most {limit} characters.",
    "reason_missing": "Say why; it is kept with the decision.",
    "empty": "This cannot be empty.",
    "too_long": "At most {limit} characters.",
    "channel_missing": "Pick the channel in which this project is talked about.",
    "channel_shared": "Another organisation reads that channel. Pick one of your own; cards are internal.",
    "second_missing": "{name} would be both. Pick a second who says yes where the other role would.",
    "second_same": "The second has to be somebody else.",
    "person_missing": "Pick a person.",
    "ops_lead_missing": "Somebody has to be ops lead.",
    "person_gone": "This person is not in the workspace any more.",
    "person_outsider": "{name} is a guest, a bot or from another organisation, and cannot be picked here.",
    "person_freelancer": "{name} is a freelancer: they can be booked, but never decide or see money.",
    "channel_clients": "{names} reads that channel from the client's side. Pick one of your own; cards are internal.",
    "deputy_self": "{name} would stand in for themselves. Pick somebody else.",
    "deputy_other_role": "{name} holds or deputises a role of this project already. Pick somebody else.",
    "handover_same": "{name} holds that role already. Pick somebody else.",
    "name_reserved": "“{name}” means something else in commands. Give the milestone another name.",
    "name_taken": "There is a project named {name} already.",
    "amount_unclear": "“{text}” is not an amount I can read. Write it like 12,500 or 12.5k.",
    "amount_range": "The budget must be between 0 and a million million.",
    "amount_outside": "{label} must be between 0 and a million million.",
    "number_unclear": "“{text}” is not a number.",
    "number_outside": "{label} must be between 0 and {limit}.",
    "hours_missing": "Say how many hours, or take them off the project.",
    "rounds_unclear": "Rounds are a whole number up to 100.",
    "scope_there": "{what} is in the scope already. Change its rounds, or take it out.",
    "scope_unknown": "There is no deliverable “{what}” in the scope. It has {listed}.",
    "contingency_large": "The contingency is a part of the budget, so it cannot be larger.",
    "choice_missing": "Pick one.",
    "first_both_sign": "Both sign this, so neither does it first. Ask as urgent.",
    "first_no_role": "Only who acts for one of the project's roles does it first. Ask as urgent.",
    "first_only_new": "This is asked for already. Withdraw it, or ask as urgent.",
    "same_policy": "The policy says that already.",
    "percent_outside": "Write a whole number from 0 to 100.",
    "currency_differs": "“{text}” is not in {currency}. All of it has to be in one currency.",
    "currency_missing": "Pick the currency.",
    "time_missing": "Pick a time.",
    "hours_none": "That ends when it begins.",
    "hours_few": "That is less than an hour a day, and leaves no time to answer anybody.",
    "silence_outside": "Write working hours, from {least} (0.25) to {most}.",
    "urgent_slow": "What is urgent cannot take longer than the usual {hours}.",
    "weekdays_missing": "Pick at least one day.",
    "quiet_half": "Quiet hours need a beginning and an end.",
    "quiet_all": "That leaves nothing of your working day, and nothing could ever reach you.",
    "digest_after_work": "That is after work. Pick a time before {until}.",
    "region_unknown": "There is no region “{text}” with holidays of its own there. Known are: {listed}.",
    "offsets_unclear": "Write numbers of working days, such as 10, 5, 2, 1, 0, or “none”. I could not read “{text}”.",
    "offsets_far": "At most {limit} working days ahead.",
    "offsets_many": "At most {limit} reminders ahead of one date.",
    "not_your_reminder": "This reminder is for {whose}; only they can put it off.",
    "zone_unknown": "“{text}” is no time zone I know. Write it like Europe/Prague or America/New_York.",
    "away_upside_down": "That ends before it begins.",
    "away_past_yearless": "Past. Did you mean {period}? Nothing was changed.",
    "away_past": "That is over already.",
    "away_many": "You have {most} stretches of leave ahead already. Take one back first.",
    "colour_missing": "Pick green, amber or red.",
    "blockers_many": "At most {limit} at once. Put what belongs together on one line.",
    "answers_before": "Answers would be due before they are asked for. Pick a later time, or a later day.",
    "questions_missing": "Ask at least one question; a line for each.",
    "questions_many": "At most {limit} questions. People stop reading after a few.",
    "questions_twice": "Two of these questions read the same.",
    "questions_one_of": "Only one question can be (green/amber/red), and only one (blockers).",
    "questions_private": "Only a question that is answered in words can be (private).",
    # what does not exist
    "milestone_gone": "That milestone is not in the plan any more. Nothing was changed.",
    "milestone_unknown": "There is no milestone like “{text}” in {project}. It has {known}.",
    "value_unknown": "Nothing in {project} is called “{text}”. It has {known}.",
    "order_unknown": "Which comes after which in “{text}”? Write `/project after Homepage copy First look`. "
    "{project} has {known}.",
    "order_of_one": "{project} needs two milestones before one can come after another. "
    "`/project milestone Homepage copy 12 Dec` adds one.",
    "input_gone": "That is not needed from the client any more. Nothing was changed.",
    "input_unknown": "Nothing called “{text}” is needed from the client of {project}. Needed: {known}.",
    "project_gone": "That project does not exist any more.",
    "project_unknown": "No project named “{text}” here. Try `/project list`.",
    "project_unnamed": "Which project? Write its name: `/project reopen Acme site`.",
    "no_checkin": "You have no project to check in on. Check-ins begin when a project starts.",
    "no_project": "There is no project here yet. `/project new` makes one.",
    "project_closed": "{project} is closed. An ops lead opens it again with `/project reopen {project}`; "
    "`/project new` makes another.",
    "home_channel": "{project} lives here. `/project edit` moves it.",
    "not_linked": "{project} is not linked to this channel.",
    "not_a_channel": "Type this in the channel that you mean.",
    "no_guests": "No guests read that channel.",
    "request_gone": "That request does not exist any more.",
    "request_unknown": "There is no {name} in this workspace.",
    "calendar_not_served": "Calendars need this bot's web address. Whoever runs it sets PUBLIC_URL and PORT.",
    "button_unknown": "That is out of date. Nothing was changed; look at the newest card, please.",
    # what is not theirs
    "outsider": "Countersign is for members of this workspace. Ask your contact at the agency.",
    "freelancer": "As a freelancer you can be booked and can check in. For anything else ask the project manager.",
    "person_unknown": "Slack did not tell me in time who {whose} is. Nothing was changed; please try again.",
    "not_yours": "{name} is for {whose} to answer. Nothing was changed.",
    "deputy_not_yet": "{name} is for {whose} to answer; as deputy you can once they are away or late.",
    "whose_left": "{name} is for {whose} to answer, who left; nobody can until their role is given to somebody. An ops "
    "lead does that by `/project handover`. Nothing was changed.",
    "own_version": "You wrote this yourself, so somebody else has to say yes: {name} is for {whose} to answer.",
    "not_your_message": "That was offered to whoever wrote the message. Nothing was changed.",
    "not_yours_to_start": "{whose} must agree to start. Nothing was changed.",
    "not_your_request": "{name} was asked by {whose}; only they can do that.",
    "not_your_decision": "{whose} decided {name}; only they can take it back.",
    "not_your_checkin": "Check-ins of {project} are for {whose}, and for who is booked on it.",
    "not_your_blocker": "That is for {whose} to say. Nothing was changed.",
    "not_possible": "That cannot be done with {name} now.",
    "done_first": "{name} is done already and waits for an answer. Withdraw it to put the old value back.",
    "done_at_once": "{name} was done at once, so it cannot be changed or withdrawn. Ask for a new change instead.",
    "handover_not_yours": "{whose} or an ops lead hands that role of {project} over. Nothing was changed.",
    "not_a_role": "Only the account manager, the project manager or an ops lead of {project} can do that.",
    "admins_only": "Only {whose} and the workspace's admins can do that.",
    "ops_lead_only": "Only an ops lead can reopen a project.",
    # what came first
    "already_decided": "{name} {ended}. Nothing was changed.",
    "question_open": "{whose} has a question about {name} open; it has to be answered first.",
    "promise_answered": "You answered this already. Nothing was changed.",
    "message_gone": "That message was deleted or changed into something else, so nothing is sent.",
    "message_answered": "Something came of that message already. Nothing was changed.",
    "message_edited": "You changed that message in the meantime.",
    "no_question": "There is no open question about {name}.",
    "not_your_question": "The question about {name} is for {whose} to answer.",
    "checkin_answered": "You checked in on {project} already. Press `Check in` to change what you said.",
    "checkin_skipped": "You skipped this check-in on {project} already. `/checkin` still takes an answer.",
    "blocker_closed": "That is out of the way already.",
    "rounds_over": "Three other values were suggested for {name}. Approve or decline it; an ops lead may decide too.",
    "same_offer": "That is what is asked for already. Approve it, or suggest something else.",
    "part_asked": "{other} asks about {what} already. It has to be answered first.",
    "part_twice": "{what} is changed by this offer already. Say it once.",
    "money_and_lent": "They are booked elsewhere then, so that project's manager has to agree, who does not see money. "
    "Ask for the one or the other by itself.",
    "money_not_yours": "Only who sees the money of a project can offer some of it for {name}. Nothing was changed.",
    "pass_on_same": "{name} cannot answer this. Pick somebody else.",
    "already_signed": "You said yes to {name} already; it still needs a yes from {whose}.",
    "already_started": "This project has started already.",
    "already_agreed": "You agreed already; it still needs {whose} to agree.",
    "already_status": "{project} is {status} already.",
    "already_done": "{name} is done already.",
    "would_end": "Closing {project} ends {ending}, unanswered. Close it?",
    "policy_moved": "The policy was changed in the meantime. Open it again, please; nothing was changed.",
    "already_received": "{what} came already. Nothing was changed.",
    "plan_changed": "The proposals were changed in the meantime. Look at the card again, please.",
    "plan_moved": "The plan moved since {name} was asked, so nothing was changed. Approve again shows what differs.",
    "changed_since": "{name} was changed in the meantime. Look at the card again, please. Nothing was changed.",
    "open_request_yours": "You already asked for this: {name} is still open.",
    "open_request_theirs": "{who} already asked for this: {name} is still open. It has to be answered first.",
    "open_with_others": "{name} asks about this too, together with other things. It has to be answered first.",
    "asked_again": "{other} asks about the same thing now, so {name} cannot be taken back.",
    "moved_on": "{what} was changed again since, so this cannot be undone. Ask for a new change instead.",
    "depended_on": "{other} depends on {what} by now, so this cannot be undone. Ask for a new change instead.",
    "nothing_to_undo": "{name} changed nothing that could be undone.",
    "nothing_to_take_back": "There is nothing to take back in {name}.",
    "too_late_to_take_back": "Taking back was possible for five minutes. `/request undo {name}` asks it back.",
    "on_hold": "{project} is on hold. `/project resume` wakes it up.",
    "closed": "{project} is closed. Nothing was changed.",
    "not_started": "{project} has not started yet.",
    # no time
    "busy": "Busy right now. Nothing was changed; please press again.",
}

_DRAWN: dict[str, Callable[[Any], Raw]] = {
    "whose": lambda given: _people(given),
    "date": lambda given: md("{day}", day=day(given)) if given else Raw("That"),
    "choices": lambda given: md("{days}", days=" or ".join(day(each) for each in given)),
    "ending": lambda given: _ending(given),
    "period": lambda given: Raw(" to ".join(bare_day(each) for each in given)),
    "known": lambda given: md("{names}", names=", ".join(given) if given else "none yet"),
}


def sentence(problem: Problem) -> Raw:
    """What the person is told, as mrkdwn."""
    facts = {key: _draw(key, value) for key, value in problem.facts.items()}
    if "choices" in problem.facts:
        facts["dates"] = " or ".join(bare_day(each) for each in problem.facts["choices"])
    if problem.code == "already_decided":
        facts |= _how_decided(problem)
    return md(SENTENCES[problem.code], **facts)


def told(problem: Problem, *, in_form: bool = False) -> Message:
    """The same as a message of its own, with what to do next where there is one thing to do.

    `in_form`: it is shown where a form was, from which no other can be opened.
    """
    text = sentence(problem)
    blocks = [section(text)]
    if problem.code in ("no_project", "project_closed"):
        blocks.append(actions(button("Create one", f"{ids.OPEN_FORM}:create", ids.pack(form="project"))))
    if problem.code == "would_end" and "closing" in problem.facts:
        value = ids.pack(project=problem.facts["closing"], shown=problem.facts["shown"])
        blocks.append(actions(button("Close the project", ids.CLOSE_PROJECT, value, style="danger")))
    if problem.code == "open_request_theirs" and "version" in problem.facts and not in_form:
        value = str(ids.Versioned(problem.facts["request_id"], problem.facts["version"]))
        blocks.append(actions(button("Suggest another", ids.COUNTER, value)))
    return Message(text, blocks)


def spoken_sentence(problem: Problem) -> str:
    """The same beside a form's field, where Slack draws no mentions; `names` were looked up by the caller."""
    return SENTENCES[problem.code].format_map(_Plain(problem.facts))


def apology(code: str | None) -> Raw:
    """For what we did not foresee; the code is in the log."""
    return md(
        "Sorry, something went wrong on our side, and it is not certain that this was done. "
        "Look at the card before you try again. (code {code})",
        code=code or "unknown",
    )


class _Plain(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "somebody"

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return day(value)
        if key in ("choices", "period"):
            return (" or " if key == "choices" else " to ").join(day(each) for each in value)
        return value


def _people(given: Iterable[str]) -> Raw:
    found = list(given)
    return mentions(found) if found else Raw("An ops lead")


def _ending(given: Sequence[tuple[str, str, str]]) -> Raw:
    """`2 open requests: CR-2 (Deadline, by @Ada) and CR-5 (Change the brief, by @Petra)`."""
    lines = [md("{name} ({what}, by {who})", name=name, what=what, who=mention(who)) for name, what, who in given]
    more = [f"{len(lines) - ENDING_SHOWN} more"] if len(lines) > ENDING_SHOWN else []
    count = counted(len(lines), "open request", "open requests")
    return md("{count}: {all}", count=count, all=Raw(listing([*lines[:ENDING_SHOWN], *more])))


def _draw(key: str, value: Any) -> object:
    if key in _DRAWN:
        return _DRAWN[key](value)
    if key == "who" and value:
        return mention(str(value))
    if key == "status":
        return STATUSES[ProjectStatus(value)]
    return value


def _how_decided(problem: Problem) -> dict[str, object]:
    who, at = problem.facts.get("who"), problem.facts.get("at")
    state = RequestState(problem.facts["state"])
    verb = "expired" if state is RequestState.LAPSED else f"was already {ENDED[state]}"
    by = md(" by {who}", who=mention(who)) if who else Raw("")
    when = md(", {at}", at=moment(at)) if isinstance(at, datetime) else Raw("")
    return {"ended": md("{verb}{by}{when}", verb=verb, by=by, when=when)}
