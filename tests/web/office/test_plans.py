"""Plans at the office's desk: the list, its sheet, a plan's page, and the case pages of what is about a plan."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from dengji.evaluations.acts import planning
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.texts import PLAN, RESULTS
from dengji.filings.models import Filing
from dengji.people.terms import Role
from dengji.procedure.models import Case
from tests.batch import (
    after,
    given_approved,
    given_candidates,
    given_filed_venues,
    given_plan,
    given_reported,
    given_scores,
)
from tests.cast import AT, Cast, given_post
from tests.life import given_filing
from tests.road import manager_of, whoever_holds
from tests.web.office.desk import at, browser_of, opened, sent, well_built

pytestmark = pytest.mark.django_db
LIST = "/office/plans/"
MOST = 12
"""Statements for the list of plans, the frame of the page among them."""


@pytest.fixture
def filing(tianjin: Cast) -> Filing:
    """A filing of the employer, its venues filed."""
    clerk = given_post(tianjin.province_centre, Role.CLERK)
    found = given_filing(tianjin.employer, clerk, number="Y000012000900")
    given_filed_venues(found)
    return found


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A plan that waits for its review."""
    plan = given_plan(filing)
    planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
    return plan


def case_of(plan: Plan, matter: str = PLAN) -> Case:
    """The open case about the plan."""
    case = planning.open_case_of(plan, matter)
    assert case is not None
    return case


@pytest.fixture
def reported(filing: Filing) -> Iterator[Plan]:
    """A batch whose results wait to be checked, on the day after they came in."""
    plan = given_approved(filing)
    given_candidates(plan)
    given_scores(plan, [88, 59])
    given_reported(plan)
    with time_machine.travel(after(plan, 2), tick=False):
        yield plan


@pytest.mark.row("TJ21-16.1")
def test_the_list_shows_plans_by_what_is_asked_and_says_how_many(tianjin: Cast, plan: Plan) -> None:
    page = opened(tianjin.province_clerk, LIST)
    assert "本单位审查、监督的评价计划共1份，开始日期晚的在前" in page
    assert str(plan.number) in page
    well_built(page)
    for asked in ({"words": "松江"}, {"state": "handed_in"}, {"occupation": "电工"}, {"place": "120116"}):
        assert str(plan.number) in opened(tianjin.province_clerk, LIST, **asked)
    for asked in ({"words": "别家"}, {"state": "checked"}, {"from_on": "2027-01-01"}):
        none = opened(tianjin.province_clerk, LIST, **asked)
        assert "没有符合这些条件的评价计划" in none
        assert "清除筛选" in none


def test_an_address_typed_wrong_shows_the_plain_list(tianjin: Cast, plan: Plan) -> None:
    asked = {"state": "?", "place": "999", "page": "-3", "from_on": "gestern", "sort": "x"}
    assert str(plan.number) in opened(tianjin.province_clerk, LIST, **asked)


