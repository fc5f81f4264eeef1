"""Answers are believed if they are ours; the first stands; one report that goes wrong holds up no other."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from dengji.exchange import contents
from dengji.exchange.acts import (
    Contradicted,
    Delivered,
    Reporting,
    ask,
    collect,
    deliver,
    put_off_until,
    receive,
    try_again,
)
from dengji.exchange.contents import NotComposed, whole, with_digest
from dengji.exchange.judging import strangers
from dengji.exchange.models import Request
from dengji.exchange.terms import Operation, Outcome, Register, Report, Standing, State
from dengji.policy.engine import terms as engine
from tests.exchange.registers import MINUTE, NOON, Line

pytestmark = pytest.mark.django_db
PUBLISHED = {"state": "published", "published_on": "2026-03-02", "number": "1"}
ROWS = [{"row": "a"}, {"row": "b"}]


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Plans are composed of two rows, unless a test says that it goes wrong."""
    world: dict[str, Any] = {}

    def compose(payload: Mapping[str, Any]) -> Mapping[str, Any]:
        if wrong := world.get("wrong"):
            raise wrong
        return {**payload, "rows": ROWS}

    monkeypatch.setitem(contents._COMPOSERS, Report.PLANS, compose)
    return world


def given_report(
    n: int = 1, kind: Report = Report.PLANS, operation: str = Operation.NEW, filing: str = "", **more: Any
) -> Request:
    """A report about something."""
    payload = with_digest({"number": n} | ({"filing": filing} if filing else {}))
    reporting = Reporting(kind, operation, sender=1, place="120116", **more)
    return ask(Register.MINISTRY_NETWORK, about=f"about:{n}", payload=payload, at=NOON, reporting=reporting)


def fresh(request: Request) -> Request:
    """As it stands now."""
    return Request.objects.get(pk=request.pk)


def test_the_words_of_texts_and_of_reports_are_the_same() -> None:
    assert [each.value for each in engine.ReportKind] == Report.values
    assert [each.value for each in engine.Operation] == Operation.values


@pytest.mark.parametrize(
    ("register", "reporting"),
    [
        (Register.MINISTRY_NETWORK, Reporting("", "")),
        (Register.COMPANY_REGISTER, Reporting(Report.FILINGS)),
    ],
)
def test_a_report_says_what_it_is_and_nothing_else_does(register: Register, reporting: Reporting) -> None:
    with pytest.raises(ValueError, match="kind"):
        ask(register, about="x", payload={"uscc": "1"}, at=NOON, reporting=reporting)


@pytest.mark.row("TJ21-16.4")
def test_rows_that_are_refused_are_kept_with_their_reasons(line: Line, composed: dict[str, Any]) -> None:
    request = given_report()
    deliver(at=NOON)
    rows = [{"row": "b", "reason": "证件号码不符"}]
    line.operator(f"/{fresh(request).receipt}", {"decision": "publish", "declined": rows})
    assert collect(at=NOON).answered == 1
    found = fresh(request)
    assert (found.outcome, found.standing) == (Outcome.PARTLY, Standing.PARTLY)
    assert found.answer is not None
    assert found.answer["declined"] == rows


def test_rows_that_are_not_in_the_report_are_not_believed(line: Line, composed: dict[str, Any]) -> None:
    request = given_report()
    deliver(at=NOON)
    rows = [{"row": "c", "reason": "证件号码不符"}]
    line.operator(f"/{fresh(request).receipt}", {"decision": "publish", "declined": rows})
    assert collect(at=NOON).postponed == 1
    assert (fresh(request).state, fresh(request).fault) == (State.SENT, "对方的答复里有不是这一批的行：c")
    assert strangers(request, ["a", "c"]) == ["c"]


@pytest.mark.parametrize("told", [PUBLISHED, {"state": "declined", "reason": "不符"}])
def test_a_later_answer_that_says_something_else_is_noted_and_the_first_stands(told: dict[str, str]) -> None:
    first = {"state": "published", "published_on": "2026-03-02", "number": "2", "declined": []}
    request = receive(given_report(), first, at=NOON)
    with pytest.raises(Contradicted):
        receive(request, told, at=NOON + MINUTE)
    found = fresh(request)
    assert (found.answer, found.outcome) == (first, Outcome.CONFIRMED)
    assert found.fault.startswith("对方后来又答复：")


