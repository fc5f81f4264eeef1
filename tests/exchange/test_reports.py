"""Reports of a sender: which, how many stand where, which are late."""

from datetime import date, timedelta

import pytest

from dengji.exchange.acts import Reporting, ask, receive
from dengji.exchange.models import Request
from dengji.exchange.reports import (
    Sought,
    counts,
    due_soon,
    late,
    report_within,
    reports_within,
    settled,
    unsettled,
)
from dengji.exchange.terms import Operation, Register, Report, State
from tests.exchange.registers import NOON

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 10)
PUBLISHED = {"state": "published", "published_on": "2026-03-02", "number": "1"}


def given(n: int, kind: str = Report.RESULTS, sender: int = 1, place: str = "120116") -> Request:
    """A report, due on a day."""
    reporting = Reporting(kind, Operation.NEW, sender=sender, place=place, due_on=DUE)
    return ask(Register.MINISTRY_NETWORK, about=f"a:{n}", payload={"n": n}, at=NOON, reporting=reporting)


def sent(request: Request, days: int) -> Request:
    """Taken by the network so many days after its last day."""
    at = NOON.replace(day=DUE.day) + timedelta(days=days)
    Request.objects.filter(pk=request.pk).update(state=State.SENT, sent_at=at, receipt="R")
    return request


def test_each_sender_sees_his_own_in_the_places_asked_for() -> None:
    mine, other = given(1), given(2, sender=2)
    elsewhere = given(3, place="350203")
    assert list(reports_within([1], on=DUE)) == [elsewhere, mine]
    assert list(reports_within([1], "12", on=DUE)) == [mine]
    assert (report_within([1], other.pk), report_within([2], other.pk)) == (None, other)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(standing="waiting"), [4, 1]),
        (Sought(standing="partly"), [2]),
        (Sought(standing="declined"), [3]),
        (Sought(kind=Report.PLANS), [4]),
        (Sought(operation=Operation.WITHDRAW), []),
        (Sought(place="12"), [4, 3, 2, 1]),
    ],
)
def test_reports_are_found_by_what_they_are(sought: Sought, found: list[int]) -> None:
    given(1)
    receive(given(2), PUBLISHED | {"declined": [{"row": "a", "reason": "不符"}]}, at=NOON)
    receive(given(3), {"state": "declined", "reason": "不符"}, at=NOON)
    given(4, Report.PLANS)
    assert [each.payload["n"] for each in reports_within([1], sought=sought, on=DUE)] == found
    told = counts([1], on=DUE)
    assert (told["waiting"], told["partly"], told["declined"], told["sent"]) == (2, 1, 1, 0)
    assert {each.payload["n"] for each in unsettled()} == {2, 3}
    assert not settled()


@pytest.mark.row("TJ21-16.3c")
@pytest.mark.parametrize(("days", "is_late"), [(-1, False), (0, False), (1, True)])
def test_a_report_is_late_from_the_day_after_its_last(days: int, is_late: bool) -> None:
    on = DUE + timedelta(days=days)
    waiting, done = given(1), sent(given(2), days)
    done.refresh_from_db()
    assert list(late(on)) == ([waiting] if is_late else [])
    assert list(due_soon(on, on + timedelta(days=1))) == ([] if is_late else [waiting])
    assert (waiting.late(on), done.late(DUE)) == (is_late, is_late)
    found = {each.pk for each in reports_within([1], sought=Sought(late=True), on=on)}
    assert found == ({waiting.pk, done.pk} if is_late else set())
    assert counts([1], on=on)["late"] == len(found)
