"""The picture of a plan: data → PNG, readable on a phone, and the words that say the same.

Drawn three times as large as a phone shows it. Nothing is said by colour alone: what is done is ticked, what is late
says so, a date that was moved has its old place and a line from there.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.services.timeline import Bar, Timeline
from bot.views.blocks import clip
from bot.views.sheet import DONE, INK, LATE, PAPER, PLANNED, QUIET, RULE, TODAY, Point, Sheet
from bot.views.words import STATUSES, day, days
from models.enums import ProjectStatus

#: Units; a phone shows a message about so wide.
WIDTH = 360
MARGIN = 14
HEAD = 58
AXIS = 20
ROW = 42
FOOT = 34
#: More rows than that nobody reads on a phone; what is done goes first.
ROWS = 14
ALT_TEXT = 2000

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rows(timeline: Timeline) -> tuple[tuple[Bar, ...], int]:
    """The bars that are shown, in order, and how many are not: the longest done are left out first."""
    bars = timeline.bars
    over = len(bars) - ROWS
    if over <= 0:
        return bars, 0
    done = [each for each in bars if each.done is not None]
    left_out = done[:over]
    # Then those furthest away; never the deadline, which comes last.
    open_ones = [each for each in bars[:-1] if each.done is None]
    left_out += open_ones[len(open_ones) - (over - len(left_out)) :] if over > len(left_out) else []
    gone = {id(each) for each in left_out}
    return tuple(each for each in bars if id(each) not in gone), over


def note(bar: Bar, today: date) -> str:
    """What is to be said of a bar beside its mark: `done`, `3 days late`, `+5 working days`."""
    said = []
    if bar.done is not None:
        said.append("done")
    elif bar.is_late(today):
        late = (today - bar.planned).days
        said.append(f"{late} {days(late)} late")
    if bar.slip:
        said.append(f"{bar.slip:+d} working {days(abs(bar.slip))}".replace("-", "\N{MINUS SIGN}"))
    return ", ".join(said)


def alt_text(timeline: Timeline) -> str:
    """The picture in words, at most as many as Slack takes."""
    shown, more = rows(timeline)
    lines = [f"Timeline of {timeline.project} on {day(timeline.today)} ({STATUSES[timeline.status]})."]
    for bar in shown:
        said = note(bar, timeline.today)
        client = ", client date" if bar.client_date else ""
        agreed = f", first agreed for {day(bar.agreed)}" if bar.agreed and bar.slip else ""
        lines.append(f"{bar.name}: {day(bar.planned)}{client}{agreed}{f' ({said})' if said else ''}.")
    if more:
        lines.append(f"And {more} more.")
    return clip(" ".join(lines), ALT_TEXT)


def draw(timeline: Timeline) -> bytes:
    """The picture as PNG, `WIDTH * SCALE` pixels wide. Takes some 100 ms: not for the event loop."""
    shown, more = rows(timeline)
    height = HEAD + AXIS + ROW * len(shown) + FOOT
    sheet = Sheet(WIDTH, height)
    dates = _Axis.of(timeline, shown)
    _head(sheet, timeline)
    _grid(sheet, dates, timeline.today, height - FOOT)
    for number, bar in enumerate(shown):
        _row(sheet, dates, bar, timeline.today, HEAD + AXIS + ROW * number)
    _foot(sheet, more, height)
    return sheet.png()


@dataclass(frozen=True, slots=True)
class _Axis:
    """Days → places from left to right."""

    first: date
    last: date

    @classmethod
    def of(cls, timeline: Timeline, bars: tuple[Bar, ...]) -> "_Axis":
        found = {timeline.today, *(each.planned for each in bars), *(each.agreed for each in bars if each.agreed)}
        # The start is shown where the plan is not so long that the rest of it would be squeezed.
        found.add(max(timeline.start, min(found) - timedelta(days=60)))
        return cls(min(found) - timedelta(days=2), max(found) + timedelta(days=2))

    def x(self, when: date) -> float:
        share = (when - self.first).days / (self.last - self.first).days
        return MARGIN + share * (WIDTH - 2 * MARGIN)

    def ticks(self) -> list[tuple[date, str]]:
        """Firsts of months (or Mondays in a short plan), as many as can be read."""
        span = (self.last - self.first).days
        if span <= 45:
            monday = self.first + timedelta(days=-self.first.weekday() % 7)
            step = 7 if span <= 32 else 14
            found = [monday + timedelta(days=ahead) for ahead in range(0, span, step)]
            return [(each, f"{each.day} {_MONTHS[each.month - 1]}") for each in found if each <= self.last]
        step = next((each for each in (1, 2, 3, 6) if span / 30 / each <= 9), 12)
        months = range(self.first.year * 12 + self.first.month, self.last.year * 12 + self.last.month)
        firsts = [date(number // 12, number % 12 + 1, 1) for number in months]
        return [(each, _month(each)) for each in firsts if (each.month - 1) % step == 0]


def _month(first: date) -> str:
    return f"{_MONTHS[first.month - 1]} {first.year}" if first.month == 1 else _MONTHS[first.month - 1]


def _head(sheet: Sheet, timeline: Timeline) -> None:
    room = WIDTH - 2 * MARGIN
    sheet.write((MARGIN, 26), sheet.fitted(timeline.project, 17, room, bold=True), 17, INK, bold=True)
    state = "" if timeline.status is ProjectStatus.LIVE else f"  ·  {STATUSES[timeline.status]}"
    below = f"{timeline.client}{state}  ·  {day(timeline.today)}"
    sheet.write((MARGIN, 46), sheet.fitted(below, 12, room), 12, QUIET)


def _grid(sheet: Sheet, dates: _Axis, today: date, bottom: float) -> None:
    taken = -100.0
    for when, words in dates.ticks():
        x = dates.x(when)
        sheet.line((x, HEAD + AXIS - 4), (x, bottom), RULE, 0.7)
        start = min(max(MARGIN, x - sheet.width(words, 11) / 2), WIDTH - MARGIN - sheet.width(words, 11))
        if start > taken + 8:
            sheet.write((start, HEAD + 12), words, 11, QUIET)
            taken = start + sheet.width(words, 11)
    sheet.dashes((dates.x(today), HEAD + AXIS - 4), (dates.x(today), bottom), TODAY, 1.6)


def _row(sheet: Sheet, dates: _Axis, bar: Bar, today: date, top: float) -> None:
    track = top + 31
    colour = DONE if bar.done is not None else LATE if bar.is_late(today) else PLANNED
    _words(sheet, bar, today, top, colour)
    said = note(bar, today)
    sheet.line((MARGIN, track), (WIDTH - MARGIN, track), RULE, 1.0)
    here = (dates.x(bar.planned), track)
    if bar.agreed is not None and bar.slip:
        there = (dates.x(bar.agreed), track)
        sheet.line(there, here, colour, 2.4)
        sheet.diamond(there, 4.6, colour, hollow=True)
    _mark(sheet, bar, here, colour)
    if said:
        _beside(sheet, said, here, dates.x(bar.agreed) if bar.agreed and bar.slip else here[0], colour)


def _words(sheet: Sheet, bar: Bar, today: date, top: float, colour: str) -> None:
    """The name, whether the client was told the date, and the date; the ground keeps lines from crossing them."""
    when, client = _short(bar.planned, today), "  client date" if bar.client_date else ""
    right = sheet.width(when, 12.5, bold=True)
    after = sheet.width(client, 10.5)
    name = sheet.fitted(bar.name, 12.5, WIDTH - 2 * MARGIN - right - after - 12, bold=bar.is_deadline)
    wide = sheet.width(name, 12.5, bold=bar.is_deadline)
    sheet.box((MARGIN - 2, top + 3), (MARGIN + wide + after + 3, top + 20), PAPER)
    sheet.box((WIDTH - MARGIN - right - 3, top + 3), (WIDTH - MARGIN + 2, top + 20), PAPER)
    sheet.write((MARGIN, top + 16), name, 12.5, INK, bold=bar.is_deadline)
    sheet.write((MARGIN + wide, top + 16), client, 10.5, QUIET)
    sheet.write((WIDTH - MARGIN, top + 16), when, 12.5, colour, bold=True, anchor="rs")


def _mark(sheet: Sheet, bar: Bar, here: Point, colour: str) -> None:
    x, y = here
    if bar.done is not None:
        sheet.disc(here, 6.5, colour)
        sheet.line((x - 3, y + 0.2), (x - 0.8, y + 2.6), PAPER, 1.5)
        sheet.line((x - 0.8, y + 2.6), (x + 3.2, y - 2.6), PAPER, 1.5)
    else:
        sheet.diamond(here, 7.5 if bar.is_deadline else 6.0, colour)


def _beside(sheet: Sheet, said: str, here: Point, there: float, colour: str) -> None:
    """The note, on whichever side of the mark (and of its old place) there is more room."""
    left, right = min(here[0], there) - 11, max(here[0], there) + 11
    room_left, room_right = left - MARGIN, WIDTH - MARGIN - right
    words = sheet.fitted(said, 10.5, max(room_left, room_right))
    width = sheet.width(words, 10.5)
    start = right if width <= room_right else left - width
    sheet.box((start - 2, here[1] - 6), (start + width + 2, here[1] + 6), PAPER)
    sheet.write((start, here[1] + 3.8), words, 10.5, colour if colour != PLANNED else QUIET)


def _short(when: date, today: date) -> str:
    """`Fri 12 Nov`; with the year where it is not this one."""
    return day(when) if when.year != today.year else day(when).rpartition(" ")[0]


def _foot(sheet: Sheet, more: int, height: float) -> None:
    y = height - 12
    x: float = MARGIN
    if more:
        words = f"and {more} more"
        sheet.write((WIDTH - MARGIN, y), words, 10.5, QUIET, anchor="rs")
    for kind, words in (("planned", "planned"), ("agreed", "first agreed"), ("done", "done"), ("today", "today")):
        if kind == "today":
            sheet.dashes((x + 4, y - 9), (x + 4, y + 1), TODAY, 1.6, 2.5)
        elif kind == "done":
            _mark(sheet, Bar("", date.min, done=date.min), (x + 5, y - 4), DONE)
        else:
            sheet.diamond((x + 5, y - 4), 4.6, PLANNED, hollow=kind == "agreed")
        sheet.write((x + 15, y), words, 10.5, QUIET)
        x += 15 + sheet.width(words, 10.5) + 12
