"""Jilin's draft for examination bodies: plans taken, scores approved, and scores that count for nothing."""

from datetime import date

import pytest

from dengji.evaluations.acts import planning, staffing
from dengji.evaluations.acts.voiding import propose_void
from dengji.evaluations.examiners.roster_entries import HeldEntry
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState, Task
from dengji.evaluations.texts import PLAN
from dengji.filings.models import FiledVenue, Filing
from dengji.institutions.models import Venue
from dengji.people.terms import Role
from dengji.procedure.acts.deciding import approve, disapprove
from dengji.procedure.acts.receiving import accept, reject
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed, NotYours
from tests.batch import decided, given_candidates, given_plan, given_scores
from tests.cast import AT, FIRE_OPERATOR, TURNER, Cast
from tests.evaluations.examined import (
    DAY,
    ENTRY,
    NEXT,
    centre,
    given_examined,
    given_examining,
    given_scored,
    given_taken,
    practice,
    reported,
    supervised,
    watched,
)
from tests.evaluations.places import given_at, given_refused, said
from tests.packs.lives import words_of
from tests.road import manager_of, on_day, post_in, stated, whoever_holds


@pytest.fixture
def jilin(db: None) -> Cast:
    """Everybody in Jilin, the draft in trial operation."""
    return given_at("JLJD")


@pytest.fixture
def filing(jilin: Cast) -> Filing:
    """A filing of an examination body by the province, without end."""
    return given_examining(jilin)


def proved(case: Case, **facts: object) -> None:
    """What was found, stated by whoever has the case."""
    for name, value in facts.items():
        stated(case, name, value, at=NEXT)


@pytest.mark.row("JLJD-27", "JLJD-14.3", "JLJD-16")
def test_a_plan_is_reported_to_the_local_centre_which_takes_it(filing: Filing, jilin: Cast) -> None:
    plan = given_examined(filing, jilin)
    planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
    case = Case.objects.get(about=plan.number, matter=PLAN)
    assert (case.step, case.holder) == ("taking", jilin.province_centre)
    decided(plan, PLAN)
    assert (plan.state, plan.number) == (PlanState.APPROVED, "KH2202202600001")


@pytest.mark.row("JLJD-10")
def test_an_examination_at_a_venue_that_is_not_filed_is_refused(filing: Filing, jilin: Cast) -> None:
    FiledVenue.objects.filter(filing=filing, name="一号机房").delete()
    refused = given_refused(given_examined(filing, jilin))
    assert (refused.article, refused.remedy) == ("第十条", "改用备案的场所，或者先办理信息变更")


@pytest.mark.row("JLJD-11")
def test_a_venue_without_video_bars_a_plan(filing: Filing, jilin: Cast) -> None:
    Venue.objects.filter(institution=filing.institution, kind="practical").update(video=False)
    refused = given_refused(given_examined(filing, jilin))
    assert (refused.article, "录像设备" in refused.remedy) == ("第十一条", True)


@pytest.mark.row("JLJD-32.1")
def test_a_plan_outside_the_filed_occupations_and_levels_is_refused(filing: Filing, jilin: Cast) -> None:
    refused = given_refused(given_examined(filing, jilin, level="3"))
    assert refused.article == "第三十二条第（一）项"
    other = given_plan(filing, said(**{**ENTRY, "code": TURNER}))
    assert "第三十二条第（一）项" in (given_refused(other).article or "")


@pytest.mark.row("JLJD-15")
def test_a_plan_without_internal_supervisors_is_refused(filing: Filing, jilin: Cast) -> None:
    plan, by = given_examined(filing, jilin), manager_of(filing.institution)
    for each in plan.assignments.filter(task=Task.SUPERVISOR):
        staffing.dismiss(plan, each.pk, by=by, at=AT)
    assert given_refused(plan).article == "第十五条"


@pytest.mark.row("JLJD-16")
@pytest.mark.parametrize(("how_many", "fits"), [(2, False), (3, True), (4, False), (5, True)])
def test_a_group_has_three_or_more_and_an_odd_number(
    filing: Filing, jilin: Cast, how_many: int, fits: bool
) -> None:
    plan = given_examined(filing, jilin, how_many)
    if fits:
        planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
        assert plan.state == PlanState.HANDED_IN
    else:
        assert given_refused(plan).article == "第十六条"


@pytest.mark.row("JLJD-14.3")
def test_only_people_of_the_register_may_examine(filing: Filing) -> None:
    refused = given_refused(given_plan(filing, said(**ENTRY)))
    assert "第十四条第（三）项" in (refused.article or "")
    assert "先到省鉴定中心办理登记" in refused.remedy


