"""What Tianjin's text asks of a plan and of its results: each refusal with its article, and the days in threes."""

from datetime import date, timedelta

import pytest

from dengji.evaluations.acts import listing, planning, reporting, staffing
from dengji.evaluations.candidates.persons import CandidateEntry
from dengji.evaluations.dossier import build
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Sitting
from dengji.evaluations.terms import PlanState, Task
from dengji.evaluations.texts import PLAN, RESULTS
from dengji.filings.models import FiledVenue, Filing
from dengji.filings.sheets import Scope
from dengji.institutions.models import Venue
from dengji.policy.facts import answer
from dengji.procedure.acts.receiving import Correction, accept, return_for_correction, waive
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.subject import Subject
from tests.batch import (
    STARTS,
    WHOLE,
    decided,
    given_approved,
    given_candidates,
    given_plan,
    given_reported,
    given_scores,
    given_supervised,
)
from tests.cast import AT, ELECTRICIAN, Cast, identity_number
from tests.evaluations.places import given_filed, given_refused, refusal, said
from tests.life import EXPIRY
from tests.packs.folder import pack_of_text
from tests.road import manager_of, on_day, stated, whoever_holds


def under_review(filing: Filing, **changes: object) -> Case:
    """A plan that says this, handed in."""
    plan = given_plan(filing, said(**changes))
    planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
    return Case.objects.get(about=plan.number, matter=PLAN)


def public(cast: Cast) -> Filing:
    """A filing of the social organisation."""
    scope = Scope(ELECTRICIAN, "", ("5", "4"), "public")
    return given_filed(cast.social_organisation, cast.province_centre, scope)


REFUSED = [
    pytest.param({"level": "3"}, "第四条第（一）项", "申请增加", marks=pytest.mark.row("TJ21-4.1")),
    pytest.param({"categories": ["public"]}, "第二条", "用工人员", marks=pytest.mark.row("TJ21-2")),
    pytest.param(
        {"categories": ["employee", "elsewhere"]}, "第二条", "去掉", marks=pytest.mark.row("TJ21-2")
    ),
    pytest.param({"expected": None}, "第十六条第（一）项", "填写齐全", marks=pytest.mark.row("TJ21-16.1")),
    pytest.param({"level": ""}, "第十六条第（一）项", "填写齐全", marks=pytest.mark.row("TJ21-6")),
]


@pytest.mark.parametrize(("changes", "article", "remedy"), REFUSED)
def test_a_plan_that_the_text_does_not_allow_is_refused_with_article_and_remedy(
    filing: Filing, changes: dict[str, object], article: str, remedy: str
) -> None:
    refused = refusal(filing, **changes)
    assert article in (refused.article or "")
    assert remedy in refused.remedy
    assert not Case.objects.filter(matter=PLAN).exists()


@pytest.mark.row("TJ21-2")
@pytest.mark.parametrize("who", ["employee", "dispatched", "outsourced", "intern"])
def test_an_employer_may_evaluate_everybody_who_works_for_it(filing: Filing, who: str) -> None:
    assert under_review(filing, categories=[who]).step == "review"


@pytest.mark.row("TJ21-2")
def test_a_social_organisation_serves_the_public(cast: Cast) -> None:
    everybody = ["employee", "student", "elsewhere", "public"]
    assert under_review(public(cast), audience="public", categories=everybody).step == "review"


@pytest.mark.row("TJ21-11a", "TJ21-16.1")
def test_a_venue_that_is_not_filed_bars_a_plan_until_it_is(filing: Filing) -> None:
    FiledVenue.objects.filter(filing=filing, name="实训车间").delete()
    plan = given_plan(filing)
    refused = given_refused(plan)
    assert "第十一条（变更）" in (refused.article or "")
    assert "改用备案的场所" in refused.remedy
    venue = Venue.objects.get(institution=filing.institution, name="实训车间")
    filed = {"name": venue.name, "kind": venue.kind, "address": venue.address}
    FiledVenue.objects.create(filing=filing, from_on=STARTS, **filed)
    planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
    assert plan.state == PlanState.HANDED_IN