def test_an_answer_that_comes_late_is_an_answer() -> None:
    request = given_report(due_on=date(2026, 3, 1))
    assert request.late(date(2026, 3, 2))
    found = receive(request, PUBLISHED, at=NOON + timedelta(days=400))
    assert (found.outcome, found.next_try_at) == (Outcome.CONFIRMED, None)


def test_a_report_that_cannot_be_made_holds_up_no_other(line: Line, composed: dict[str, Any]) -> None:
    composed["wrong"] = LookupError("no such thing")
    broken, sound = given_report(1), given_report(2, Report.ENDINGS, Operation.WITHDRAW)
    assert deliver(at=NOON) == Delivered(sent=1, postponed=1)
    assert (fresh(broken).state, fresh(sound).state) == (State.WAITING, State.SENT)
    assert "无法整理" in fresh(broken).fault
    with pytest.raises(NotComposed):
        whole(Report.PLANS, {})
    composed.clear()
    assert deliver(at=NOON + MINUTE) == Delivered(sent=1)
    assert line.operator(f"/{fresh(broken).receipt}")[1]["payload"]["rows"] == ROWS


def test_what_is_sent_says_what_it_does(line: Line) -> None:
    request = given_report(1, Report.ENDINGS, Operation.WITHDRAW)
    deliver(at=NOON)
    told = line.operator(f"/{fresh(request).receipt}")[1]
    assert (told["kind"], told["payload"]["operation"]) == ("endings", "withdraw")


def test_what_was_said_last_of_a_filing_arrives_last(line: Line) -> None:
    change = given_report(1, Report.FILINGS, Operation.CORRECT, "Y1")
    ending = given_report(2, Report.ENDINGS, Operation.WITHDRAW, "Y1")
    other = given_report(3, Report.ENDINGS, Operation.WITHDRAW, "Y2")
    line.faults.append("500 oops")
    assert deliver(at=NOON) == Delivered(sent=1, postponed=1)
    assert [fresh(each).state for each in (change, ending, other)] == ["waiting", "waiting", "sent"]
    assert [deliver(at=NOON + MINUTE) for _ in range(2)] == [Delivered(sent=1), Delivered(sent=1)]
    assert [call for call in line.calls if "POST" in call][-2:] == ["POST /filings", "POST /endings"]


def test_what_was_refused_for_good_holds_up_nothing(line: Line) -> None:
    given_report(1, Report.FILINGS, Operation.CORRECT, "Y1")
    line.faults.append("400 {}")
    deliver(at=NOON)
    given_report(2, Report.ENDINGS, Operation.WITHDRAW, "Y1")
    assert deliver(at=NOON) == Delivered(sent=1)


def test_a_person_has_it_tried_again(line: Line) -> None:
    request = given_report()
    line.faults.append("400 {}")
    deliver(at=NOON)
    assert (fresh(request).state, fresh(request).next_try_at) == (State.FAILED, None)
    assert try_again(request, at=NOON)
    assert deliver(at=NOON) == Delivered(sent=1)
    assert not try_again(request, at=NOON)
    assert fresh(request).state == State.SENT


@pytest.mark.row("TJ21-16.3c")
def test_the_last_day_follows_the_calendar_until_it_is_sent(line: Line) -> None:
    request = given_report(due_on=date(2026, 3, 10))
    assert put_off_until(request.about, date(2026, 3, 11)) == 1
    assert put_off_until(request.about, date(2026, 3, 11)) == 0
    deliver(at=NOON)
    assert put_off_until(request.about, date(2026, 3, 12)) == 0
    assert fresh(request).due_on == date(2026, 3, 11)


@pytest.mark.parametrize("digest", ["", ', "digest": "of another batch"'])
def test_a_refusal_of_something_else_is_not_taken_for_ours(line: Line, digest: str) -> None:
    request = given_report(1, Report.ENDINGS, Operation.WITHDRAW)
    deliver(at=NOON)
    line.faults.append('200 {"state": "declined", "reason": "不符"' + digest + "}")
    assert collect(at=NOON).postponed == 1
    assert (fresh(request).state, fresh(request).fault) == (State.SENT, "对方的答复不是这一批数据的")
