"""What the texts of Jilin, Fujian and Xinzhou ask of a plan that is taken as it is handed in."""

from datetime import timedelta

import pytest

from dengji.evaluations.acts import planning, reporting, staffing
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState, Task
from dengji.evaluations.texts import PLAN, RESULTS
from dengji.filings.models import FiledVenue, Filing
from dengji.filings.sheets import Scope
from dengji.filings.terms import FilingState
from dengji.institutions.models import Institution, RuleDocument
from dengji.occupations.models import Standard
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed
from dengji.workdays.periods import Period
from tests.batch import given_approved, given_candidates, given_checked, given_plan, given_scores
from tests.cast import AT, ELECTRICIAN, FIRE_OPERATOR, TURNER, Cast, given_occupations
from tests.evaluations.places import given_at, given_filed, given_refused, refusal, said
from tests.life import EXPIRY
from tests.packs.folder import pack_of_text
from tests.road import manager_of, on_day

STAFF = Scope(ELECTRICIAN, "", ("5", "4"), "own_staff")


@pytest.fixture
def jilin(db: None) -> Filing:
    """A filing of an employer in Jilin, under the draft in trial operation."""
    cast = given_at("JL25")
    return given_filed(cast.employer, cast.bureau, STAFF)


@pytest.fixture
def fujian(db: None) -> Filing:
    """A filing of an employer in Fujian."""
    cast = given_at("FJ22")
    return given_filed(cast.employer, cast.centre, STAFF)


@pytest.fixture
def xinzhou(db: None) -> Cast:
    """Everybody in Xinzhou."""
    return given_at("XZ24")


def filed(cast: Cast, body: Institution, scope: Scope, regime: str = "skill_level") -> Filing:
    """A filing of a body in Xinzhou."""
    return given_filed(body, cast.bureau, scope, regime=regime)


def taken(filing: Filing, **changes: object) -> Plan:
    """A plan that says this, taken as it is handed in."""
    plan = given_plan(filing, said(**changes))
    planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
    assert plan.state == PlanState.APPROVED
    return plan


@pytest.mark.row("JL25-3.2", "JL25-4.2", "JL25-8")
def test_in_jilin_a_plan_that_agrees_with_the_filing_is_taken_at_once(jilin: Filing) -> None:
    plan = taken(jilin, categories=["employee", "dispatched"])
    case = Case.objects.get(about=plan.number, matter=PLAN)
    assert (case.ending, case.events.count()) == ("granted", 2)
    assert plan.number == f"RD22022026{1:05d}"


JILIN = [
    pytest.param(
        {"categories": ["public"]}, "第三条后段", "社会培训评价组织", marks=pytest.mark.row("JL25-3.2")
    ),
    pytest.param({"categories": ["outsourced"]}, "第三条后段", "去掉", marks=pytest.mark.row("JL25-3.2")),
    pytest.param({"level": "3"}, "第八条", "申请增加", marks=pytest.mark.row("JL25-8")),
    pytest.param({"code": TURNER}, "第八条", "申请增加", marks=pytest.mark.row("JL25-8")),
    pytest.param({"standard": ""}, "第二条", "国家职业标准", marks=pytest.mark.row("JL25-8")),
]


@pytest.mark.parametrize(("changes", "article", "remedy"), JILIN)
def test_in_jilin_work_outside_what_is_filed_is_refused(
    jilin: Filing, changes: dict[str, object], article: str, remedy: str
) -> None:
    refused = refusal(jilin, **changes)
    assert article in (refused.article or "")
    assert remedy in refused.remedy


@pytest.mark.row("JL25-4.2")
def test_in_jilin_nothing_is_evaluated_without_a_filing_in_force(jilin: Filing) -> None:
    plan = given_plan(jilin)
    Filing.objects.filter(pk=jilin.pk).update(state=FilingState.ENDED)
    refused = given_refused(plan)
    assert "第四条后段" in (refused.article or "")
    assert "重新备案" in refused.remedy


@pytest.mark.row("JL25-4.2")
@pytest.mark.parametrize(("days", "fits"), [(-1, True), (0, True), (1, False)])
def test_in_jilin_every_day_of_a_plan_is_within_the_validity(jilin: Filing, days: int, fits: bool) -> None:
    entry = {"starts_on": EXPIRY - timedelta(days=2), "ends_on": EXPIRY + timedelta(days=days)}
    if fits:
        taken(jilin, **entry)
    else:
        assert "第四条后段" in (refusal(jilin, **entry).article or "")


