"""The first days of the year that `make year` lives through whole."""

from tests.year.report import AIM, figures, page
from tests.year.year import Year

#: From a public holiday in London over New Year's Day and a weekend into the next week's check-ins.
DAYS = 8


async def test_nobody_is_pinged_on_leave_on_a_holiday_at_night_or_on_their_weekend(empty_sqlite: str) -> None:
    found = await Year(empty_sqlite, DAYS).run()
    assert found.faults == []
    everybody = [each.user_id for each in found.agency.people]
    assert figures(found.per_day(everybody))[3] < AIM
    # It was no empty week.
    assert {"reminder", "digest", "checkin_asked", "request", "request_decided"} <= {
        each.picture for each in found.pings
    }
    assert {"ask", "approve", "check_in", "receive", "change_leave"} <= found.deeds.keys()
    assert "**0**" in page(found, DAYS, "this test")
