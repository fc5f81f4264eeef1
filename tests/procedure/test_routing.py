"""Whose turn it is: by affiliation and place, and never a guess."""

from typing import Any

import pytest

from dengji.filings.dossier import before_application
from dengji.institutions.terms import Affiliation
from dengji.people.models import Organisation
from dengji.people.terms import Role
from dengji.policy.models import Edition
from dengji.policy.queries import pack_of
from dengji.procedure.acts.receiving import accept
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.procedure.routing import turn_of
from dengji.procedure.subject import Subject
from tests.cast import AT, Cast
from tests.road import brought_to, given_application, post_in, stated_well, whoever_holds

pytestmark = pytest.mark.django_db
PROVINCE = {Affiliation.CENTRAL, Affiliation.PROVINCIAL}


def subject_of(cast: Cast, pack_id: str, dossier: dict[str, Any]) -> Subject:
    """The employer with a dossier, under a text."""
    pack = pack_of(Edition.objects.current().get(pack_id=pack_id).pk)
    return Subject(cast.employer.organisation, pack, "initial", "skill_level", dossier)


@pytest.mark.row("JL25-4.1")
@pytest.mark.parametrize("affiliation", Affiliation)
def test_a_jilin_case_goes_to_the_authority_of_its_affiliation(jilin: Cast, affiliation: Affiliation) -> None:
    jilin.employer.affiliation = affiliation
    jilin.employer.save()
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    stated_well(case)
    mine, other = jilin.bureau, jilin.province_bureau
    if affiliation in PROVINCE:
        mine, other = other, mine
    assert (case.holder, case.holder_role) == (mine, "clerk")
    with pytest.raises(NotYours):
        accept(case, by=post_in(other, Role.CLERK), at=AT)
    accept(case, by=whoever_holds(case), at=AT)
    assert case.step == "first_review"


@pytest.mark.row("JLJD-3")
@pytest.mark.parametrize("affiliation", Affiliation)
def test_an_examination_body_of_the_hr_departments_goes_by_its_level(
    jilin: Cast, affiliation: Affiliation
) -> None:
    body = jilin.examination_body
    Organisation.objects.filter(pk=body.pk).update(overseen_by=None)
    body.affiliation = affiliation
    body.save()
    case = given_application(type(body).objects.get(pk=body.pk), "JLJD")
    brought_to(case, "acceptance", jilin)
    assert case.holder == (jilin.province_bureau if affiliation in PROVINCE else jilin.bureau)


@pytest.mark.row("JLJD-3")
def test_an_examination_body_of_another_department_is_filed_at_the_province(jilin: Cast) -> None:
    case = given_application(jilin.examination_body, "JLJD")
    brought_to(case, "acceptance", jilin)
    assert jilin.examination_body.affiliation == Affiliation.COUNTY
    assert case.holder == jilin.province_bureau


@pytest.mark.row("CR-5", "JL25-4.1")
def test_an_unknown_affiliation_is_asked_for(jilin: Cast) -> None:
    dossier = before_application(jilin.employer, on=AT.date())
    dossier["body"]["affiliation"] = None
    with pytest.raises(NotAllowed) as refused:
        turn_of(subject_of(jilin, "JL25", dossier), "handler_clerk", AT.date())
    assert refused.value.sentence == "尚不能确定由谁办理：缺少事实（隶属关系）。"
    assert refused.value.article == "第四条前段"
    assert refused.value.remedy


@pytest.mark.row("JL25-4.1")
def test_an_affiliation_that_the_text_does_not_know_is_nobodys(jilin: Cast) -> None:
    dossier = before_application(jilin.employer, on=AT.date())
    dossier["body"]["affiliation"] = "foreign"
    with pytest.raises(NotAllowed, match="文本没有规定此类申请的办理机关受理人员"):
        turn_of(subject_of(jilin, "JL25", dossier), "handler_clerk", AT.date())


def test_the_applicants_turn_is_the_applicants(jilin: Cast) -> None:
    turn = turn_of(subject_of(jilin, "JL25", {}), "applicant", AT.date())
    assert turn == (jilin.employer.organisation, "applicant")
