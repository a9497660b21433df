"""Every list of domains is whole: the policy, what can be proposed, its titles and words, the picker."""

import pytest

from bot.domains import KINDS
from bot.domains.kind import WHY, FieldKind, Kind
from bot.policy.table import DEFAULT_POLICY
from bot.views.fields import _ELEMENTS
from bot.views.picker import picker
from bot.views.words import DOMAINS
from models.enums import Domain

ALL = list(KINDS.values())


def test_every_domain_is_in_every_list() -> None:
    assert set(KINDS) == set(DEFAULT_POLICY.rows) == set(DOMAINS) == set(Domain)
    assert all(kind.domain is domain for domain, kind in KINDS.items())
    offered = picker(channel_id="C1")["blocks"][0]["element"]["options"]
    assert [each["value"] for each in offered] == [str(domain) for domain in KINDS]


def test_titles_are_short_plain_and_unlike_each_other() -> None:
    titles = [kind.title for kind in ALL]
    assert len(set(titles)) == len(titles)
    assert all(len(each) <= 24 for each in titles)
    assert not [each for each in titles for word in ("domain", "steward", "lapse", "joint") if word in each.lower()]


def test_only_money_is_between_few() -> None:
    assert {domain for domain, kind in KINDS.items() if kind.private} == {Domain.PRICE, Domain.BUDGET}


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: str(kind.domain))
def test_its_fields_can_be_drawn(kind: Kind) -> None:
    keys = [each.key for each in kind.fields]
    assert len(set(keys)) == len(keys)
    assert kind.fields[-1] is WHY
    assert {each.kind for each in kind.fields} <= set(_ELEMENTS)
    assert set(_ELEMENTS) == set(FieldKind)
    for each in kind.fields:
        assert len(each.label) <= 48
        assert 0 < each.max_length <= 3000
        chosen = each.kind in (FieldKind.CHOICE, FieldKind.FLAG)
        assert bool(each.options) is chosen
    assert kind.about is None or kind.about in keys


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: str(kind.domain))
def test_nothing_to_nothing_is_no_change(kind: Kind) -> None:
    assert kind.lines({}, {}) == []
