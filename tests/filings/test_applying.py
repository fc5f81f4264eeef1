"""Filling in and handing in an application (填报与提交申请)."""

from io import BytesIO

import pytest

from dengji.audit.queries import entries_about
from dengji.filings.acts.applying import (
    Wanted,
    apply_for,
    begin,
    declare,
    drop,
    finish_section,
    hand_in,
    hand_over,
    sign,
)
from dengji.filings.queries import applied_for, eligibility_of, tasks
from dengji.filings.terms import TaskState
from dengji.institutions.models import Member
from dengji.institutions.terms import BodyKind
from dengji.people.terms import Role
from dengji.policy.engine.terms import Section
from dengji.procedure.acts.applying import withdraw
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.models import Case
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.records.models import Attachment
from tests.cast import AT, ELECTRICIAN, FIRE_OPERATOR, TURNER, Cast, given_body, given_cast, given_post
from tests.records.papers import PDF
from tests.road import given_application, given_law, given_round, handed_in, manager_of, whoever_holds

pytestmark = pytest.mark.django_db
REGIME = "skill_level"


def begun(cast: Cast) -> Case:
    """An employer's application with nothing in it."""
    return begin(cast.employer, "initial", REGIME, by=cast.manager, at=AT)


@pytest.mark.row("CR-7")
def test_no_application_begins_where_no_text_is_in_force() -> None:
    given_law()
    cast = given_cast()
    with pytest.raises(NotAllowed, match="没有可以适用的文本") as refused:
        begun(cast)
    assert refused.value.remedy
    assert not Case.objects.exists()


def test_no_application_begins_for_a_kind_that_the_text_does_not_name(jilin: Cast) -> None:
    with pytest.raises(NotAllowed, match="不面向") as refused:
        begin(jilin.employer, "initial", "access_qualification", by=jilin.manager, at=AT)
    assert refused.value.article == "第八条"


def test_a_second_live_application_of_the_same_matter_is_refused_with_what_to_do(jilin: Cast) -> None:
    begun(jilin)
    with pytest.raises(NotAllowed, match="不能重复申请") as refused:
        begun(jilin)
    assert refused.value.remedy
    assert Case.objects.count() == 1


def test_after_a_withdrawal_the_body_may_apply_again(jilin: Cast) -> None:
    withdraw(begun(jilin), "", by=jilin.manager, at=AT)
    assert begun(jilin).state == "draft"


def test_nobody_begins_or_fills_in_for_another_body(jilin: Cast) -> None:
    stranger = manager_of(jilin.school)
    with pytest.raises(NotYours):
        begin(jilin.employer, "initial", REGIME, by=stranger, at=AT)
    case = begun(jilin)
    with pytest.raises(NotYours):
        declare(case, {"not_for_profit": True}, by=stranger, at=AT)


@pytest.mark.row("JL25-3.1")
def test_employers_schools_and_social_organisations_may_begin_and_nobody_else(jilin: Cast) -> None:
    for institution in (jilin.employer, jilin.school, jilin.social_organisation):
        assert begin(institution, "initial", REGIME, by=manager_of(institution), at=AT).state == "draft"
    examiners = given_body(jilin.county, BodyKind.EXAMINATION_BODY, "某鉴定站", 9)
    with pytest.raises(NotAllowed, match="不面向"):
        begin(examiners, "initial", REGIME, by=manager_of(examiners), at=AT)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (Wanted("9-99-99-99", "", ["5"], "own_staff"), "职业目录里没有"),
        (Wanted(ELECTRICIAN, "", ["7"], "own_staff"), "没有“7”这样的等级"),
        (Wanted(ELECTRICIAN, "", [], "own_staff"), "请至少选择一个等级"),
        (Wanted(ELECTRICIAN, "", ["5"], "everybody"), "请选择评价对象"),
        (Wanted(ELECTRICIAN, "工" * 121, ["5"], "own_staff"), "工种名称最多120个字"),
    ],
)
def test_what_cannot_be_applied_for_is_said_in_a_sentence(jilin: Cast, wanted: Wanted, says: str) -> None:
    case = begun(jilin)
    with pytest.raises(NotAllowed, match=says):
        apply_for(case, wanted, by=jilin.manager, at=AT)
    assert not applied_for(case).occupations.exists()


