"""A question is put once, and its answer is kept; asked anew only when there is reason to."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from dengji.exchange import acts
from dengji.exchange.acts import NO_REPORT, Contradicted, ask, receive
from dengji.exchange.models import Request
from dengji.exchange.terms import Register, State
from tests.exchange.registers import FILING, MINUTE, NOON, USCC, Line

pytestmark = pytest.mark.django_db
COMPANY = Register.COMPANY_REGISTER
MINISTRY = Register.MINISTRY_NETWORK
FOUND = {"found": True, "name": "甲公司"}
PUBLISHED = {"state": "published", "published_on": "2026-03-02", "number": "1"}
DECLINED = {"state": "declined", "reason": "名称不符"}


def given_question(register: str = COMPANY) -> Request:
    """One question about one body."""
    reporting = FILING if register == MINISTRY else NO_REPORT
    return ask(register, about="institution:5", payload={"uscc": USCC}, at=NOON, reporting=reporting)


def test_a_question_waits_to_be_sent() -> None:
    request = given_question()
    assert (request.state, request.attempts, request.next_try_at) == (State.WAITING, 0, NOON)
    assert str(request) == "company_register institution:5"


def test_the_same_question_is_asked_once() -> None:
    assert given_question().pk == given_question().pk
    assert ask(COMPANY, about="institution:5", payload={"uscc": "other"}, at=NOON).pk != given_question().pk
    assert ask(COMPANY, about="institution:6", payload={"uscc": USCC}, at=NOON).pk != given_question().pk
    assert given_question(Register.CREDIT_REGISTER).pk != given_question().pk
    assert Request.objects.count() == 4


def test_a_question_goes_with_the_act_that_needs_it() -> None:
    with transaction.atomic():
        given_question()
        transaction.set_rollback(True)
    assert Request.objects.count() == 0


def test_a_key_stands_once() -> None:
    key = given_question().key
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.create(register=COMPANY, payload={}, key=key, asked_at=NOON, next_try_at=NOON)


def test_two_who_ask_at_the_same_moment_share_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    first = given_question()
    monkeypatch.setattr(acts, "requests_about", lambda *_: [])
    assert given_question().pk == first.pk


@pytest.mark.parametrize("payload", [{}, {"uscc": ""}])
def test_a_look_up_names_a_body(payload: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="uscc"):
        ask(COMPANY, about="institution:5", payload=payload, at=NOON)


@pytest.mark.row("XZ24-12")
@pytest.mark.parametrize(("days", "anew"), [(29, False), (30, False), (31, True)])
def test_an_answer_older_than_the_limit_is_asked_again(days: int, anew: bool) -> None:
    first = receive(given_question(), FOUND, at=NOON)
    second = ask(COMPANY, about="institution:5", payload={"uscc": USCC}, at=NOON + timedelta(days=days))
    assert (second.pk != first.pk) is anew
    assert ask(COMPANY, about="institution:5", payload={"uscc": USCC}, at=second.asked_at).pk == second.pk


def test_the_limit_is_a_setting(settings: Settings) -> None:
    settings.DENGJI_EXCHANGE_FRESH = timedelta(days=1)
    first = receive(given_question(), FOUND, at=NOON)
    second = ask(COMPANY, about="institution:5", payload={"uscc": USCC}, at=NOON + timedelta(days=2))
    assert second.pk != first.pk


@pytest.mark.row("TJ21-10.5")
@pytest.mark.parametrize(("decision", "anew"), [(PUBLISHED, False), (DECLINED, True)])
def test_a_report_is_made_anew_only_if_it_was_declined(decision: dict[str, str], anew: bool) -> None:
    first = receive(given_question(MINISTRY), decision, at=NOON)
    later = NOON + timedelta(days=99)
    second = ask(MINISTRY, about="institution:5", payload={"uscc": USCC}, at=later, reporting=FILING)
    assert (second.pk != first.pk) is anew


def test_a_question_that_was_refused_is_tried_anew_when_asked_again() -> None:
    request = given_question()
    Request.objects.update(state=State.FAILED, attempts=4, next_try_at=NOON - MINUTE)
    again = given_question()
    assert (again.pk, again.state, again.attempts, again.next_try_at) == (request.pk, State.WAITING, 0, NOON)


def test_the_same_answer_twice_is_one_answer() -> None:
    request = given_question()
    receive(request, FOUND, at=NOON)
    again = receive(request, FOUND, at=NOON + MINUTE)
    assert (again.state, again.answer, again.answered_at) == (State.ANSWERED, FOUND, NOON)


def test_another_answer_to_the_same_question_is_refused() -> None:
    request = receive(given_question(), FOUND, at=NOON)
    with pytest.raises(Contradicted, match="市场主体登记对同一请求的答复前后不一致"):
        receive(request, {"found": False}, at=NOON)
    request.refresh_from_db()
    assert request.answer == FOUND


def test_an_answered_request_has_its_answer() -> None:
    request = given_question()
    with pytest.raises(IntegrityError, match="request_answered_has_its_answer"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(state=State.ANSWERED)


def test_a_sent_report_has_its_receipt() -> None:
    request = given_question()
    with pytest.raises(IntegrityError, match="request_sent_has_a_receipt"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(state=State.SENT)


def test_each_pause_is_twice_the_last_up_to_six_hours() -> None:
    minutes = [acts.pause(attempts) // MINUTE for attempts in (1, 2, 3, 9, 10, 1000)]
    assert minutes == [1, 2, 4, 256, 360, 360]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction(line: Line) -> None:
    given_question()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        acts.deliver(at=NOON)
    assert line.calls == []
