"""Results: nothing without scores and report, handed in from the last day on, late is said, taken back, returned."""

from datetime import timedelta

import pytest

from dengji.evaluations.acts import planning, reporting
from dengji.evaluations.checks import readiness_of
from dengji.evaluations.deadlines import results_due
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState
from dengji.evaluations.texts import RESULTS, text_of
from dengji.filings.models import Filing
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.refusals import Moved, NotAllowed
from tests.batch import (
    ENDS,
    after,
    decided,
    given_approved,
    given_candidates,
    given_reported,
    given_scores,
    given_supervised,
)
from tests.cast import Cast
from tests.road import manager_of, on_day, whoever_holds

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast, filing: Filing) -> Plan:
    """A batch of two, approved, its list filled."""
    plan = given_approved(filing)
    given_candidates(plan)
    return plan


@pytest.mark.row("TJ21-16.3a")
@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True), (1, True)])
def test_results_are_handed_in_from_the_last_day_of_the_batch_on(plan: Plan, days: int, taken: bool) -> None:
    at, by = on_day(ENDS + timedelta(days=days), 17), manager_of(plan.filing.institution)
    given_scores(plan, [70, 80], at=at)
    given_supervised(plan, at=at)
    plan.refresh_from_db()
    if taken:
        reporting.report(plan, by=by, at=at)
        assert plan.state == PlanState.REPORTED
        return
    with pytest.raises(NotAllowed, match="还没有结束"):
        reporting.report(plan, by=by, at=at)


@pytest.mark.row("TJ21-16.3a")
@pytest.mark.parametrize(("days", "late"), [(-1, False), (0, False), (1, True)])
def test_results_are_due_within_five_working_days_and_late_on_the_day_after(
    plan: Plan, days: int, late: bool
) -> None:
    pack = text_of(plan, ENDS)
    first = results_due(plan, pack, ENDS)
    assert first is not None
    assert first.remaining == 5
    on = first.day + timedelta(days=days)
    found = results_due(plan, pack, on)
    assert found is not None
    assert found.late is late
    assert found.says == {-1: "还剩1个工作日", 0: "今日到期", 1: "已逾期1个工作日"}[days]


@pytest.mark.row("TJ21-16.3a")
def test_late_results_are_taken_all_the_same(plan: Plan) -> None:
    late = after(plan, 30)
    given_scores(plan, [70, 80], at=late)
    given_reported(plan, at=late)
    assert plan.state == PlanState.REPORTED


@pytest.mark.row("TJ21-21")
def test_results_without_the_internal_supervisors_report_are_refused(plan: Plan) -> None:
    given_scores(plan, [70, 80])
    with pytest.raises(NotAllowed) as refused:
        reporting.report(plan, by=manager_of(plan.filing.institution), at=after(plan))
    assert "内部督导报告已提交" in refused.value.sentence
    plan.refresh_from_db()
    assert plan.state == PlanState.APPROVED


def test_results_with_a_score_lacking_are_refused_and_the_lack_is_named(plan: Plan) -> None:
    given_supervised(plan)
    judged = readiness_of(plan, after(plan).date())
    assert judged is not None
    assert "理论知识考试缺2人的成绩" in "".join(each.says for each in judged[1].unmet)
    with pytest.raises(NotAllowed):
        reporting.report(plan, by=manager_of(plan.filing.institution), at=after(plan))


def test_a_batch_of_nobody_has_no_results(filing: Filing) -> None:
    plan = given_approved(filing)
    given_supervised(plan)
    with pytest.raises(NotAllowed, match="考生名单是空的"):
        reporting.report(plan, by=manager_of(filing.institution), at=after(plan))


def test_results_are_not_handed_in_twice(plan: Plan) -> None:
    given_scores(plan, [70, 80])
    given_reported(plan)
    stale = Plan.objects.get(pk=plan.pk)
    with pytest.raises(Moved):
        reporting.report(stale, by=manager_of(plan.filing.institution), at=after(plan))


def test_results_taken_back_can_be_handed_in_again(plan: Plan) -> None:
    given_scores(plan, [70, 80])
    given_reported(plan)
    by, at = manager_of(plan.filing.institution), after(plan)
    planning.take_back(plan, "成绩要更正", matter=RESULTS, by=by, at=at)
    assert plan.state == PlanState.APPROVED
    reporting.report(plan, by=by, at=at)
    assert plan.state == PlanState.REPORTED


@pytest.mark.row("TJ21-16.3b")
def test_returned_results_are_handed_in_again_and_checked(plan: Plan) -> None:
    given_scores(plan, [70, 50])
    given_reported(plan)
    case = planning.open_case_of(plan, RESULTS)
    assert case is not None
    at = after(plan)
    return_for_correction(case, [Correction("results", "请核对签到表。")], by=whoever_holds(case), at=at)
    plan.refresh_from_db()
    reporting.report(plan, by=manager_of(plan.filing.institution), at=at)
    decided(plan, RESULTS, at=at)
    assert plan.state == PlanState.CHECKED
    assert list(plan.candidates.order_by("ordinal").values_list("passed", flat=True)) == [True, False]
