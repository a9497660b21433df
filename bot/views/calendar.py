"""Calendars: the file that calendar programs subscribe to, and the page that gives the link to it."""

from collections.abc import Sequence
from datetime import timedelta

import icalendar

from bot.services.feeds import Calendar, Entry, Feed
from bot.views import ids
from bot.views.blocks import Block, Message, Raw, actions, button, context, header, md, section
from bot.views.words import day

#: How often a calendar program may look again.
REFRESH = timedelta(hours=1)
#: How long the moment at which an answer is due is drawn.
MOMENT = timedelta(minutes=15)
#: Unlike any other program's; part of what keeps an entry the same entry.
HOST = "countersign"
SHOWN = 20


def as_ics(calendar: Calendar) -> bytes:
    """The calendar as iCalendar (RFC 5545): the same facts give the same bytes."""
    whole = icalendar.Calendar()
    whole.add("prodid", "-//Countersign//Plan//EN")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    name = f"{calendar.project} (Countersign)" if calendar.project else "Countersign"
    # NAME and REFRESH-INTERVAL are RFC 7986; the X- names are what Outlook and Apple read instead.
    whole.add("name", name)
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT1H")
    for entry in calendar.entries:
        whole.add_component(_event(entry, calendar))
    return bytes(whole.to_ical())


def _event(entry: Entry, calendar: Calendar) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{entry.uid}@{HOST}")
    event.add("dtstamp", entry.since or calendar.changed_at)
    event.add("summary", title(entry))
    if entry.at is not None:
        event.add("dtstart", entry.at)
        event.add("dtend", entry.at + MOMENT)
    elif entry.day is not None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
    # A date in the plan keeps nobody busy.
    event.add("transp", "TRANSPARENT")
    event.add("status", "TENTATIVE" if entry.proposed else "CONFIRMED")
    if entry.client_date:
        event.add("description", "The client was told this date.")
    return event


def title(entry: Entry) -> str:
    """`Acme site: Homepage copy (client date)`."""
    if entry.answer:
        return f"{entry.project}: answer due, {entry.what}"
    notes = [
        word
        for word, holds in (
            ("received" if entry.from_whom else "done", entry.done),
            ("proposed", entry.proposed),
            ("client date", entry.client_date),
        )
        if holds
    ]
    whose = f" from {entry.from_whom}" if entry.from_whom else ""
    return f"{entry.project}: {entry.what}{whose}" + (f" ({', '.join(notes)})" if notes else "")


def calendar_page(feeds: Sequence[Feed], *, link: str | None = None, of: str = "") -> Message:
    """Which calendars somebody has a link to, and buttons to get, renew or revoke one. `link` is shown this once."""
    blocks: list[Block] = [header("Calendars")]
    if link is not None:
        blocks += [
            section(md("The link to {of}, shown only now:\n`{link}`", of=of or "your own calendar", link=link)),
            context(Raw("In your calendar choose “subscribe by address” and paste it. Whoever has it can read those "
                        "dates, so keep it to yourself; `Revoke` ends it.")),
        ]  # fmt: skip
    else:
        blocks.append(section(Raw("Deadlines, milestones, what the client owes and answers due in the calendar you "
                                  "use: subscribe by a secret link. It shows no money, and only what you may "
                                  "see.")))  # fmt: skip
    for feed in feeds[:SHOWN]:
        blocks += _feed(feed)
    if len(feeds) > SHOWN:
        blocks.append(context(Raw("For another project: `/countersign calendar Acme site`.")))
    return Message("Your calendars", blocks)


def _feed(feed: Feed) -> list[Block]:
    name = feed.name or "Everything of mine"
    about, value = feed.name or "your own calendar", ids.pack(project=feed.project_id)
    # In a channel's answer and in a form the same page has each of its buttons once for each calendar.
    tail = feed.project_id or "mine"
    if feed.made_at is None:
        get = button("Get the link", f"{ids.CALENDAR_LINK}:{tail}", value, about=f"Get the link to {about}")
        return [section(md("*{name}*", name=name), get)]
    return [
        section(md("*{name}*  ·  link made {day}", name=name, day=day(feed.made_at.date()))),
        actions(
            button("New link", f"{ids.CALENDAR_LINK}:{tail}", value, about=f"New link to {about}"),
            button("Revoke", f"{ids.CALENDAR_REVOKE}:{tail}", value, style="danger", about=f"Revoke {about}"),
        ),
    ]
