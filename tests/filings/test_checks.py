"""What a body may apply for, and what every condition comes to (可申请事项、条件自查): the real texts at work."""

from collections.abc import Callable

import pytest

from dengji.filings.acts.applying import Wanted, apply_for, begin
from dengji.filings.checks import Checked, checked
from dengji.filings.offering import Offer, eligibility, offers
from dengji.filings.progress import AHEAD, DONE, NOW, stages, under_way
from dengji.filings.queries import applied_for, eligibility_of, materials, questions_of, tasks
from dengji.filings.terms import TaskState
from dengji.institutions.models import FeeItem, Institution, Member, Venue
from dengji.people.models import Division
from dengji.policy.engine.judgement import Result
from dengji.policy.engine.terms import Section
from dengji.policy.engine.truth import Truth
from dengji.policy.models import Edition
from dengji.policy.queries import pack_of
from dengji.procedure.acts.applying import withdraw
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.models import Case
from tests.cast import AT, ELECTRICIAN, OTHER_COUNTY, Cast, given_cast, given_divisions
from tests.road import (
    brought_to,
    given_application,
    given_law,
    given_round,
    handed_in,
    manager_of,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
ON = AT.date()


def check_of(institution: Institution, pack_id: str, regime: str = "skill_level") -> Checked:
    """The check before anything is filled in."""
    pack = pack_of(Edition.objects.current().get(pack_id=pack_id).pk)
    offer = Offer(institution.organisation, "initial", regime, "首次备案", None)
    return checked(eligibility(offer, institution, pack, ON), pack)


def result(case: Case, condition: str) -> Result:
    """What one condition comes to on the application as it stands."""
    return next(each for each in eligibility_of(case, ON).results if each.id == condition)


def test_each_matter_is_offered_or_says_why_not(jilin: Cast) -> None:
    found = {offer.regime: offer for offer in offers(jilin.employer, ON)}
    assert found["skill_level"].available
    assert "试运行" in found["skill_level"].basis
    assert found["access_qualification"].why == "依据第八条，“鉴定机构备案”不面向用人单位。"
    assert "没有可以适用的文本" in found["special_ability"].why


def test_without_a_text_in_force_nothing_is_offered_and_each_text_is_named() -> None:
    given_law()
    cast = given_cast()
    offered = offers(cast.employer, ON)
    assert not any(offer.available for offer in offered)
    assert "征求意见稿" in offered[0].why


def test_an_open_case_is_offered_to_be_carried_on_and_not_a_second(jilin: Cast) -> None:
    case = begin(jilin.employer, "initial", "skill_level", by=jilin.manager, at=AT)
    offer = next(each for each in offers(jilin.employer, ON) if each.regime == "skill_level")
    assert (offer.open_case, offer.available) == (case, False)


def test_before_an_application_what_it_will_say_is_open_and_not_unmet(jilin: Cast) -> None:
    found = check_of(jilin.employer, "JL25")
    assert found.unmet == ()
    waiting = {check.result.id for check in found.open}
    assert {"documents_complete", "occupations_named", "commitment", "credit"} <= waiting
    assert {each.id for each in found.later} >= {"business", "first_review_passed", "no_objection"}
    assert found.sentence.startswith("共35项条件：")


def test_what_no_application_can_mend_bars_it_and_is_said(jilin: Cast) -> None:
    Institution.objects.filter(pk=jilin.employer.pk).update(independent_legal_person=False)
    found = check_of(Institution.objects.get(pk=jilin.employer.pk), "JL25")
    assert [check.result.id for check in found.barring] == ["legal_person"]
    assert found.barring[0].section is Section.BODY
    assert "现在申请不会被受理：独立法人资格" in found.sentence


def test_what_can_be_mended_does_not_bar_and_says_where(jilin: Cast) -> None:
    FeeItem.objects.filter(institution=jilin.employer).update(published_on=None)
    found = check_of(jilin.employer, "JL25")
    assert found.barring == ()
    assert [(check.result.id, check.section) for check in found.unmet] == [("fees", Section.RULES)]


@pytest.mark.row("TJ21-9.1")
def test_to_serve_the_public_takes_one_of_the_named_kinds_of_provider(tianjin: Cast) -> None:
    given_round(tianjin.province_bureau, "TJ21")
    case = given_application(tianjin.social_organisation, "TJ21")
    assert result(case, "provider").truth is Truth.MET
    assert result(case, "registered").truth is Truth.MET
    application = applied_for(case)
    application.declarations |= {"provider_type": "other"}
    application.save()
    assert result(case, "provider").truth is Truth.NOT_MET
    application.declarations |= {"provider_type": "enterprise"}
    application.save()
    assert [used.name for used in result(case, "provider").missing] == ["enterprise_qualified"]


@pytest.mark.row("TJ21-9.1")
def test_a_body_registered_elsewhere_is_not_of_the_city(tianjin: Cast) -> None:
    elsewhere = given_divisions(OTHER_COUNTY)
    case = given_application(tianjin.employer, "TJ21")
    Case.objects.filter(pk=case.pk).update(place=OTHER_COUNTY)
    organisation = tianjin.employer.organisation
    organisation.division = Division.objects.get(pk=OTHER_COUNTY)
    organisation.save()
    assert elsewhere
    assert result(case, "registered").truth is Truth.NOT_MET


def _without(model: type, **given: str) -> Callable[[Institution], None]:
    def emptied(institution: Institution) -> None:
        rows = model.objects.filter(institution=institution)  # type: ignore[attr-defined]
        for row in rows:
            if not given or given["role"] in row.roles:
                row.delete()

    return emptied


@pytest.mark.row("TJ21-9.4")
@pytest.mark.parametrize(
    ("condition", "spoilt"),
    [
        ("staff", _without(Member, role="staff")),
        ("experts", _without(Member, role="expert")),
        ("examiners", _without(Member, role="examiner")),
        ("supervisors", _without(Member, role="supervisor")),
        ("venues", _without(Venue)),
    ],
)
def test_each_kind_of_people_and_the_venues_are_counted(
    tianjin: Cast, condition: str, spoilt: Callable[[Institution], None]
) -> None:
    case = given_application(tianjin.employer, "TJ21")
    assert result(case, condition).truth is Truth.MET
    spoilt(tianjin.employer)
    assert result(case, condition).truth is Truth.NOT_MET
    assert result(case, condition).condition.article == "第九条第（四）项"


@pytest.mark.row("TJ21-9.2", "TJ21-9.3", "TJ21-9.5", "TJ21-9.6")
def test_what_experts_and_officers_judge_is_left_to_them(tianjin: Cast) -> None:
    case = given_application(tianjin.employer, "TJ21")
    later = {each.id for each in checked(eligibility_of(case, ON), pack_of(case.edition_id)).later}
    assert {"rules", "experience", "benefit", "mechanism", "quality"} <= later
    assert result(case, "credit").truth is Truth.MET
    articles = {
        each: result(case, each).condition.article for each in ("rules", "experience", "benefit", "quality")
    }
    assert list(articles.values()) == [f"第九条第（{n}）项" for n in "二三五六"]


def test_a_level_that_the_kind_may_not_have_is_refused_by_its_article(xinzhou: Cast) -> None:
    given_round(xinzhou.bureau, "XZ24")
    case = given_application(xinzhou.school, "XZ24")
    assert result(case, "levels").truth is Truth.MET
    by = manager_of(xinzhou.school)
    apply_for(case, Wanted(ELECTRICIAN, "", ["special"], "own_students"), by=by, at=AT)
    assert result(case, "levels").truth is Truth.NOT_MET
    assert "第八条" in result(case, "levels").condition.article


@pytest.mark.row("XZ24-12")
def test_a_verified_register_entry_takes_the_place_of_its_document(xinzhou: Cast) -> None:
    case = given_application(xinzhou.school, "XZ24")
    asked = {each.key: each for each in materials(case, ON)}
    assert (asked["registration"].asked, asked["registration"].verified) == (False, True)
    assert asked["rules"].asked
    assert (asked["mechanism"].asked, asked["mechanism"].verified) == (False, False)
    assert asked["registration"].article == "第十二条"


def asked_of_body(institution: Institution, pack_id: str) -> set[str]:
    """The names of the questions that an application of the body has to answer."""
    case = given_application(institution, pack_id)
    return {each.name for each in questions_of(case, eligibility_of(case, ON))}


def test_only_questions_that_bear_on_the_kind_of_body_are_asked(jilin: Cast) -> None:
    asked = asked_of_body(jilin.employer, "JL25")
    assert asked == {"not_for_profit", "training_mechanism", "pay_linked"}
    assert asked_of_body(jilin.school, "JL25") == {"not_for_profit"}


def test_questions_of_other_matters_are_not_asked(xinzhou: Cast) -> None:
    assert asked_of_body(xinzhou.school, "XZ24") == set()


def test_tasks_follow_the_text_and_leave_out_what_asks_nothing(tianjin: Cast) -> None:
    case = given_application(tianjin.employer, "TJ21")
    named = [task.section for task in tasks(case)]
    assert Section.COMMITMENT not in named
    assert Section.DECLARATIONS not in [task.section for task in tasks(case, without=[Section.DECLARATIONS])]
    states = {task.section: task.state for task in tasks(case)}
    assert states[Section.OCCUPATIONS] is TaskState.UNDER_WAY
    assert states[Section.PEOPLE] is TaskState.NOT_STARTED


def test_the_way_shows_what_is_done_now_and_ahead(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    assert [stage.state for stage in stages(case, ON)] == [NOW, *[AHEAD] * 7]
    brought_to(case, "first_review", jilin)
    shown = stages(case, ON)
    assert [(each.title, each.state) for each in shown[:4]] == [
        ("机构申报", DONE), ("受理", DONE), ("初审", NOW), ("现场技术评估", AHEAD),
    ]  # fmt: skip
    assert shown[6].period == "至少5个工作日"


def test_the_way_of_a_social_organisation_leads_through_the_selection(tianjin: Cast) -> None:
    given_round(tianjin.province_bureau, "TJ21")
    titles = [stage.title for stage in stages(given_application(tianjin.social_organisation, "TJ21"), ON)]
    assert "集中遴选" in titles
    assert "专家评估" not in titles


def test_what_is_asked_of_the_body_stands_with_its_cases(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    assert [each.asked for each in under_way(jilin.manager, ON)] == ["继续填写，填好后提交"]
    handed_in(case)
    assert [each.asked for each in under_way(jilin.manager, ON)] == [""]
    items = [Correction("people", "补一名专家"), Correction("venues", "补照片")]
    return_for_correction(case, items, by=whoever_holds(case), at=AT)
    assert [each.asked for each in under_way(jilin.manager, ON)] == ["按补正通知改好2处，再提交"]
    withdraw(case, "", by=jilin.manager, at=AT)
    assert under_way(jilin.manager, ON) == []