@pytest.mark.row("TJ21-21")
def test_a_plan_without_an_internal_supervisor_is_refused(filing: Filing) -> None:
    plan, by = given_plan(filing), manager_of(filing.institution)
    for each in plan.assignments.filter(task=Task.SUPERVISOR):
        staffing.dismiss(plan, each.pk, by=by, at=AT)
    refused = given_refused(plan)
    assert (refused.article, refused.remedy) == ("第二十一条", "至少安排一名内部质量督导员")


@pytest.mark.row("TJ21-16.1", "CR-1")
@pytest.mark.parametrize(
    ("starts", "latest"),
    [(date(2026, 12, 7), date(2026, 11, 30)), (date(2026, 10, 12), date(2026, 9, 29))],
)
def test_a_plan_comes_five_working_days_before_make_up_days_counted(
    filing: Filing, starts: date, latest: date
) -> None:
    entry = said(starts_on=starts, ends_on=starts)
    by = manager_of(filing.institution)
    for day in (latest - timedelta(days=1), latest):
        plan = given_plan(filing, entry, at=on_day(day))
        planning.hand_in(plan, by=by, at=on_day(day))
        assert plan.state == PlanState.HANDED_IN
    late = given_plan(filing, entry, at=on_day(latest))
    with pytest.raises(NotAllowed) as refused:
        planning.hand_in(late, by=by, at=on_day(latest + timedelta(days=1)))
    assert (refused.value.article, refused.value.remedy) == ("第十六条第（一）项", "推迟开始日期，再报送")


@pytest.mark.row("TJ21-4.1")
@pytest.mark.parametrize(("days", "taken"), [(-1, True), (0, True), (1, False)])
def test_a_plan_ends_within_the_validity_of_the_filing(filing: Filing, days: int, taken: bool) -> None:
    entry = said(starts_on=EXPIRY - timedelta(days=3), ends_on=EXPIRY + timedelta(days=days))
    plan = given_plan(filing, entry)
    if taken:
        planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
        assert plan.state == PlanState.HANDED_IN
    else:
        assert "第四条第（一）项" in (given_refused(plan).article or "")


@pytest.mark.row("TJ21-16.1")
def test_a_plan_that_is_returned_is_handed_in_again(filing: Filing) -> None:
    case = under_review(filing, standard_edition="")
    with pytest.raises(NotAllowed) as refused:
        accept(case, by=whoever_holds(case), at=AT)
    assert "第七条" in (refused.value.article or "")
    faults = [Correction("plan", "请写明标准的版本")]
    return_for_correction(case, faults, by=whoever_holds(case), at=AT)
    plan, by = Plan.objects.get(number=case.about), manager_of(filing.institution)
    planning.fill_in(plan, WHOLE, by=by, at=AT)
    planning.hand_in(plan, by=by, at=AT)
    decided(plan, PLAN)
    assert plan.state == PlanState.APPROVED


@pytest.mark.row("TJ21-7")
def test_an_occupation_without_standard_or_norm_is_not_approved(filing: Filing) -> None:
    case = under_review(filing, standard="", standard_edition="")
    with pytest.raises(NotAllowed) as refused:
        accept(case, by=whoever_holds(case), at=AT)
    assert "第七条" in (refused.value.article or "")
    assert "国家职业技能标准" in refused.value.remedy


@pytest.mark.row("TJ21-14b")
@pytest.mark.parametrize("method", ["process", "achievement", "direct"])
def test_only_employers_choose_their_own_ways(cast: Cast, filing: Filing, method: str) -> None:
    own = under_review(filing, methods=[method])
    accept(own, by=whoever_holds(own), at=AT)
    assert own.ending == "granted"
    other = under_review(public(cast), audience="public", methods=["theory", "practical", method])
    with pytest.raises(NotAllowed) as refused:
        accept(other, by=whoever_holds(other), at=AT)
    assert "第十四条（用人单位）" in (refused.value.article or "")


