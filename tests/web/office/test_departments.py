"""Other departments at the same desk, and steps that wait for other registers."""

import pytest

from dengji.institutions.models import Institution
from dengji.institutions.terms import BodyKind
from dengji.people.models import Organisation
from dengji.people.terms import Role
from dengji.procedure.models import Case
from tests.cast import Cast, given_body
from tests.road import brought_to, given_application, post_in, whoever_holds
from tests.web.office.desk import at, opened, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(jilin: Cast) -> Institution:
    """An examination body that another department set up."""
    made = given_body(jilin.county, BodyKind.EXAMINATION_BODY, "松江消防技能鉴定站", 8)
    Organisation.objects.filter(pk=made.pk).update(overseen_by=jilin.department)
    made.organisation.refresh_from_db()
    return made


@pytest.fixture
def asked(jilin: Cast, body: Institution) -> Case:
    """Its application, waiting for the department's opinion."""
    case = given_application(body, "JLJD")
    brought_to(case, "department_opinion", jilin)
    return case


@pytest.mark.row("JLJD-8")
def test_the_department_finds_the_case_and_agrees(jilin: Cast, asked: Case) -> None:
    approver = post_in(jilin.department, Role.APPROVER)
    assert asked.number in opened(approver, "/office/cases/")
    page = opened(approver, at("case", asked))
    assert "同意</a>" in page
    assert (
        sent(approver, at("deed", asked, "confirm"), asked.version, reason="符合设置规划").status_code == 302
    )
    asked.refresh_from_db()
    assert asked.step == "acceptance"
    assert "符合设置规划" in opened(approver, at("part", asked, "timeline"))


def test_the_department_declines_only_with_a_reason(jilin: Cast, asked: Case) -> None:
    approver = post_in(jilin.department, Role.APPROVER)
    assert "请填写理由" in sent(approver, at("deed", asked, "decline"), asked.version).content.decode()
    assert sent(approver, at("deed", asked, "decline"), asked.version, reason="超出规划").status_code == 302


def test_nobody_answers_for_another_register(tianjin: Cast) -> None:
    case = given_application(tianjin.employer, "TJ21")
    brought_to(case, "report", tianjin)
    page = opened(whoever_holds(case), at("case", case))
    assert "等待外部系统的回复，收到后自动办理。" in page
    assert f'href="{at("deed", case, "confirm")}"' not in page
    answer = sent(whoever_holds(case), at("deed", case, "confirm"), case.version, reason="代为确认")
    assert "不能手工确认" in answer.content.decode()
