"""The examiners' desk: one's own sheets, saved and signed; nobody else's before; only for whoever is an examiner."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.models.scores import Score, ScoreSheet
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.cast import given_post
from tests.marking import (
    DAY,
    given_accounts,
    given_batch,
    given_filing_in_force,
    head,
    people,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The batch's first day."""
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def plan() -> Plan:
    """A batch of two."""
    return given_batch(given_filing_in_force())


@pytest.fixture
def group(plan: Plan) -> list[Assignment]:
    """Its three examiners with accounts."""
    return given_accounts(plan)


def at(plan: Plan, page: str = "") -> str:
    """A page about the practical examination."""
    return f"/examiner/{plan.token}/practical/{page}"


def browser(examiner: Assignment | Post) -> Client:
    """Somebody's browser."""
    client, post = Client(), examiner if isinstance(examiner, Post) else examiner.post
    assert post is not None
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_desk_is_the_examiners_own(plan: Plan, group: list[Assignment]) -> None:
    who = people(plan)[0]
    pages = (at(plan), at(plan, "sign/"), at(plan, f"{who.token}/"))
    for page in ("/examiner/", *pages):
        assert browser(group[0]).get(page).status_code == 200, page
        assert Client().get(page).status_code == 302, page
        assert browser(given_post(plan.filing.authority, Role.CLERK)).get(page).status_code == 403, page
    for page in (*pages, f"/examiner/{plan.token}/theory/", at(plan, f"{uuid4()}/")):
        other = browser(head(plan)) if page in pages else browser(group[0])
        assert other.get(page).status_code == 404, page
    assert "没有等您评分的批次" in browser(head(plan)).get("/examiner/").content.decode()
    registered = given_post(plan.filing.authority, Role.EXAMINER, "外聘")
    assert browser(registered).get("/examiner/").status_code == 200


@pytest.mark.row("JLJD-22")
def test_a_sheet_is_saved_with_gaps_and_signed_once(plan: Plan, group: list[Assignment]) -> None:
    mine, who = browser(group[0]), people(plan)[0]
    page = at(plan, f"{who.token}/")
    assert "还没有打分" in mine.post(page, {"sign": "1", "total": ""}).content.decode()
    assert "最高100分" in mine.post(page, {"save": "1", "total": "100.5"}).content.decode()
    assert "最多一位小数" in mine.post(page, {"save": "1", "total": "60.55"}).content.decode()
    assert "已保存" in mine.post(page, {"save": "1", "total": "80.5"}, follow=True).content.decode()
    assert ScoreSheet.objects.get().signed_at is None
    assert "已签字" in mine.post(page, {"sign": "1", "total": "81"}, follow=True).content.decode()
    assert ScoreSheet.objects.get().total == Decimal(81)
    assert "已经签字" in mine.post(page, {"sign": "1", "total": "99"}).content.decode()
    assert ScoreSheet.objects.get().digest in mine.get(page).content.decode()


@pytest.mark.row("JLJD-22")
def test_another_examiners_marks_show_only_after_ones_own_signature(
    plan: Plan, group: list[Assignment]
) -> None:
    who = people(plan)[0]
    signed(who, group[0], "83.5")
    mine, page = browser(group[1]), at(plan, f"{who.token}/")
    assert "83.5" not in mine.get(page).content.decode()
    mine.post(page, {"save": "1", "total": "70"})
    assert "83.5" not in mine.get(page).content.decode()
    mine.post(page, {"sign": "1", "total": "70"})
    assert "83.5" in mine.get(page).content.decode()


def test_what_is_filled_in_is_signed_together(plan: Plan, group: list[Assignment]) -> None:
    mine = browser(group[2])
    for who in people(plan):
        signed(who, group[0], "60")
        signed(who, group[1], "60")
        mine.post(at(plan, f"{who.token}/"), {"save": "1", "total": "61"})
    assert "将签2张" in mine.get(at(plan, "sign/")).content.decode()
    assert "已签2张评分表" in mine.post(at(plan, "sign/"), follow=True).content.decode()
    assert list(Score.objects.values_list("value", flat=True)) == [Decimal("60.3")] * 2
    assert "已签0张" in mine.post(at(plan, "sign/"), follow=True).content.decode()
    assert "没有这样的考生" in mine.get(at(plan, "?show=open")).content.decode()


def test_the_list_asks_the_database_little(
    plan: Plan, group: list[Assignment], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    mine = browser(group[0])
    with django_assert_max_num_queries(16):
        mine.get(at(plan))
    with django_assert_max_num_queries(16):
        mine.get("/examiner/")


def test_an_examiner_of_the_body_is_shown_the_way_from_its_desk(plan: Plan, group: list[Assignment]) -> None:
    way = 'href="/examiner/">去评分'
    assert group[0].post is not None
    for page in ("/body/", f"/body/plans/{plan.token}/"):
        assert way in browser(group[0]).get(page).content.decode()
        assert way not in browser(head(plan)).get(page).content.decode()
    assert 'href="/examiner/">评分任务' in browser(head(plan)).get("/body/plans/").content.decode()