LEVELS = [
    pytest.param(
        "4", HeldEntry(FIRE_OPERATOR, "4"), "第十四条第（二）项前段", marks=pytest.mark.row("JLJD-14.2a")
    ),
    pytest.param("4", HeldEntry(FIRE_OPERATOR, "3"), "", marks=pytest.mark.row("JLJD-14.2a")),
    pytest.param("4", HeldEntry(FIRE_OPERATOR, "", "intermediate"), "", marks=pytest.mark.row("JLJD-14.2a")),
    pytest.param(
        "2", HeldEntry(FIRE_OPERATOR, "2"), "第十四条第（二）项后段", marks=pytest.mark.row("JLJD-14.2b")
    ),
    pytest.param("2", HeldEntry(FIRE_OPERATOR, "1"), "", marks=pytest.mark.row("JLJD-14.2b")),
    pytest.param("2", HeldEntry(FIRE_OPERATOR, "", "senior"), "", marks=pytest.mark.row("JLJD-14.2b")),
]


@pytest.mark.parametrize(("level", "held", "article"), LEVELS)
def test_an_examiner_holds_what_the_level_asks(
    filing: Filing, jilin: Cast, level: str, held: HeldEntry, article: str
) -> None:
    plan = given_examined(filing, jilin, held=held, level=level)
    if article:
        assert article in (given_refused(plan).article or "")
        return
    planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
    assert plan.state == PlanState.HANDED_IN


@pytest.mark.row("JLJD-19")
def test_items_come_from_the_national_bank_or_are_filed_where_it_has_none(
    filing: Filing, jilin: Cast
) -> None:
    refused = given_refused(given_examined(filing, jilin, item_source="own"))
    assert (refused.article, "报省鉴定中心备案" in refused.remedy) == ("第十九条", True)
    plan, by = Plan.objects.get(), manager_of(filing.institution)
    planning.fill_in(plan, said(**{**ENTRY, "item_source": "own_filed"}), by=by, at=AT)
    planning.hand_in(plan, by=by, at=AT)
    case = Case.objects.get(about=plan.number, matter=PLAN)
    stated(case, "national_bank_has", True)
    stated(case, "own_items_filed", True)
    with pytest.raises(NotAllowed) as taken:
        accept(case, by=whoever_holds(case), at=AT)
    assert taken.value.article == "第十九条"
    stated(case, "national_bank_has", False)
    accept(case, by=whoever_holds(case), at=AT)
    assert case.ending == "granted"


@pytest.mark.row("JLJD-23")
def test_scores_count_once_the_local_centre_has_approved_them(filing: Filing, jilin: Cast) -> None:
    plan = given_scored(filing, jilin)
    case = reported(plan)
    assert (plan.state, case.holder) == (PlanState.REPORTED, jilin.province_centre)
    accept(case, by=centre(jilin), at=NEXT)
    plan.refresh_from_db()
    assert plan.state == PlanState.CHECKED
    assert "予以认定，自2026年12月8日起有效" in words_of(case)


@pytest.mark.row("JLJD-17", "JLJD-18")
def test_scores_wait_for_the_report_of_whoever_was_sent(filing: Filing, jilin: Cast) -> None:
    plan = given_taken(filing, jilin)
    who = watched(plan, jilin)
    given_candidates(plan)
    given_scores(plan, [60, 59], at=NEXT)
    plan.refresh_from_db()
    case = reported(plan)
    with pytest.raises(NotAllowed) as waits:
        accept(case, by=centre(jilin), at=NEXT)
    assert (waits.value.article, "督导员提交报告" in waits.value.remedy) == ("第十八条", True)
    supervised(plan, who, valid=True)
    assert plan.reports.get().due_on == date(2026, 12, 10)
    accept(case, by=centre(jilin), at=NEXT)
    assert case.ending == "granted"


@pytest.mark.row("JLJD-18")
def test_a_proposal_against_a_batch_is_answered_before_its_scores_are_approved(
    filing: Filing, jilin: Cast
) -> None:
    plan = given_taken(filing, jilin)
    who = watched(plan, jilin)
    given_candidates(plan)
    given_scores(plan, [60, 59], at=NEXT)
    plan.refresh_from_db()
    case = reported(plan)
    supervised(plan, who, valid=False)
    stated(case, "proposal_disproved", False, at=NEXT)
    with pytest.raises(NotAllowed) as bars:
        accept(case, by=centre(jilin), at=NEXT)
    assert (bars.value.article, "提请成绩不予认定" in bars.value.remedy) == ("第十八条", True)
    stated(case, "proposal_disproved", True, at=NEXT)
    accept(case, by=centre(jilin), at=NEXT)
    assert case.ending == "granted"