def test_a_level_above_the_five_is_refused_for_an_access_type_qualification(jilin: Cast) -> None:
    body = given_body(jilin.county, BodyKind.EXAMINATION_BODY, "某鉴定站", 9)
    by = manager_of(body)
    case = begin(body, "initial", "access_qualification", by=by, at=AT)
    with pytest.raises(NotAllowed, match="准入类职业资格鉴定没有“special”"):
        apply_for(case, Wanted(FIRE_OPERATOR, "", ["special"], "public"), by=by, at=AT)


def test_an_occupation_added_twice_stays_once_with_the_last_levels(jilin: Cast) -> None:
    case = begun(jilin)
    for levels in (["5"], ["4", "3"]):
        apply_for(case, Wanted(ELECTRICIAN, " ", levels, "own_staff"), by=jilin.manager, at=AT)
    assert [row.levels for row in applied_for(case).occupations.all()] == [["4", "3"]]


def test_a_changed_audience_takes_the_place_of_the_old_row(jilin: Cast) -> None:
    case = begun(jilin)
    row = apply_for(case, Wanted(ELECTRICIAN, "", ["5"], "public"), by=jilin.manager, at=AT)
    right = Wanted(ELECTRICIAN, "", ["5"], "own_staff")
    apply_for(case, right, in_place_of=row, by=jilin.manager, at=AT)
    assert [each.audience for each in applied_for(case).occupations.all()] == ["own_staff"]


def test_dropping_twice_does_no_harm_and_each_step_is_on_the_trail(jilin: Cast) -> None:
    case = begun(jilin)
    row = apply_for(case, Wanted(TURNER, "", ["5"], "own_staff"), by=jilin.manager, at=AT)
    for _ in range(2):
        drop(case, row.pk, by=jilin.manager, at=AT)
    acts = [entry.act for entry in entries_about("procedure.Case", case.pk)]
    assert sorted(act for act in acts if act.startswith("application.")) == [
        "application.apply_for",
        "application.drop",
    ]


@pytest.mark.parametrize(("name", "value"), [("not_for_profit", "yes"), ("not_for_profit", 1)])
def test_an_answer_of_the_wrong_kind_is_refused(jilin: Cast, name: str, value: object) -> None:
    case = begun(jilin)
    with pytest.raises(NotAllowed, match="填写得不对"):
        declare(case, {name: value}, by=jilin.manager, at=AT)


def test_an_answer_outside_its_choices_and_to_no_question_is_refused(tianjin: Cast) -> None:
    by = manager_of(tianjin.social_organisation)
    case = begin(tianjin.social_organisation, "initial", REGIME, by=by, at=AT)
    with pytest.raises(NotAllowed, match="从列出的选项中选择"):
        declare(case, {"provider_type": "bank"}, by=by, at=AT)
    with pytest.raises(NotAllowed, match="文本没有要求申报"):
        declare(case, {"rules_sound": True}, by=by, at=AT)


def test_a_file_goes_under_a_heading_of_the_text_only_and_stays_one_when_sent_twice(jilin: Cast) -> None:
    case = begun(jilin)
    for _ in range(2):
        hand_over(case, "application_report", BytesIO(PDF), "申请报告.pdf", by=jilin.manager, at=AT)
    assert Attachment.objects.filter(case=case).count() == 1
    with pytest.raises(NotAllowed, match="文本没有要求这份材料"):
        hand_over(case, "recipe", BytesIO(PDF), "菜谱.pdf", by=jilin.manager, at=AT)


