"""Sending and collecting over a real connection, with all that goes wrong on the way."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from dengji.exchange import clients, queries
from dengji.exchange.acts import Collected, Delivered, ask, collect, deliver
from dengji.exchange.models import Request
from dengji.exchange.terms import Register, State
from tests.exchange.registers import COMPANY, FILING, MINUTE, NOON, RECORDS, USCC, Line

pytestmark = pytest.mark.django_db
FAULTS = ["500 oops", "200 garbage", "404 <html>", "401 {}", "hang"]


def given_report(n: int = 1) -> Request:
    """A filing that the ministry's network is to publish."""
    return ask(
        Register.MINISTRY_NETWORK, about=f"case:{n}", payload={"number": f"Y{n}"}, at=NOON, reporting=FILING
    )


def given_look_up(register: str = Register.COMPANY_REGISTER, uscc: str = USCC) -> Request:
    """A body that is to be looked up."""
    return ask(register, about=f"institution:{uscc}", payload={"uscc": uscc}, at=NOON)


def content_of(register: str, about: str) -> object:
    """What the register answered."""
    answer = queries.answer_to(register, about)
    return answer and answer.content


@pytest.mark.row("XZ24-12")
def test_a_look_up_is_answered_at_once(line: Line) -> None:
    given_look_up()
    given_look_up(Register.CREDIT_REGISTER)
    given_look_up(uscc="0" * 18)
    assert deliver(at=NOON) == Delivered(answered=3)
    assert content_of(Register.COMPANY_REGISTER, f"institution:{USCC}") == {"found": True, **COMPANY}
    assert content_of(Register.CREDIT_REGISTER, f"institution:{USCC}") == {"found": True, "records": RECORDS}
    assert content_of(Register.COMPANY_REGISTER, f"institution:{'0' * 18}") == {"found": False}


@pytest.mark.row("TJ21-10.5")
def test_a_report_is_sent_and_its_decision_collected(line: Line) -> None:
    request = given_report()
    assert deliver(at=NOON) == Delivered(sent=1)
    assert collect(at=NOON) == Collected(pending=1)
    request.refresh_from_db()
    line.operator(f"/{request.receipt}", {"decision": "publish"})
    assert collect(at=NOON + MINUTE) == Collected(answered=1)
    request.refresh_from_db()
    assert (request.state, request.answered_at) == (State.ANSWERED, NOON + MINUTE)
    assert request.answer == {"state": "published", "published_on": "2026-03-02", "number": "2026000001"}


@pytest.mark.row("TJ21-10.5")
def test_a_report_that_was_declined_says_why(line: Line) -> None:
    request = given_report()
    deliver(at=NOON)
    request.refresh_from_db()
    line.operator(f"/{request.receipt}", {"decision": "decline", "reason": "名称不符"})
    collect(at=NOON)
    assert content_of(Register.MINISTRY_NETWORK, "case:1") == {"state": "declined", "reason": "名称不符"}


def test_delivering_twice_sends_once(line: Line) -> None:
    given_report()
    given_look_up()
    deliver(at=NOON)
    assert deliver(at=NOON) == Delivered()
    assert len(line.calls) == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_what_did_not_arrive_is_tried_again_later_and_later(line: Line, fault: str) -> None:
    request = given_report()
    line.faults += [fault, fault]
    moments = {0: 1, 1: 1, 2: 0, 3: 1, 4: 0}  # minutes after noon: calls made then
    for minute, calls in moments.items():
        line.calls.clear()
        deliver(at=NOON + minute * MINUTE)
        assert len(line.calls) == calls, minute
    request.refresh_from_db()
    assert (request.state, request.sent_at, request.fault) == (State.SENT, NOON + 3 * MINUTE, "")


def test_why_it_did_not_arrive_is_on_the_row(line: Line) -> None:
    request = given_report()
    line.faults.append("503 ")
    assert deliver(at=NOON) == Delivered(postponed=1)
    request.refresh_from_db()
    assert (request.state, request.attempts, request.fault) == (State.WAITING, 1, "对方系统答复503")


@pytest.mark.row("TJ21-10.5")
def test_a_report_whose_answer_was_lost_is_not_reported_twice(line: Line) -> None:
    given_report()
    line.faults.append("lost")
    assert deliver(at=NOON) == Delivered(postponed=1)
    assert deliver(at=NOON + MINUTE) == Delivered(sent=1)
    assert line.calls == ["POST /filings", "POST /filings"]
    assert len(line.operator()[1]) == 1