@pytest.mark.row("TJ21-14a")
def test_theory_alone_is_an_exception_that_somebody_answers_for(cast: Cast) -> None:
    case = under_review(public(cast), audience="public", methods=["theory"])
    with pytest.raises(NotAllowed) as refused:
        accept(case, by=whoever_holds(case), at=AT)
    assert "第十四条（一般方式）" in (refused.value.article or "")
    waive(case, "plan_usual_methods", "标准规定只考理论", by=whoever_holds(case), at=AT)
    accept(case, by=whoever_holds(case), at=AT)
    assert case.ending == "granted"


@pytest.mark.row("TJ21-16.3a", "TJ21-16.3b")
@pytest.mark.parametrize(("day", "late"), [(14, 0), (15, 0), (16, 1)])
def test_results_after_the_fifth_working_day_are_taken_and_said_to_be_late(
    filing: Filing, day: int, late: int
) -> None:
    plan, at = given_approved(filing), on_day(date(2026, 12, day))
    given_candidates(plan)
    given_scores(plan, [60, 59])
    given_reported(plan, at=at)
    case = Case.objects.get(about=plan.number, matter=RESULTS)
    known = answer(["days_late", "hand_in_until"], Ground(case, at.date()).subject, at.date())
    assert [known[name].value for name in ("days_late", "hand_in_until")] == [late, date(2026, 12, 15)]  # type: ignore[union-attr]
    if late:
        with pytest.raises(NotAllowed) as refused:
            accept(case, by=whoever_holds(case), at=at)
        assert "第十六条第（三）项（报送）" in (refused.value.article or "")
        stated(case, "lateness_recorded", True, at=at)
    accept(case, by=whoever_holds(case), at=at)
    plan.refresh_from_db()
    assert plan.state == PlanState.CHECKED


@pytest.mark.row("TJ21-16.2")
def test_a_sitting_on_another_day_than_the_plans_is_not_by_the_plan(filing: Filing) -> None:
    plan = given_approved(filing)
    given_candidates(plan)
    given_scores(plan, [60, 59])
    given_supervised(plan)
    day = on_day(WHOLE.ends_on + timedelta(days=1)) if WHOLE.ends_on else AT
    made = Sitting.objects.create(plan=plan, method="theory", starts_at=day, ends_at=day + timedelta(hours=2))
    with pytest.raises(NotAllowed) as refused:
        reporting.report(plan, by=manager_of(filing.institution), at=day)
    assert "第十六条第（二）项" in (refused.value.article or "")
    made.delete()
    plan.refresh_from_db()
    reporting.report(plan, by=manager_of(filing.institution), at=day)
    assert plan.state == PlanState.REPORTED


STATED = [
    pytest.param(
        {"years_of_work": 4, "level": "none", "schooling": "none"}, "1人不符合申报条件", id="a year too few"
    ),
    pytest.param({}, "1人缺少核对申报条件的信息", id="nothing said"),
]


@pytest.mark.row("TJ21-15")
@pytest.mark.parametrize(("stated_of_him", "says"), STATED)
def test_results_wait_until_everybodys_entry_conditions_are_checked(
    filing: Filing, stated_of_him: dict[str, object], says: str
) -> None:
    plan, by = given_approved(filing), manager_of(filing.institution)
    given_candidates(plan)
    given_scores(plan, [60, 59])
    given_supervised(plan)
    entry = CandidateEntry("考生九", identity_number(590), plan.categories[0], stated=stated_of_him)
    listing.enlist(plan, entry, by=by, at=AT)
    plan.refresh_from_db()
    with pytest.raises(NotAllowed) as refused:
        reporting.report(plan, by=by, at=on_day(date(2026, 12, 9)))
    assert "第十五条" in (refused.value.article or "")
    seen = answer(["candidates_inadmissible", "candidates_undetermined"], live(plan), AT.date())
    assert [each.value for each in seen.values() if each and each.value] == [(says,)]


def live(plan: Plan) -> Subject:
    """A plan as it stands now."""
    asked = (plan.filing.institution.organisation, pack_of_text("TJ21"), RESULTS, plan.filing.regime)
    return Subject(*asked, build(plan, on=AT.date()), about=plan.number or "")
