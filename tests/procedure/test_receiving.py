"""Taking an application: what is missing is named, what is stated is kept, what is waived is waived by name."""

from typing import Any

import pytest

from dengji.filings.acts import applying as filling
from dengji.institutions.models import Venue
from dengji.occupations import tables
from dengji.procedure.acts.assessing import draw_up
from dengji.procedure.acts.receiving import (
    Correction,
    accept,
    reject,
    return_for_correction,
    state,
    waive,
)
from dengji.procedure.ground import Ground, facts_for
from dengji.procedure.models import Case, Statement, Waiver
from dengji.procedure.queries import standing
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.terms import Act, CaseState
from tests.cast import AT, DATA, ELECTRICIAN, Cast, catalogue, given_occupations
from tests.road import (
    brought_to,
    given_application,
    given_opinion,
    given_round,
    handed_in,
    manager_of,
    stated_well,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
CREDIT = "representative_credit_clean"


@pytest.fixture
def case(jilin: Cast) -> Case:
    """A case that waits for acceptance; the officer has stated nothing yet."""
    made = given_application(jilin.employer, "JL25")
    brought_to(made, "acceptance", jilin)
    return made


def stated(case: Case, fact: str, value: Any, why: str = "查看了信用报告") -> None:
    """The officer states a fact."""
    state(case, fact, value, why, by=whoever_holds(case), at=AT)


@pytest.mark.row("CR-5")
def test_what_is_undetermined_is_named_and_never_guessed(case: Case) -> None:
    with pytest.raises(NotAllowed) as refused:
        accept(case, by=whoever_holds(case), at=AT)
    assert refused.value.facts == ("法定代表人无不良记录",)
    assert "缺：法定代表人无不良记录" in refused.value.sentence
    with pytest.raises(NotAllowed, match="事实不清的，请退回补正或先核对事实") as unclear:
        reject(case, "查不到信用记录", by=whoever_holds(case), at=AT)
    assert unclear.value.facts == ("法定代表人无不良记录",)


@pytest.mark.row("CR-9")
def test_an_acceptance_letter_goes_out_when_all_is_met(case: Case) -> None:
    stated(case, CREDIT, True)
    accept(case, by=whoever_holds(case), at=AT)
    letter = case.letters.get()
    assert (letter.key, letter.authority) == ("acceptance", case.holder)
    assert case.accepted_on == AT.date()


def test_the_latest_statement_counts_and_each_stays_on_the_record(case: Case) -> None:
    stated(case, CREDIT, False)
    stated(case, CREDIT, True, "已完成信用修复")
    accept(case, by=whoever_holds(case), at=AT)
    said = case.events.filter(act=Act.STATE).order_by("ordinal")
    assert [event.detail for event in said] == [
        {"fact": CREDIT, "value": False},
        {"fact": CREDIT, "value": True},
    ]
    assert [event.reason for event in said] == ["查看了信用报告", "已完成信用修复"]


def test_a_computed_fact_cannot_be_stated(case: Case) -> None:
    with pytest.raises(NotAllowed, match="不能手工填写"):
        stated(case, "full_time_staff", 30)
    assert not Statement.objects.exists()


def test_a_fact_that_no_register_answered_may_be_stated(jilin: Cast) -> None:
    jilin.employer.department = ""
    jilin.employer.save()
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    stated(case, "dedicated_department", True, "见设立部门的文件")
    stated(case, CREDIT, True)
    accept(case, by=whoever_holds(case), at=AT)
    assert case.step == "first_review"


def test_what_the_body_enters_itself_later_counts_before_the_statement(jilin: Cast) -> None:
    jilin.employer.department = ""
    jilin.employer.save()
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    stated(case, "dedicated_department", False, "没有见到文件")
    return_for_correction(case, [Correction("body", "请填写工作部门")], by=whoever_holds(case), at=AT)
    jilin.employer.department = "技能人才评价办公室"
    jilin.employer.save()
    handed_in(case)
    known = Ground(case, AT.date()).facts(["dedicated_department"])["dedicated_department"]
    assert known is not None
    assert known.value is True
    with pytest.raises(NotAllowed, match="不能手工填写"):
        stated(case, "dedicated_department", False)


def test_an_applicant_does_not_answer_what_an_officer_is_asked(case: Case) -> None:
    ground = Ground(case, AT.date())
    boasting = ground.subject_with({"declarations": {CREDIT: True, "pay_linked": True}})
    known = facts_for(boasting, [CREDIT, "pay_linked"], AT.date())
    assert CREDIT not in known
    assert known["pay_linked"] is not None


@pytest.mark.parametrize(("fact", "value"), [("no_such_fact", True), (CREDIT, "是"), (CREDIT, None)])
def test_nonsense_is_not_stated(case: Case, fact: str, value: Any) -> None:
    with pytest.raises(NotAllowed):
        stated(case, fact, value)
    assert not Statement.objects.exists()


@pytest.mark.parametrize("why", ["", "   ", "长" * 301])
def test_a_statement_says_on_what_it_rests_in_a_few_words(case: Case, why: str) -> None:
    with pytest.raises(NotAllowed, match="请写明核对的依据"):
        stated(case, CREDIT, True, why)


def test_a_choice_that_the_text_does_not_have_is_not_stated(tianjin: Cast) -> None:
    given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.social_organisation, "TJ21")
    brought_to(case, "first_review", tianjin)
    with pytest.raises(NotAllowed, match="面向社会评价的单位类型"):
        stated(case, "provider_type", "somebody")
    stated(case, "provider_type", "enterprise")
    assert Statement.objects.get().value == "enterprise"


