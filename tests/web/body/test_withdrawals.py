"""A sheet of scores taken back at the body's desk: proposed on a page of its own, decided by another, kept."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from dengji.evaluations.acts.reporting import report
from dengji.evaluations.acts.scoring import import_sheet
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import ImportWithdrawal, Score, ScoreImport
from dengji.people.models import Organisation
from dengji.people.terms import Role
from tests.batch import after, given_supervised
from tests.cast import given_post
from tests.marking import DAY, PRACTICAL, THEORY, another, given_batch, given_filing_in_force, head, sheet_of
from tests.web.body.batches import at, said
from tests.web.body.pages import faults, signed_in, text

pytestmark = pytest.mark.django_db
WHY = "整列成绩错了一行"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Two days after the batch's last."""
    with time_machine.travel(DAY + timedelta(days=3), tick=False):
        yield


@pytest.fixture
def plan() -> Plan:
    """A batch of two."""
    return given_batch(given_filing_in_force())


@pytest.fixture
def sheet(plan: Plan) -> ScoreImport:
    """Theory of both, by sheet."""
    return import_sheet(plan, THEORY, sheet_of((1, 70), (2, 55)), by=head(plan), at=DAY)


def desk(plan: Plan) -> Client:
    """The browser of the body's head."""
    return signed_in(head(plan))


@pytest.mark.row("JLJD-21")
def test_a_wrong_sheet_is_taken_back_from_its_page_by_two(plan: Plan, sheet: ScoreImport) -> None:
    result = at(plan, "score_import", THEORY, sheet.token)
    page = at(plan, "score_withdraw", THEORY, sheet.token)
    assert page in text(desk(plan), result)
    assert "会撤回2人的理论知识考试成绩" in text(desk(plan), page)
    assert faults(text(desk(plan), page)) == []
    assert "请填写“撤回的理由”" in said(desk(plan), page, reason=" ")
    html = said(desk(plan), page, reason=WHY)
    assert "提出的人不能自己复核" in html
    assert "同意撤回</button>" not in html
    made = ImportWithdrawal.objects.get()
    review = at(plan, "score_withdrawal", made.token)
    assert review in text(desk(plan), at(plan, "scores"))
    assert page not in text(desk(plan), result)
    other = signed_in(another(plan))
    assert faults(text(other, review)) == []
    assert "导入的成绩已撤回" in said(other, review, agree="1")
    assert not Score.objects.filter(candidate__plan=plan).exists()
    assert "已经有人办过了（已撤回）" in said(other, review, agree="1")
    assert "已撤回" in text(other, at(plan, "score_sheet", THEORY))
    assert "这次导入已经撤回" in text(other, result)


def test_his_own_is_not_agreed_to_and_may_be_dropped(plan: Plan, sheet: ScoreImport) -> None:
    said(desk(plan), at(plan, "score_withdraw", THEORY, sheet.token), reason=WHY)
    review = at(plan, "score_withdrawal", ImportWithdrawal.objects.get().token)
    assert "提出的人不能自己复核" in said(desk(plan), review, agree="1")
    assert "不能自己复核" in said(desk(plan), review, agree="1", because="")
    assert "请填写" in said(desk(plan), review, because="")
    assert "已记下，不撤回，成绩不变" in said(desk(plan), review, because="没有错行")
    assert Score.objects.filter(candidate__plan=plan).count() == 2


def test_asked_twice_it_is_asked_once(plan: Plan, sheet: ScoreImport) -> None:
    page = at(plan, "score_withdraw", THEORY, sheet.token)
    said(desk(plan), page, reason=WHY)
    assert "已经提出撤回" in said(signed_in(another(plan)), page, reason=WHY)
    assert ImportWithdrawal.objects.count() == 1


def test_the_page_of_results_names_what_waits_and_hands_nothing_in(plan: Plan, sheet: ScoreImport) -> None:
    import_sheet(plan, PRACTICAL, sheet_of((1, "缺考"), (2, "缺考")), by=head(plan), at=DAY)
    given_supervised(plan)
    page = reverse("body:plan_results", args=[plan.token])
    button = "报送结果</button>"
    assert button in text(desk(plan), page)
    said(desk(plan), at(plan, "score_withdraw", THEORY, sheet.token), reason=WHY)
    html = text(desk(plan), page)
    assert "有1项等第二人复核" in html
    assert "撤回理论知识考试成绩的一次导入" in html
    assert button not in html
    assert "复核以后才能报送结果" in said(desk(plan), page, version=plan.version)


def test_only_the_body_sees_it_and_only_while_scores_are_open(plan: Plan, sheet: ScoreImport) -> None:
    page = at(plan, "score_withdraw", THEORY, sheet.token)
    said(desk(plan), page, reason=WHY)
    review = at(plan, "score_withdrawal", ImportWithdrawal.objects.get().token)
    school = Organisation.objects.get(name="北江技师学院")
    stranger = signed_in(given_post(school, Role.STAFF, "外人"))
    officer = signed_in(given_post(plan.filing.authority, Role.CLERK, "经办"))
    for each in (page, review):
        assert stranger.get(each).status_code == 404
        assert officer.get(each).status_code == 403
    assert desk(plan).get(at(plan, "score_withdraw", PRACTICAL, sheet.token)).status_code == 404


def test_after_the_results_are_handed_in_it_is_not_offered(plan: Plan, sheet: ScoreImport) -> None:
    import_sheet(plan, PRACTICAL, sheet_of((1, "缺考"), (2, "缺考")), by=head(plan), at=DAY)
    given_supervised(plan)
    report(plan, by=head(plan), at=after(plan))
    page = at(plan, "score_withdraw", THEORY, sheet.token)
    assert page not in text(desk(plan), at(plan, "score_import", THEORY, sheet.token))
    assert "结果核对中" in said(desk(plan), page, reason=WHY)