@pytest.mark.row("JL25-8")
def test_in_jilin_a_venue_and_a_head_that_are_not_filed_bar_a_plan(jilin: Filing) -> None:
    FiledVenue.objects.filter(filing=jilin, name="一号机房").delete()
    refused = refusal(jilin)
    assert (refused.article, "备案的考场" in refused.remedy) == ("第八条", True)
    body = jilin.institution
    body.legal_representative = "孙立国"
    body.save()
    assert "先办理备案变更，变更办结后再报送计划" in given_refused(Plan.objects.get()).remedy


@pytest.mark.row("FJ22-5.2a")
@pytest.mark.parametrize(("days", "open_"), [(-1, True), (0, True), (1, False)])
def test_in_fujian_plans_are_taken_until_the_last_day_and_not_after(
    fujian: Filing, days: int, open_: bool
) -> None:
    at = on_day(EXPIRY + timedelta(days=days))
    plan = given_plan(fujian, said(starts_on=EXPIRY, ends_on=EXPIRY), at=at)
    if open_:
        planning.hand_in(plan, by=manager_of(fujian.institution), at=at)
        assert plan.state == PlanState.APPROVED
        return
    with pytest.raises(NotAllowed) as refused:
        planning.hand_in(plan, by=manager_of(fujian.institution), at=at)
    assert refused.value.article == "第五条第（二）项（数据上报）"
    assert "续期办结后再报送" in refused.value.remedy


@pytest.mark.row("FJ22-5.2a")
@pytest.mark.parametrize(("days", "open_"), [(-1, True), (0, True), (1, False)])
def test_in_fujian_results_are_taken_until_the_last_day_and_not_after(
    fujian: Filing, days: int, open_: bool
) -> None:
    ends = EXPIRY - timedelta(days=2)
    plan = taken(fujian, starts_on=ends, ends_on=ends)
    given_candidates(plan)
    given_scores(plan, [60, 59])
    by, at = manager_of(fujian.institution), on_day(EXPIRY + timedelta(days=days))
    if open_:
        reporting.report(plan, by=by, at=at)
        assert plan.state == PlanState.CHECKED
        return
    with pytest.raises(NotAllowed) as refused:
        reporting.report(plan, by=by, at=at)
    assert refused.value.article == "第五条第（二）项（数据上报）"
    plan.refresh_from_db()
    assert (plan.state, Case.objects.filter(matter=RESULTS).exists()) == (PlanState.APPROVED, False)


@pytest.mark.row("FJ22-5.2a")
def test_in_fujian_a_plan_may_not_run_past_the_last_day(fujian: Filing) -> None:
    entry = {"starts_on": EXPIRY, "ends_on": EXPIRY + timedelta(days=1)}
    assert "续期办结后再报送" in refusal(fujian, **entry).remedy


@pytest.mark.row("XZ24-15", "XZ24-17")
@pytest.mark.parametrize("method", ["theory", "practical", "achievement", "process", "competition"])
def test_in_xinzhou_a_body_chooses_its_methods(xinzhou: Cast, method: str) -> None:
    taken(filed(xinzhou, xinzhou.employer, STAFF), methods=[method], categories=["employee", "dispatched"])


XINZHOU = [
    pytest.param({"methods": ["direct"]}, "第十七条", "理论知识考核", marks=pytest.mark.row("XZ24-17")),
    pytest.param({"categories": ["public"]}, "第十五条", "劳务派遣", marks=pytest.mark.row("XZ24-15")),
    pytest.param({"categories": ["intern"]}, "第十五条", "去掉", marks=pytest.mark.row("XZ24-15")),
    pytest.param({"audience": "public"}, "第十五条", "对外服务", marks=pytest.mark.row("XZ24-15")),
    pytest.param({"standard_edition": ""}, "第十六条", "写明标准", marks=pytest.mark.row("XZ24-16")),
]


@pytest.mark.parametrize(("changes", "article", "remedy"), XINZHOU)
def test_in_xinzhou_a_plan_that_the_text_does_not_allow_is_refused(
    xinzhou: Cast, changes: dict[str, object], article: str, remedy: str
) -> None:
    refused = refusal(filed(xinzhou, xinzhou.employer, STAFF), **changes)
    assert article in (refused.article or "")
    assert remedy in refused.remedy


@pytest.mark.row("XZ24-15")
def test_in_xinzhou_a_body_that_was_found_fit_to_serve_others_may(xinzhou: Cast) -> None:
    scope = Scope(ELECTRICIAN, "", ("5", "4"), "public")
    taken(filed(xinzhou, xinzhou.employer, scope), audience="public", categories=["elsewhere", "public"])


KINDS = [
    pytest.param("access_qualification", TURNER, "第四条", marks=pytest.mark.row("XZ24-4")),
    pytest.param("skill_level", FIRE_OPERATOR, "第五条", marks=pytest.mark.row("XZ24-5")),
    pytest.param("special_ability", TURNER, "第六条", marks=pytest.mark.row("XZ24-6")),
]


