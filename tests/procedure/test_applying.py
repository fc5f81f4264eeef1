"""Applying: under the text in force, or not at all; handed in whole; taken back where the text lets one."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from dengji.filings.acts import applying as filling
from dengji.filings.dossier import build
from dengji.people.terms import Role
from dengji.policy.acts import withdraw_adoption
from dengji.policy.models import Adoption, Edition
from dengji.policy.queries import pack_of
from dengji.procedure.acts.applying import submit, withdraw
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.models import Case
from dengji.procedure.queries import standing
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.procedure.terms import CaseState, Ending
from dengji.records.models import Attachment
from tests.cast import AT, Cast, given_cast
from tests.road import (
    PACKS,
    brought_to,
    given_adoption,
    given_application,
    given_law,
    given_round,
    given_texts,
    handed_in,
    manager_of,
    on_day,
    post_in,
    stated_well,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
TRIAL = date(2026, 11, 16)
LAST_DAY = date(2023, 10, 20)


def begun(cast: Cast, day: date) -> Case:
    """An application begun by the employer on a day."""
    by = manager_of(cast.employer)
    return filling.begin(cast.employer, "initial", "skill_level", by=by, at=on_day(day))


@pytest.mark.row("CR-7")
def test_where_no_text_is_in_force_nothing_can_be_applied_for_and_it_says_so() -> None:
    given_law()
    jilin = given_cast()
    with pytest.raises(NotAllowed) as refused:
        begun(jilin, TRIAL)
    assert "没有可以适用的文本，不能受理新的申请" in refused.value.sentence
    assert "征求意见稿" in refused.value.sentence
    assert not Case.objects.exists()


@pytest.mark.row("CR-7")
def test_a_draft_governs_from_the_first_day_of_its_trial() -> None:
    given_law()
    given_adoption("JL25", from_on=TRIAL)
    jilin = given_cast()
    with pytest.raises(NotAllowed, match="没有可以适用的文本"):
        begun(jilin, TRIAL - timedelta(days=1))
    case = begun(jilin, TRIAL)
    assert "试运行" in case.basis
    withdraw(case, "", by=manager_of(jilin.employer), at=on_day(TRIAL))
    assert begun(jilin, TRIAL + timedelta(days=1)).edition.pack_id == "JL25"


@pytest.mark.row("CR-7", "TJ21-27")
def test_tianjin_takes_applications_to_the_last_day_of_its_text() -> None:
    given_law()
    tianjin = given_cast("120116", "120104")
    for day in (LAST_DAY - timedelta(days=1), LAST_DAY):
        case = begun(tianjin, day)
        assert (case.edition.pack_id, case.basis) == ("TJ21", "")
        withdraw(case, "", by=manager_of(tianjin.employer), at=on_day(day))
    with pytest.raises(NotAllowed, match="没有可以适用的文本"):
        begun(tianjin, LAST_DAY + timedelta(days=1))


@pytest.mark.row("CR-7")
def test_a_draft_of_an_application_is_not_handed_in_once_no_text_governs(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    withdraw_adoption(Adoption.objects.get(pack_id="JL25"), reason="试运行结束", by=None, at=AT)
    with pytest.raises(NotAllowed, match="没有可以适用的文本"):
        handed_in(case)
    assert Case.objects.get().state == CaseState.DRAFT


@pytest.mark.row("CR-6")
def test_what_was_handed_in_goes_on_when_its_text_no_longer_governs(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    withdraw_adoption(Adoption.objects.get(pack_id="JL25"), reason="试运行结束", by=None, at=AT)
    items = [Correction("documents", "请补盖公章")]
    return_for_correction(case, items, by=whoever_holds(case), at=AT)
    brought_to(case, "first_review", jilin)
    assert case.accepted_on == AT.date()


@pytest.mark.row("CR-6")
def test_a_case_stays_on_its_edition_when_a_newer_one_is_loaded(jilin: Cast, tmp_path: Path) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    pinned = case.edition_id
    text = (PACKS / "jilin/jl25/pack.yaml").read_text(encoding="utf-8")
    (tmp_path / "pack.yaml").write_text(text.replace('"现场技术评估"', '"到场评估"'), encoding="utf-8")
    given_texts(tmp_path)
    newer = Edition.objects.current().get(pack_id="JL25")
    brought_to(case, "site_assessment", jilin)
    assert case.edition_id == pinned != newer.pk
    assert standing(case, AT.date()).step.title == "现场技术评估"
    later = given_application(jilin.school, "JL25")
    assert later.edition == newer
    assert pack_of(later.edition_id).matters["initial"].steps[3].title == "到场评估"


def test_a_text_that_does_not_speak_of_a_kind_of_body_refuses_it(jilin: Cast) -> None:
    by = manager_of(jilin.examination_body)
    with pytest.raises(NotAllowed, match="不面向"):
        filling.begin(jilin.examination_body, "initial", "skill_level", by=by, at=AT)


def test_the_same_matter_is_not_applied_for_twice(jilin: Cast) -> None:
    first = begun(jilin, TRIAL)
    with pytest.raises(NotAllowed, match="同一事项不能重复申请"):
        begun(jilin, TRIAL)
    withdraw(first, "", by=manager_of(jilin.employer), at=AT)
    assert begun(jilin, TRIAL).number == f"{first.number[:-1]}2"


def test_what_lacks_a_document_is_not_handed_in(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    Attachment.objects.filter(case=case, material="fee_standard").update(removed_at=AT)
    with pytest.raises(NotAllowed) as refused:
        handed_in(case)
    assert "备案材料齐全" in refused.value.sentence
    assert refused.value.article == "第七条第（一）项"
    assert not case.submissions.exists()


@pytest.mark.row("TJ21-10.1")
def test_tianjin_takes_applications_only_in_a_round_its_first_and_last_day_included(tianjin: Cast) -> None:
    round_of_ten_days = given_round(tianjin.bureau, "TJ21")
    opens, closes = round_of_ten_days.opens_on, round_of_ten_days.closes_until
    case = given_application(tianjin.employer, "TJ21")
    for day in (opens - timedelta(days=1), closes + timedelta(days=1)):
        with pytest.raises(NotAllowed, match="在申报批次内申请"):
            handed_in(case, at=on_day(day))
    handed_in(case, at=on_day(closes))
    assert case.round == round_of_ten_days
    other = given_application(tianjin.school, "TJ21")
    handed_in(other, at=on_day(opens))
    assert other.received_on == opens


@pytest.mark.row("TJ21-10.1")
def test_a_correction_may_arrive_after_the_round_has_closed(tianjin: Cast) -> None:
    given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.employer, "TJ21")
    brought_to(case, "first_review", tianjin)
    return_for_correction(case, [Correction("rules", "补财务制度")], by=whoever_holds(case), at=AT)
    handed_in(case, at=AT + timedelta(days=30))
    assert case.step == "first_review"


JILIN_STEPS = [
    "apply",
    "acceptance",
    "first_review",
    "site_assessment",
    "comprehensive",
    "deliberation",
    "publicity",
]


@pytest.mark.parametrize("step", JILIN_STEPS)
def test_an_applicant_may_take_its_case_back_at_each_step_that_offers_it(jilin: Cast, step: str) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, step, jilin)
    withdraw(case, "不再申请", by=post_in(case.applicant, Role.STAFF), at=AT)
    assert (case.state, case.ending, case.due_on) == (CaseState.ENDED, Ending.WITHDRAWN, None)
    assert case.events.get(act="withdraw").step == step
    assert not case.clocks.filter(closed_on=None).exists()


def test_an_applicant_may_take_back_what_was_returned_to_it(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    return_for_correction(case, [Correction("rules", "补制度")], by=whoever_holds(case), at=AT)
    withdraw(case, "", by=whoever_holds(case), at=AT)
    assert case.ending == Ending.WITHDRAWN


def test_a_case_that_waits_for_the_notice_is_not_taken_back(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    at = brought_to(case, "notice", jilin)
    with pytest.raises(NotAllowed, match="不能作“撤回申请”处理"):
        withdraw(case, "", by=manager_of(jilin.employer), at=at)


@pytest.mark.row("CR-5", "JLJD-8")
def test_a_way_that_depends_on_an_unknown_fact_is_not_gone(jilin: Cast) -> None:
    case = given_application(jilin.examination_body, "JLJD")
    filling.sign(case, "周启明", as_legal_representative=True, by=whoever_holds(case), at=AT)
    dossier = build(case, on=AT.date())
    del dossier["body"]["implementing_department"]
    with pytest.raises(NotAllowed) as refused:
        submit(case, dossier, by=whoever_holds(case), at=AT)
    assert refused.value.facts == ("由其他实施部门设立",)
    assert "实施主管部门签署意见" in refused.value.sentence
    assert refused.value.remedy


def test_only_the_body_itself_hands_in(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    with pytest.raises(NotYours):
        filling.hand_in(case, by=manager_of(jilin.school), at=AT)
    stated_well(case)
    assert case.state == CaseState.DRAFT
