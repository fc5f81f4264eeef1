"""Lists at the office's desk: today's counts, the worklist with its filters, ended cases, search, the sheet."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from dengji.people.models import Organisation
from dengji.people.terms import Role
from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_post
from tests.road import brought_to_its_end, given_application
from tests.web.office.desk import browser_of, opened, well_built

WORKLIST = "/office/cases/"
pytestmark = pytest.mark.django_db


def test_the_first_page_counts_what_waits_for_me_and_for_my_office(xinzhou: Cast, case: Case) -> None:
    page = opened(xinzhou.clerk, "/office/")
    assert page.count("?whose=mine&amp;urgency=") == page.count("?whose=office&amp;urgency=") == 7
    assert "没有等待答复的异议" in page
    well_built(page)


def test_the_worklist_shows_one_line_a_case_with_its_filters(xinzhou: Cast, case: Case) -> None:
    page = opened(xinzhou.clerk, WORKLIST)
    assert case.applicant.name in page
    assert case.number in page
    assert "受理和核验" in page
    assert "由我的岗位办理的办件，按到期日排列" in page
    assert "data-row" in page
    assert "data-open" in page
    assert "data-search" in page
    well_built(page)


def test_filters_stay_in_the_address_and_can_be_cleared(xinzhou: Cast, case: Case) -> None:
    asked = {"whose": "office", "step": "acceptance", "words": "松江"}
    page = opened(xinzhou.clerk, WORKLIST, **asked)
    assert case.number in page
    assert "step=acceptance&amp;words=%E6%9D%BE%E6%B1%9F&amp;urgency=overdue" in page
    assert "清除筛选" in page
    assert "没有符合这些条件的办件" in opened(xinzhou.clerk, WORKLIST, words="别的机构")


@pytest.mark.parametrize("occupation", ["6-31-01-03", "电工"])
def test_an_occupation_is_found_by_code_and_by_name(xinzhou: Cast, case: Case, occupation: str) -> None:
    assert case.number in opened(xinzhou.clerk, WORKLIST, occupation=occupation)
    assert case.number not in opened(xinzhou.clerk, WORKLIST, occupation="车工")


@pytest.mark.parametrize(
    "wrong", [{"after": "gestern.5"}, {"after": "none.x"}, {"step": "nonsense"}, {"urgency": "?"}]
)
def test_an_address_typed_wrong_shows_the_plain_list(
    xinzhou: Cast, case: Case, wrong: dict[str, str]
) -> None:
    assert case.number in opened(xinzhou.clerk, WORKLIST, **wrong)


def test_an_empty_list_says_what_to_do(xinzhou: Cast) -> None:
    assert "现在没有等您的岗位办理的件" in opened(xinzhou.clerk, WORKLIST)
    assert "机构提交申请后会出现在这里" in opened(xinzhou.clerk, WORKLIST, whose="office")


def test_fifty_lines_a_page_and_the_next_page_by_a_key(xinzhou: Cast, case: Case) -> None:
    fields = {
        each.attname: getattr(case, each.attname)
        for each in Case._meta.concrete_fields
        if each.name not in {"id", "token", "number", "applicant"}
    }
    bodies = Organisation.objects.bulk_create(
        Organisation(kind="body", name=f"机械厂{n}", division=xinzhou.county) for n in range(60)
    )
    Case.objects.bulk_create(
        Case(**fields, number=f"19{n:06d}", applicant=body) for n, body in enumerate(bodies)
    )
    page = opened(xinzhou.clerk, WORKLIST)
    assert page.count("data-row") == 50
    last = Case.objects.order_by("id")[49]
    assert f"after=none.{last.pk}" in page
    rest = opened(xinzhou.clerk, WORKLIST, after=f"none.{last.pk}")
    assert rest.count("data-row") == 11
    assert "回到第一页" in rest


def test_the_worklist_page_asks_the_database_at_most_twelve_times(xinzhou: Cast, case: Case) -> None:
    desk = browser_of(xinzhou.clerk)
    desk.get(WORKLIST)
    with CaptureQueriesContext(connection) as asked:
        desk.get(WORKLIST, {"whose": "office", "step": "acceptance"})
    real = [each["sql"] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(real) <= 12, real


def test_the_list_is_taken_away_as_a_sheet(xinzhou: Cast, case: Case) -> None:
    Organisation.objects.filter(pk=case.applicant_id).update(name="=HYPERLINK(1)")
    answer = browser_of(xinzhou.clerk).get(reverse("office:export"), {"whose": "office"})
    assert answer["Content-Disposition"] == 'attachment; filename="worklist-2026-11-16.xlsx"'
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["受理编号", "机构", "事项"]
    assert rows[1][:4] == [case.number, "=HYPERLINK(1)", "首次备案", "受理和核验"]
    assert len(rows) == 2


def test_the_ended_cases_are_taken_away_as_a_sheet(xinzhou: Cast, case: Case) -> None:
    brought_to_its_end(case, xinzhou, at=AT)
    assert reverse("office:export_ended") in opened(xinzhou.clerk, "/office/cases/ended/")
    answer = browser_of(xinzhou.clerk).get(reverse("office:export_ended"), {"words": case.number})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:5] == ["受理编号", "机构", "事项", "结果", "办结日期"]
    assert rows[1][:5] == [case.number, case.applicant.name, "首次备案", "已列入目录", AT.date()]
    assert len(rows) == 2


def test_markup_in_a_name_stays_a_name(xinzhou: Cast, case: Case) -> None:
    Organisation.objects.filter(pk=case.applicant_id).update(name="<script>alert(1)</script>厂")
    for address in (WORKLIST, f"/office/cases/{case.token}/", f"{WORKLIST}search/?words=script"):
        assert "<script>alert" not in opened(xinzhou.clerk, address)


def test_ended_cases_and_search(xinzhou: Cast, case: Case) -> None:
    assert "没有找到办结的件" in opened(xinzhou.clerk, "/office/cases/ended/")
    brought_to_its_end(case, xinzhou, at=AT)
    page = opened(xinzhou.clerk, "/office/cases/ended/")
    assert "已列入目录" in page
    well_built(page)
    assert "输入机构名称的一部分" in opened(xinzhou.clerk, "/office/cases/search/")
    assert case.number in opened(xinzhou.clerk, "/office/cases/search/", words=case.number)
    assert "没有找到" in opened(xinzhou.clerk, "/office/cases/search/", words="别的")


@pytest.mark.parametrize(
    "address", ["/office/", WORKLIST, "/office/cases/ended/", "/office/objections/", "/office/rounds/"]
)
def test_the_desk_is_for_offices_only(client: Client, xinzhou: Cast, address: str) -> None:
    assert client.get(address)["Location"] == f"/sign-in/?next={address}"
    assert browser_of(xinzhou.manager).get(address).status_code == 403
    assert browser_of(xinzhou.experts[0].post).get(address).status_code == 403


def test_another_office_sees_none_of_it(xinzhou: Cast, case: Case) -> None:
    assert case.number not in opened(xinzhou.wrong_clerk, WORKLIST, whose="office")
    assert case.number not in opened(
        xinzhou.wrong_clerk, "/office/cases/search/", words=case.number[:6] + "x"
    )


def test_a_reviewer_finds_his_own_turn_first(xinzhou: Cast, school_case: Case) -> None:
    reviewer = given_post(xinzhou.centre, Role.REVIEWER, "田秀英")
    assert school_case.number in opened(reviewer, WORKLIST)
    assert school_case.number not in opened(xinzhou.clerk, WORKLIST)
    assert given_application(xinzhou.school, "XZ24").number not in opened(reviewer, WORKLIST, whose="office")
