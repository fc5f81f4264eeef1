"""Days of rectifications: told once before the last one, once after, and not when nothing is open."""

from datetime import timedelta

import pytest

from dengji.filings.models import Filing
from dengji.messages.models import Message
from dengji.monitors.rectifications import remind
from dengji.supervision.acts.rectifying import hand_in
from tests.cast import Cast, given_cast
from tests.supervision.campaigns import clerk_of, given_bodies
from tests.supervision.test_rectifying import DUE, given_demand, manager_of, on


@pytest.fixture
def cast(db: None) -> Cast:
    """Tianjin with a filed body."""
    made = given_cast("120116", "120104")
    given_bodies(made, 1)
    return made


def told(title: str) -> set[str]:
    """The roles of those who were told so."""
    return set(Message.objects.filter(title__startswith=title).values_list("post__role", flat=True))


@pytest.mark.parametrize(("before", "heard"), [(4, set()), (3, {"manager"}), (0, {"manager"})])
def test_the_body_is_reminded_three_days_before_the_last(cast: Cast, before: int, heard: set[str]) -> None:
    filing = Filing.objects.get()
    manager_of(filing)
    given_demand(filing, cast)
    remind(on(DUE - timedelta(days=before)))
    assert told("整改期限将到") == heard


def test_from_the_day_after_body_and_office_are_told_once(cast: Cast) -> None:
    filing, clerk = Filing.objects.get(), clerk_of(cast)
    manager_of(filing)
    given_demand(filing, cast)
    assert remind(on(DUE + timedelta(days=1))) >= 2
    assert told("整改逾期") >= {"manager", clerk.role}
    assert remind(on(DUE + timedelta(days=2))) == 0


def test_what_was_reported_in_time_is_not_late(cast: Cast) -> None:
    filing = Filing.objects.get()
    hand_in(given_demand(filing, cast), "改好了。", by=manager_of(filing), at=on(DUE))
    remind(on(DUE + timedelta(days=9)))
    assert told("整改逾期") == set()
