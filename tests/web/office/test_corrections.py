"""Corrections of checked scores at the office that filed the body: agreed to, or not; nobody else's."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from dengji.evaluations.acts.correcting import propose, second
from dengji.evaluations.models.scores import Score, ScoreCorrection
from dengji.people.models import Organisation, Post
from dengji.people.terms import Role
from tests.batch import after, given_checked, given_scores
from tests.cast import given_post
from tests.marking import DAY, THEORY, another, given_batch, given_filing_in_force, head, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Three days after the batch began."""
    with time_machine.travel(DAY + timedelta(days=3), tick=False):
        yield


@pytest.fixture
def waits() -> ScoreCorrection:
    """A correction that two of the body stand behind."""
    plan = given_batch(given_filing_in_force())
    given_scores(plan, [60, 59], at=DAY)
    given_checked(plan)
    plan.refresh_from_db()
    score = Score.objects.get(candidate=people(plan)[1], method=THEORY)
    made = propose(score, Decimal(60), "漏计一分", by=head(plan), at=after(plan, 2))
    return second(made, by=another(plan), at=after(plan, 2))


def browser(post: Post) -> Client:
    """An officer's browser."""
    client = Client()
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.row("JLJD-23")
def test_the_office_agrees_and_the_score_is_another(waits: ScoreCorrection) -> None:
    office = waits.score.candidate.plan.filing.authority
    mine, page = browser(given_post(office, Role.CLERK)), f"/office/corrections/{waits.token}/"
    assert "漏计一分" in mine.get("/office/corrections/").content.decode()
    assert "核准更正" in mine.get(page).content.decode()
    assert "已核准" in mine.post(page, {"agree": "1"}, follow=True).content.decode()
    waits.score.refresh_from_db()
    assert (waits.score.value, waits.score.passed) == (Decimal(60), True)
    assert mine.post(page, {"agree": "1"}).status_code == 404
    assert "没有等本机关核准" in mine.get("/office/corrections/").content.decode()


def test_the_office_says_no_with_a_reason(waits: ScoreCorrection) -> None:
    office = waits.score.candidate.plan.filing.authority
    mine, page = browser(given_post(office, Role.REVIEWER)), f"/office/corrections/{waits.token}/"
    assert "请写明不同意的理由" in mine.post(page, {"decline": "1", "because": ""}).content.decode()
    assert (
        "成绩不变" in mine.post(page, {"decline": "1", "because": "没有附卷"}, follow=True).content.decode()
    )
    waits.score.refresh_from_db()
    assert waits.score.value == Decimal(59)


def test_another_office_and_those_who_do_not_decide_see_nothing(waits: ScoreCorrection) -> None:
    office, page = waits.score.candidate.plan.filing.authority, f"/office/corrections/{waits.token}/"
    other = Organisation.objects.filter(kind="authority").exclude(pk=office.pk).earliest("pk")
    assert browser(given_post(other, Role.CLERK)).get(page).status_code == 404
    assert browser(given_post(office, Role.AUDITOR)).get(page).status_code == 403
    assert browser(head(waits.score.candidate.plan)).get(page).status_code == 403