@pytest.mark.row("TJ21-10.5")
def test_a_run_that_is_killed_half_way_loses_and_doubles_nothing(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_report(1)
    given_report(2)
    send = clients.report

    def killed(*words: Any, **named: str) -> None:
        send(*words, key=named["key"])
        raise KeyboardInterrupt

    monkeypatch.setattr(clients, "report", killed)
    with pytest.raises(KeyboardInterrupt):
        deliver(at=NOON)
    monkeypatch.undo()
    assert deliver(at=NOON) == Delivered(sent=1)
    assert deliver(at=NOON + MINUTE) == Delivered(sent=1)
    assert len(line.operator()[1]) == 2


def test_two_runs_at_the_same_moment_send_once(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    given_report()
    send = clients.report
    between: list[Delivered] = []

    def slow(*words: Any, **named: str) -> str:
        between.append(deliver(at=NOON))
        return send({"number": "Y1"}, **named)

    monkeypatch.setattr(clients, "report", slow)
    assert deliver(at=NOON) == Delivered(sent=1)
    assert between == [Delivered()]


def test_what_another_run_took_meanwhile_is_left_to_it(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    given_look_up()
    rows = list(queries.due(State.WAITING, NOON))
    deliver(at=NOON)
    line.calls.clear()
    monkeypatch.setattr("dengji.exchange.acts.due", lambda *_: rows)
    assert (deliver(at=NOON), collect(at=NOON), line.calls) == (Delivered(), Collected(), [])


def test_what_a_register_will_not_take_is_not_sent_again(line: Line) -> None:
    request = given_report()
    line.faults.append("422 缺少名称")
    assert deliver(at=NOON) == Delivered(failed=1)
    assert deliver(at=NOON + timedelta(days=1)) == Delivered()
    request.refresh_from_db()
    assert (request.state, request.fault) == (State.FAILED, "对方不予办理（422）：缺少名称")


def test_a_register_that_is_down_is_left_alone_and_the_others_are_served(line: Line) -> None:
    given_report(1)
    given_report(2)
    given_look_up()
    line.faults.append("hang")
    assert deliver(at=NOON) == Delivered(postponed=1, answered=1)
    assert line.calls.count("POST /filings") == 1


def test_a_row_that_always_fails_does_not_keep_the_others_waiting(line: Line) -> None:
    given_report(1)
    given_report(2)
    line.faults.append("500 oops")
    assert deliver(at=NOON) == Delivered(postponed=1, sent=1)


@pytest.mark.row("XZ24-12")
def test_what_cannot_be_asked_stays_unknown(line: Line, settings: Settings) -> None:
    settings.DENGJI_EXCHANGE = {"company_register": None}
    request = given_look_up()
    assert deliver(at=NOON) == Delivered()
    assert queries.answer_to(Register.COMPANY_REGISTER, request.about) is None
    assert list(queries.waiting()) == [request]
    assert line.calls == []


@pytest.mark.parametrize("fault", [*FAULTS, "400 {}"])
def test_a_decision_that_cannot_be_collected_now_is_collected_later(line: Line, fault: str) -> None:
    request = given_report()
    deliver(at=NOON)
    line.faults.append(fault)
    assert collect(at=NOON) == Collected(postponed=1)
    request.refresh_from_db()
    assert (request.state, bool(request.fault)) == (State.SENT, True)
    assert collect(at=NOON + MINUTE) == Collected(pending=1)


def test_collecting_stops_at_a_register_that_is_down(line: Line) -> None:
    given_report(1)
    given_report(2)
    deliver(at=NOON)
    line.calls.clear()
    line.faults.append("hang")
    assert collect(at=NOON) == Collected(postponed=1)
    assert len(line.calls) == 1


@pytest.mark.row("TJ21-10.5")
def test_a_report_that_the_register_forgot_is_sent_again_under_the_same_key(line: Line) -> None:
    request = given_report()
    deliver(at=NOON)
    line.world.filings.clear()
    assert collect(at=NOON) == Collected(lost=1)
    assert deliver(at=NOON) == Delivered(sent=1)
    assert collect(at=NOON) == Collected(pending=1)
    request.refresh_from_db()
    assert request.sent_at == NOON
