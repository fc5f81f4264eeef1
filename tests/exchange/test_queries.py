"""What was answered, what is not known, and what waits."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from dengji.exchange.acts import ask, receive
from dengji.exchange.models import Request
from dengji.exchange.queries import Answer, answer_to, answers_to, due, waiting
from dengji.exchange.terms import Register, State
from tests.exchange.registers import MINUTE, NOON, USCC, Line

pytestmark = [pytest.mark.django_db, pytest.mark.row("XZ24-12")]
COMPANY = Register.COMPANY_REGISTER
FOUND = {"found": True, "name": "甲公司"}


def given_question(about: str = "institution:5", uscc: str = USCC, days: int = 0) -> Request:
    """One question, so many days after noon of the first."""
    return ask(COMPANY, about=about, payload={"uscc": uscc}, at=NOON + timedelta(days=days))


def test_an_answer_says_what_was_asked_what_was_said_and_when() -> None:
    receive(given_question(), FOUND, at=NOON)
    assert answer_to(COMPANY, "institution:5") == Answer(
        register=COMPANY, about="institution:5", payload={"uscc": USCC}, content=FOUND, answered_at=NOON
    )


def test_what_was_not_asked_or_not_answered_is_not_known() -> None:
    given_question()
    assert answer_to(COMPANY, "institution:5") is None
    assert answer_to(COMPANY, "institution:6") is None
    assert answer_to(Register.CREDIT_REGISTER, "institution:5") is None


def test_an_old_answer_stands_until_the_newer_one_is_there() -> None:
    receive(given_question(), FOUND, at=NOON)
    newer = given_question(days=31)
    kept = answer_to(COMPANY, "institution:5")
    assert kept is not None
    assert kept.content == FOUND
    receive(newer, {"found": False}, at=NOON + timedelta(days=31))
    changed = answer_to(COMPANY, "institution:5")
    assert changed is not None
    assert changed.content == {"found": False}


@pytest.mark.parametrize(("days", "known"), [(29, True), (30, True), (31, False)])
def test_an_answer_can_be_asked_for_only_while_it_is_fresh(days: int, known: bool) -> None:
    receive(given_question(), FOUND, at=NOON)
    answer = answer_to(COMPANY, "institution:5", fresh_at=NOON + timedelta(days=days))
    assert (answer is not None) is known


def test_an_answer_about_another_code_does_not_count() -> None:
    receive(given_question(), FOUND, at=NOON)
    given_question(uscc="another")
    assert answer_to(COMPANY, "institution:5") is None


def test_many_answers_cost_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    receive(given_question("institution:1"), FOUND, at=NOON)
    receive(given_question("institution:2"), {"found": False}, at=NOON)
    given_question("institution:3")
    with django_assert_num_queries(1):
        answers = answers_to(COMPANY, ["institution:1", "institution:2", "institution:3"])
    assert {about: answer.content["found"] for about, answer in answers.items()} == {
        "institution:1": True,
        "institution:2": False,
    }


def test_what_waits_is_what_has_no_answer() -> None:
    older, newer, done = (given_question(f"institution:{n}", days=n) for n in (1, 2, 3))
    receive(done, FOUND, at=NOON)
    Request.objects.filter(pk=newer.pk).update(state=State.SENT, sent_at=NOON, receipt="R1")
    assert list(waiting()) == [older, newer]


@pytest.mark.parametrize(("minutes", "is_due"), [(-1, False), (0, True), (1, True)])
def test_a_row_is_due_from_its_moment_on(line: Line, minutes: int, is_due: bool) -> None:
    given_question()
    assert due(State.WAITING, NOON + minutes * MINUTE).exists() is is_due