@pytest.mark.row("JL25-7.0")
def test_only_the_head_of_the_body_signs_and_without_it_nothing_is_handed_in(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    staff = given_post(jilin.employer.organisation, Role.STAFF)
    with pytest.raises(NotYours, match="经办人不能代签"):
        sign(case, "小李", as_legal_representative=False, by=staff, at=AT)
    with pytest.raises(NotAllowed, match="承诺材料真实") as refused:
        hand_in(case, by=staff, at=AT)
    assert "第七条首段" in (refused.value.article or "")
    assert "签署承诺" in refused.value.remedy
    sign(case, "周启明", as_legal_representative=True, by=jilin.manager, at=AT)
    hand_in(case, by=staff, at=AT)
    assert case.state == "open"
    assert case.submissions.get().dossier["commitment"]["signed_by"] == "周启明"


@pytest.mark.row("JL25-7.1")
def test_an_application_without_its_report_is_refused_with_article_and_remedy(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    sign(case, "周启明", as_legal_representative=True, by=jilin.manager, at=AT)
    case.attachments.filter(material="application_report").update(removed_at=AT)
    with pytest.raises(NotAllowed, match="备案材料齐全") as refused:
        hand_in(case, by=jilin.manager, at=AT)
    assert refused.value.article == "第七条第（一）项"
    assert refused.value.remedy == "补交所缺材料"
    assert not case.submissions.exists()


@pytest.mark.row("JLJD-6.1", "JLJD-6.2", "JLJD-6.3", "JLJD-6.4", "JLJD-6.5")
@pytest.mark.parametrize(
    ("material", "article"),
    [
        ("form", "第六条第（一）项"),
        ("examination_plans", "第六条第（二）项"),
        ("workflow_rules", "第六条第（三）项"),
        ("staff_rules", "第六条第（四）项"),
        ("certificate_rules", "第六条第（五）项"),
    ],
)
def test_an_examination_body_hands_in_each_of_the_five_materials(
    jilin: Cast, material: str, article: str
) -> None:
    body = given_body(jilin.county, BodyKind.EXAMINATION_BODY, "某鉴定站", 9)
    case = given_application(body, "JLJD")
    sign(case, "周启明", as_legal_representative=True, by=manager_of(body), at=AT)
    case.attachments.filter(material=material).update(removed_at=AT)
    with pytest.raises(NotAllowed) as refused:
        hand_in(case, by=manager_of(body), at=AT)
    assert refused.value.article == article
    case.attachments.filter(material=material).update(removed_at=None)
    hand_in(case, by=manager_of(body), at=AT)
    assert case.state == "open"


@pytest.mark.row("TJ21-10.1")
def test_an_application_outside_its_round_is_refused(tianjin: Cast) -> None:
    case = given_application(tianjin.employer, "TJ21")
    by = manager_of(tianjin.employer)
    with pytest.raises(NotAllowed, match="在申报批次内申请") as refused:
        hand_in(case, by=by, at=AT)
    assert refused.value.article == "第十条第（一）项"
    assert "下一批申报安排" in refused.value.remedy
    joined = given_round(tianjin.province_bureau, "TJ21")
    hand_in(case, by=by, at=AT)
    assert case.round == joined


def test_what_was_handed_in_is_out_of_the_applicants_hands(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    handed_in(case)
    with pytest.raises(Moved, match="已经提交"):
        declare(case, {"not_for_profit": False}, by=jilin.manager, at=AT)


def test_a_correction_marks_its_part_and_is_signed_for_anew(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    finish_section(case, Section.PEOPLE, done=True, by=jilin.manager, at=AT)
    handed_in(case)
    return_for_correction(case, [Correction("people", "补一名专家")], by=whoever_holds(case), at=AT)
    states = {task.section: task.state for task in tasks(case)}
    assert states[Section.PEOPLE] is TaskState.TO_CORRECT
    assert states[Section.VENUES] is TaskState.DONE
    assert states[Section.COMMITMENT] is TaskState.NOT_STARTED
    with pytest.raises(NotAllowed, match="承诺材料真实"):
        hand_in(case, by=jilin.manager, at=AT)
    finish_section(case, Section.PEOPLE, done=True, by=jilin.manager, at=AT)
    assert {task.section: task.state for task in tasks(case)}[Section.PEOPLE] is TaskState.DONE
    handed_in(case)
    assert (case.state, case.submissions.count()) == ("open", 2)


def test_the_frozen_dossier_does_not_follow_the_registers(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    handed_in(case)
    frozen = len(case.submissions.get().dossier["members"])
    Member.objects.filter(institution=jilin.employer).delete()
    assert len(case.submissions.get().dossier["members"]) == frozen > 0
    assert eligibility_of(case, AT.date()).unmet
