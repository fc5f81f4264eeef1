"""The operator of the fake registers decides what was reported there, over a real connection."""

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django import Settings

from dengji.exchange import clients, fakes
from dengji.exchange.clients import NotReached, Published
from dengji.exchange.operator import decide, reports

TODAY = date(2027, 1, 4)
"""By the calendar of whoever decides; the fake's own runs behind it."""


@pytest.fixture
def fake(settings: Settings) -> Iterator[None]:
    """The fake, served beside the test."""
    world = fakes.World(lambda: date(2026, 11, 16))
    with fakes.served(fakes.application(world)) as address:
        settings.DENGJI_EXCHANGE = {"ministry_network": address}
        yield


def reported(case: str) -> str:
    """A report; its receipt."""
    return clients.report({"case": case, "body": "某厂"}, key=case)


def test_what_waits_is_listed_before_what_was_decided(fake: None) -> None:
    first, _ = reported("A1"), reported("A2")
    decide(first, on=TODAY)
    assert [(each.case, each.body, each.state) for each in reports()] == [
        ("A2", "某厂", "pending"),
        ("A1", "某厂", "published"),
    ]


def test_a_report_is_published_or_declined_with_its_reason(fake: None) -> None:
    published, declined = reported("A1"), reported("A2")
    decide(published, on=TODAY)
    decide(declined, on=TODAY, reason="材料不符")
    assert clients.decision(published) == Published(
        state="published", published_on=TODAY, number="2027000001"
    )
    assert clients.decision(declined) == clients.Declined(state="declined", reason="材料不符")


def test_a_fake_that_does_not_run_is_said_so(settings: Settings) -> None:
    settings.DENGJI_EXCHANGE = {"ministry_network": None}
    with pytest.raises(NotReached):
        reports()
