"""The first page and the check before anything is filled in (首页、条件自查)."""

from typing import Any

import pytest
from django.test import Client

from dengji import clock
from dengji.institutions.models import Institution
from dengji.people.models import Person
from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_cast
from tests.road import brought_to_its_end, given_law, handed_in
from tests.web.body.pages import BACKEND, address, signed_in, text

CHECK: dict[str, Any] = {"matter": "initial", "regime": "skill_level"}


def test_the_first_page_says_what_may_be_applied_for_and_why_not_the_rest(desk: Client) -> None:
    page = text(desk, address("home"))
    assert "职业技能等级认定：首次评估备案" in page
    assert "可以申请" in page
    assert "“鉴定机构备案”不面向用人单位" in page
    assert "没有可以适用的文本" in page
    assert "现在没有正在办理的申请" in page
    assert "本机构还没有备案" in page


def test_an_open_case_stands_with_its_step_holder_and_what_is_asked(desk: Client, application: Case) -> None:
    page = text(desk, address("home"))
    assert application.number in page
    assert "继续填写，填好后提交" in page
    handed_in(application)
    page = text(desk, address("home"))
    assert "受理" in page
    assert application.holder.name in page
    assert "等待办理，不用做什么" in page


def test_a_filing_stands_with_its_number_scope_and_days(
    desk: Client, application: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = brought_to_its_end(application, cast)
    later = max((over.date() - clock.today()).days, 0)
    monkeypatch.setattr(clock, "_SETTERS", [lambda: later])
    page = text(desk, address("home"))
    assert "Y000022000001" in page
    assert "2029年" in page
    assert "三级/高级工" in page


def test_the_check_names_conditions_articles_facts_and_what_is_missing(desk: Client) -> None:
    page = text(desk, address("check", **CHECK))
    assert "共35项条件" in page
    assert "独立法人资格" in page
    assert "第六条第（一）项" in page
    assert "专职工作人员数：3" in page
    assert "已填写申报职业" in page
    assert "以后由主管部门和专家判断的条件" in page
    assert "开始填写申请" in page


def test_what_cannot_be_mended_leaves_no_button_to_begin(desk: Client, cast: Cast) -> None:
    Institution.objects.filter(pk=cast.employer.pk).update(independent_legal_person=False)
    page = text(desk, address("check", **CHECK))
    assert "申请单位不是独立法人" in page
    assert "由具有法人资格的上级单位申请" in page
    assert "开始填写申请" not in page


def test_beginning_opens_a_draft_and_beginning_twice_leads_to_the_same(desk: Client) -> None:
    begun = desk.post(address("check", **CHECK))
    case = Case.objects.get()
    assert begun.headers["Location"] == address("fill", case)
    again = desk.post(address("check", **CHECK))
    assert again.headers["Location"] == address("case", case)
    assert Case.objects.count() == 1


def test_a_place_with_no_text_in_force_is_told_so(client: Client, db: None) -> None:
    given_law()
    cast = given_cast()
    client.force_login(cast.manager.person, backend=BACKEND)
    page = text(client, address("check", **CHECK))
    assert "没有可以适用的文本，不能受理新的申请" in page
    refused = client.post(address("check", **CHECK))
    assert refused.status_code == 403
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"matter": "magic", "regime": "skill_level"}, {"matter": "initial", "regime": "x"}]
)
def test_a_matter_that_there_is_not_is_not_found(desk: Client, wrong: dict[str, Any]) -> None:
    assert desk.get(address("check", **wrong)).status_code == 404


def test_other_desks_and_strangers_do_not_get_in(cast: Cast, client: Client) -> None:
    assert signed_in(cast.clerk).get(address("home")).status_code == 403
    assert client.get(address("home")).headers["Location"].startswith("/sign-in/?next=")
    nobody = Person.objects.create_user("nobody", full_name="无岗", joined_at=AT)
    client.force_login(nobody, backend=BACKEND)
    assert client.get(address("home")).status_code == 403


def test_the_first_page_asks_the_database_no_more_for_more_filings(
    desk: Client, application: Case, cast: Cast, django_assert_max_num_queries: object
) -> None:
    brought_to_its_end(application, cast)
    with django_assert_max_num_queries(31):  # type: ignore[operator]
        desk.get(address("home"))