@pytest.mark.parametrize(("regime", "code", "article"), KINDS)
def test_in_xinzhou_an_occupation_of_another_kind_is_refused(
    xinzhou: Cast, regime: str, code: str, article: str
) -> None:
    levels = () if regime == "special_ability" else ("5", "4")
    filing = filed(xinzhou, xinzhou.employer, Scope(code, "", levels, "own_staff"), regime)
    refused = refusal(filing, code=code, level="" if regime == "special_ability" else "4")
    assert article in (refused.article or "").split("、")


@pytest.mark.row("XZ24-8b")
def test_in_xinzhou_a_special_ability_has_no_level(xinzhou: Cast) -> None:
    filing = filed(xinzhou, xinzhou.employer, Scope(TURNER, "", (), "own_staff"), "special_ability")
    with pytest.raises(NotAllowed, match="没有“4”这一选项"):
        given_plan(filing, said(code=TURNER, level="4"))


@pytest.mark.row("XZ24-8a", "XZ24-8b")
def test_in_xinzhou_only_employers_go_beyond_the_five_levels(xinzhou: Cast) -> None:
    levels = ("5", "4", "chief")
    own = filed(xinzhou, xinzhou.employer, Scope(ELECTRICIAN, "", levels, "own_staff"))
    taken(own, level="chief")
    other = filed(xinzhou, xinzhou.social_organisation, Scope(ELECTRICIAN, "", levels, "public"))
    public = {"audience": "public", "categories": ["public"]}
    taken(other, level="4", **public)
    assert "第八条第二款" in (refusal(other, level="chief", **public).article or "")


@pytest.mark.row("XZ24-7")
def test_in_xinzhou_an_occupation_without_standard_is_not_evaluated(xinzhou: Cast) -> None:
    given_occupations(TURNER)
    Standard.objects.filter(occupation_id=TURNER).delete()
    filing = filed(xinzhou, xinzhou.employer, Scope(TURNER, "", ("5", "4"), "own_staff"))
    assert "第七条" in (refusal(filing, code=TURNER).article or "")


@pytest.mark.row("XZ24-16")
def test_in_xinzhou_a_norm_serves_only_where_there_is_no_national_standard(xinzhou: Cast) -> None:
    norm = {"kind": "norm", "title": "电工企业评价规范", "edition": "2025年版", "levels": ["5", "4"]}
    Standard.objects.create(occupation_id=ELECTRICIAN, **norm)
    filing = filed(xinzhou, xinzhou.employer, STAFF)
    named = {"standard": "电工企业评价规范", "standard_edition": "2025年版"}
    assert "第十六条" in (refusal(filing, **named).article or "")
    Standard.objects.filter(occupation_id=ELECTRICIAN, kind="national").delete()
    taken(filing, **named)


@pytest.mark.row("XZ24-18")
def test_in_xinzhou_rules_that_are_not_published_bar_a_plan(xinzhou: Cast) -> None:
    filing = filed(xinzhou, xinzhou.employer, STAFF)
    rules = RuleDocument.objects.filter(institution=xinzhou.employer, kind="fees")
    rules.update(published_on=AT.date() + timedelta(days=1))
    refused = refusal(filing)
    assert (refused.article, "公布" in refused.remedy) == ("第十八条", True)
    rules.update(published_on=AT.date())
    taken(filing)


@pytest.mark.row("XZ24-18")
@pytest.mark.parametrize("task", [Task.SUPERVISOR, Task.EXAMINER])
def test_in_xinzhou_a_plan_has_examiners_and_internal_supervisors(xinzhou: Cast, task: Task) -> None:
    plan, by = given_plan(filed(xinzhou, xinzhou.employer, STAFF)), manager_of(xinzhou.employer)
    for each in plan.assignments.filter(task=task):
        staffing.dismiss(plan, each.pk, by=by, at=AT)
    assert given_refused(plan).article == "第十八条"


@pytest.mark.row("XZ24-20.1", "XZ24-20.2")
def test_in_xinzhou_results_are_taken_at_once_and_kept_three_and_five_years(xinzhou: Cast) -> None:
    plan = given_approved(filed(xinzhou, xinzhou.employer, STAFF))
    given_candidates(plan)
    given_scores(plan, [60, 59])
    assert given_checked(plan).ending == "granted"
    practice = pack_of_text("XZ24").practice
    assert practice is not None
    terms = {each.medium.value: Period(each.length.n, each.length.unit) for each in practice.kept}
    assert terms == {"paper": Period(3, "year"), "electronic": Period(5, "year"), "video": Period(5, "year")}