def test_what_the_panel_found_is_not_overruled_by_an_officer(case: Case, jilin: Cast) -> None:
    brought_to(case, "first_review", jilin)
    given_opinion(case, jilin)
    with pytest.raises(NotAllowed, match="由专家组认定"):
        stated(case, "occupations_match_business", False)
    with pytest.raises(NotAllowed, match="专家组意见已经形成"):
        draw_up(case, "又一份", by=whoever_holds(case), at=AT)


def test_a_correction_says_what_to_put_right(case: Case) -> None:
    for items in ([], [Correction("documents", "  ")]):
        with pytest.raises(NotAllowed, match="请至少写明一处"):
            return_for_correction(case, items, by=whoever_holds(case), at=AT)
    with pytest.raises(NotAllowed, match="不超过500字"):
        return_for_correction(case, [Correction("documents", "长" * 501)], by=whoever_holds(case), at=AT)
    assert case.state == CaseState.OPEN


@pytest.mark.row("CR-9")
def test_a_correction_is_itemised_in_the_letter_and_done_when_it_arrives(case: Case) -> None:
    items = [
        Correction("documents", " 申请报告没有盖章 "),
        Correction("venues", ""),
        Correction("people", "缺证书"),
    ]
    return_for_correction(case, items, by=whoever_holds(case), at=AT)
    assert (case.state, case.step, case.holder) == (CaseState.CORRECTING, "apply", case.applicant)
    assert [item.says for item in case.corrections.all()] == ["申请报告没有盖章", "缺证书"]
    assert "（1）申请报告没有盖章；（2）缺证书" in case.letters.get(key="correction").paragraphs[0]
    handed_in(case)
    assert (case.state, case.step) == (CaseState.OPEN, "acceptance")
    assert not case.corrections.filter(resolved_at=None).exists()
    assert case.events.filter(act=Act.RESUBMIT).count() == 1
    assert list(case.submissions.values_list("ordinal", flat=True)) == [1, 2]


def test_only_what_is_required_in_principle_may_be_waived(case: Case) -> None:
    for condition in ("credit", "no_such_condition"):
        with pytest.raises(NotAllowed, match="文本不允许例外"):
            waive(case, condition, "情况特殊", by=whoever_holds(case), at=AT)
    assert not Waiver.objects.exists()


@pytest.fixture
def six(xinzhou: Cast) -> Case:
    """A social organisation in Xinzhou that applies for six occupations, one more than in principle."""
    with_standard = sorted({row.occupation_id for row in tables.standards(DATA)} - {ELECTRICIAN})
    codes = [code for code in with_standard if catalogue()[code].skill_level][:5]
    given_occupations(*codes)
    Venue.objects.update(occupations=[ELECTRICIAN, *codes])
    given_round(xinzhou.bureau, "XZ24")
    made = given_application(xinzhou.social_organisation, "XZ24")
    for code in codes:
        wanted = filling.Wanted(code, "", ["5"], "public")
        filling.apply_for(made, wanted, by=manager_of(xinzhou.social_organisation), at=AT)
    brought_to(made, "acceptance", xinzhou)
    stated_well(made)
    return made


@pytest.mark.row("XZ24-26")
def test_an_exception_is_made_by_name_with_a_reason(six: Case) -> None:
    before = standing(six, AT.date()).judgement
    assert before is not None
    assert "cap" in [result.id for result in before.unmet]
    with pytest.raises(NotAllowed, match="请写明同意例外的理由"):
        waive(six, "cap", " ", by=whoever_holds(six), at=AT)
    waive(six, "cap", "县域内没有其他机构", by=whoever_holds(six), at=AT)
    waiver, after = Waiver.objects.get(), standing(six, AT.date()).judgement
    assert (waiver.by, waiver.reason) == (whoever_holds(six), "县域内没有其他机构")
    assert after is not None
    assert "cap" not in [result.id for result in after.unmet]
    assert six.events.get(act=Act.WAIVE).cite == "26"
