"""`urgent` is heard before everything and after the date, and is only a word in a reason or a name."""

import pytest

from bot.language.urgency import read_urgent


@pytest.mark.parametrize(
    ("text", "rest", "urgent"),
    [
        ("14 Dec", "14 Dec", False),
        ("urgent 14 Dec because of tea", "14 Dec because of tea", True),
        ("Urgent: 14 Dec", "14 Dec", True),
        ("14 Dec urgent because of tea", "14 Dec because of tea", True),
        ("14 Dec, urgent - the client is away", "14 Dec - the client is away", True),
        ("14 Dec urgently", "14 Dec", True),
        ("Homepage copy +3 days URGENT", "Homepage copy +3 days", True),
        ("14 Dec because it is urgent", "14 Dec because it is urgent", False),
        ("14 Dec because urgent things came up", "14 Dec because urgent things came up", False),
        ("urgent", "urgent", False),
        ("", "", False),
    ],
)
def test_the_word_is_heard_where_it_is_meant(text: str, rest: str, urgent: bool) -> None:
    assert read_urgent(text) == (rest, urgent)


def test_a_name_that_holds_the_word_keeps_it() -> None:
    assert read_urgent("Urgent fixes 14 Dec", ["Deadline", "Urgent fixes"]) == ("Urgent fixes 14 Dec", False)
