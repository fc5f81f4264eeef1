"""Proposing at the office's desk that a batch's scores are not recognised: a page of its own, a reason, a case."""

from collections.abc import Iterator

import pytest
import time_machine

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.texts import VOID
from dengji.filings.models import Filing
from dengji.filings.sheets import Scope
from dengji.people.terms import Role
from dengji.procedure.models import Case
from tests.cast import FIRE_OPERATOR, Cast, given_post
from tests.evaluations.examined import NEXT, given_scored
from tests.evaluations.places import given_at, given_filed
from tests.road import post_in
from tests.web.registry.conftest import browser_of


@pytest.fixture(autouse=True)
def the_day_after() -> Iterator[None]:
    """Every page is opened on the day after the batch."""
    with time_machine.travel(NEXT, tick=False):
        yield


@pytest.fixture
def jilin(db: None) -> Cast:
    """Everybody in Jilin, the draft in trial operation."""
    return given_at("JLJD")


@pytest.fixture
def filing(jilin: Cast) -> Filing:
    """A filing of an examination body."""
    scope = Scope(FIRE_OPERATOR, "", ("5", "4", "2"), "public")
    return given_filed(
        jilin.examination_body, jilin.province_bureau, scope, regime="access_qualification", until=None
    )


@pytest.fixture
def plan(filing: Filing, jilin: Cast) -> Plan:
    """A batch whose scores are in."""
    return given_scored(filing, jilin)


@pytest.mark.row("JLJD-31.1")
def test_the_centre_proposes_with_its_reason(plan: Plan, jilin: Cast) -> None:
    """The page says what follows and by which article; without a reason nothing is opened; then the case is."""
    clerk = browser_of(post_in(jilin.province_centre, Role.CLERK))
    page = clerk.get(f"/office/plans/{plan.token}/").content.decode()
    assert "提请成绩不予认定" in page
    address = f"/office/plans/{plan.token}/void/"
    shown = clerk.get(address).content.decode()
    assert "第三十一条" in shown
    assert "所有考生的成绩都不算" in shown
    assert clerk.post(address, {"reason": " "}).status_code == 200
    assert not Case.objects.filter(matter=VOID).exists()
    answer = clerk.post(address, {"reason": "申报条件审核不严，见核查记录"})
    case = Case.objects.get(matter=VOID)
    assert answer.headers["Location"] == f"/office/cases/{case.token}/"
    again = clerk.post(address, {"reason": "再提一次"})
    assert "正在办理" in again.content.decode()


def test_others_find_no_such_page(plan: Plan, jilin: Cast) -> None:
    """Another centre, and a batch that has not begun."""
    other = browser_of(given_post(jilin.other_centre, Role.CLERK, "外人"))
    assert other.get(f"/office/plans/{plan.token}/void/").status_code == 404