def test_the_list_takes_a_pinned_number_of_statements(
    tianjin: Cast, filing: Filing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        given_candidates(given_approved(filing))
    browser = browser_of(tianjin.province_clerk)
    browser.get(LIST)  # the first page of a minute writes the session, and the texts are read once
    with django_assert_max_num_queries(MOST):
        browser.get(LIST)


def test_the_list_is_taken_away_as_a_sheet(tianjin: Cast, plan: Plan) -> None:
    answer = browser_of(tianjin.province_clerk).get(f"{LIST}export/", {"words": "松江"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "计划编号"
    assert rows[1][0] == plan.number
    assert len(rows) == 2


def test_a_plans_page_shows_what_was_handed_in_and_its_cases(tianjin: Cast, plan: Plan) -> None:
    page = opened(tianjin.province_clerk, f"{LIST}{plan.token}/")
    assert "电工 6-31-01-03" in page
    assert "《电工国家职业技能标准》2018年版" in page
    assert case_of(plan).number in page
    well_built(page)


def test_a_plan_is_not_found_by_who_has_no_part_in_it_nor_before_it_was_handed_in(
    tianjin: Cast, filing: Filing, plan: Plan
) -> None:
    draft = given_plan(filing)
    assert browser_of(tianjin.province_clerk).get(f"{LIST}{draft.token}/").status_code == 404
    assert browser_of(tianjin.approver).get(f"{LIST}{plan.token}/").status_code == 404
    assert browser_of(manager_of(tianjin.school)).get(f"{LIST}{plan.token}/").status_code == 403


@pytest.mark.row("TJ21-16.1")
def test_the_case_page_of_a_review_shows_the_plan_and_not_an_application(tianjin: Cast, plan: Plan) -> None:
    case = case_of(plan)
    post = whoever_holds(case)
    page = opened(post, at("case", case))
    assert "认定方案审查" in page
    assert "所涉评价计划" in page
    assert f"/office/plans/{plan.token}/" in page
    well_built(page)
    materials = opened(post, at("part", case, "materials"))
    assert "计划内容" in materials
    assert "使用的场所" in materials
    assert "申报职业" not in materials
    well_built(materials)
    well_built(opened(post, at("paper", case)))


@pytest.mark.row("TJ21-16.1")
def test_a_correction_of_a_plan_names_the_plan_and_no_other_part(tianjin: Cast, plan: Plan) -> None:
    case = case_of(plan)
    post = whoever_holds(case)
    page = opened(post, at("correct", case))
    assert '<option value="plan"' in page
    assert '<option value="people"' not in page
    rows = {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-section": "plan",
        "items-0-says": "请核对人数",
    }
    assert sent(post, at("correct", case), case.version, **rows).status_code == 302
    assert sent(post, at("correct", case), case.version, **rows).status_code == 409
    case.refresh_from_db()
    assert case.state == "correcting"


def test_an_application_is_not_sent_back_for_its_plan(tianjin: Cast, plan: Plan) -> None:
    case = case_of(plan)
    rows = {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-section": "people",
        "items-0-says": "请核对人员",
    }
    answer = sent(whoever_holds(case), at("correct", case), case.version, **rows)
    assert answer.status_code == 200
    case.refresh_from_db()
    assert case.state == "open"


@pytest.mark.row("TJ21-16.2")
def test_what_an_acceptance_brings_about_is_said_of_the_plan(tianjin: Cast, plan: Plan) -> None:
    case = case_of(plan)
    page = opened(whoever_holds(case), f"/office/cases/{case.token}/do/accept/")
    assert "评价计划核准，机构可以按计划实施" in page


@pytest.mark.row("TJ21-16.3b")
def test_the_case_of_results_shows_scores_masked(tianjin: Cast, reported: Plan) -> None:
    case = case_of(reported, RESULTS)
    page = opened(whoever_holds(case), at("part", case, "materials"))
    assert "<span>88</span>" in page
    assert "不合格" in page
    assert reported.candidates.earliest("ordinal").masked in page
    assert "考生1" not in page
    well_built(page)


@pytest.mark.row("TJ21-21")
def test_a_plans_page_shows_the_supervisors_report_and_the_results(tianjin: Cast, reported: Plan) -> None:
    page = opened(tianjin.province_clerk, f"{LIST}{reported.token}/")
    assert "内部质量督导报告" in page
    assert "试题使用和保密" in page
    assert "共2人，合格1人" in page
    well_built(page)


@pytest.mark.row("TJ21-16.3a")
def test_late_results_are_said_in_the_list_by_working_days(tianjin: Cast, filing: Filing) -> None:
    plan = given_approved(filing)
    with time_machine.travel(after(plan, 0) + timedelta(days=8), tick=False):
        page = opened(tianjin.province_clerk, LIST, state="ended")
    assert "已逾期1个工作日" in page
    assert "待报送结果" in page