GROUNDS = {
    "entry": "第三十一条第（一）项",
    "examiners": "第三十一条第（二）项",
    "items": "第三十一条第（三）项",
    "papers": "第三十一条第（四）项",
    "scores": "第三十一条第（五）项",
}


@pytest.mark.row("JLJD-31.1", "JLJD-31.2", "JLJD-31.3", "JLJD-31.4", "JLJD-31.5")
@pytest.mark.parametrize(("ground", "article"), GROUNDS.items())
def test_each_finding_proved_makes_the_scores_of_a_batch_void(
    filing: Filing, jilin: Cast, ground: str, article: str
) -> None:
    plan = given_scored(filing, jilin)
    results = reported(plan)
    case = propose_void(plan, "接到举报", by=centre(jilin), at=NEXT)
    proved(case, void_ground=ground, void_found=False, void_statement_heard=True)
    with pytest.raises(NotAllowed) as unproved:
        approve(case, "提请", by=whoever_holds(case), at=NEXT)
    assert article in (unproved.value.article or "")
    proved(case, void_found=True)
    approve(case, "查证属实", by=whoever_holds(case), at=NEXT)
    approve(case, "决定不予认定", by=whoever_holds(case), at=NEXT)
    plan.refresh_from_db()
    assert (plan.state, case.ending) == (PlanState.VOID, "ended")
    assert set(plan.candidates.values_list("passed", flat=True)) == {False}
    assert "不予认定" in words_of(case)
    with pytest.raises(NotAllowed, match="成绩没有不予认定"):
        accept(results, by=centre(jilin), at=NEXT)
    reject(results, "本批次成绩已经决定不予认定", by=centre(jilin), at=NEXT)
    plan.refresh_from_db()
    assert (plan.state, results.ending) == (PlanState.VOID, "refused")


@pytest.mark.row("JLJD-31.4")
def test_a_body_is_heard_before_its_scores_are_declared_void(filing: Filing, jilin: Cast) -> None:
    plan = given_scored(filing, jilin)
    case = propose_void(plan, "督导报告建议无效", by=centre(jilin), at=NEXT)
    proved(case, void_ground="papers", void_found=True, void_statement_heard=False)
    with pytest.raises(NotAllowed, match="陈述和申辩"):
        approve(case, "提请", by=whoever_holds(case), at=NEXT)
    disapprove(case, "查证不实", by=whoever_holds(case), at=NEXT)
    plan.refresh_from_db()
    assert (plan.state, case.ending) == (PlanState.APPROVED, "dropped")


@pytest.mark.row("JLJD-31.1")
def test_only_the_centre_proposes_and_only_once_a_batch_has_begun(filing: Filing, jilin: Cast) -> None:
    plan = given_taken(filing, jilin)
    with pytest.raises(NotAllowed, match="没有可以不予认定的成绩"):
        propose_void(plan, "接到举报", by=centre(jilin), at=AT)
    with pytest.raises(NotYours):
        propose_void(plan, "接到举报", by=post_in(jilin.province_bureau, Role.CLERK), at=NEXT)
    case = propose_void(plan, "接到举报", by=centre(jilin), at=on_day(DAY))
    assert (case.step, case.holder) == ("proposal", jilin.province_centre)
    with pytest.raises(NotAllowed):
        propose_void(plan, "再次接到举报", by=centre(jilin), at=NEXT)


@pytest.mark.row("JLJD-11", "JLJD-21", "JLJD-22")
def test_video_answers_sheets_and_pieces_are_kept_a_year() -> None:
    kept = {(each.cite, each.medium.value): (each.length.n, each.length.unit) for each in practice().kept}
    assert set(kept.values()) == {(1, "year")}
    assert {("11", "video"), ("21", "electronic"), ("22", "paper"), ("22", "object")} <= kept.keys()


@pytest.mark.row("JLJD-18")
def test_the_external_report_has_the_texts_parts_and_a_proposal() -> None:
    (form,) = [each for each in practice().supervision if each.watch == "external"]
    assert list(form.parts.values()) == ["考务组织", "考生资格", "试题和考评人员使用", "考场设施设备", "收费"]
    assert form.due is not None
    assert (form.due.n, form.due.unit, form.proposal) == (3, "working_day", True)
