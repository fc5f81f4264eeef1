"""Plans at the body's desk: made, filled in, handed in, taken back, changed, cancelled, supervised, reported."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dengji.evaluations.acts import planning
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState, Task
from dengji.evaluations.texts import PLAN
from dengji.filings.acts.drafts import keep_draft
from dengji.filings.models import Filing
from dengji.people.terms import Role
from dengji.procedure.acts.receiving import Correction, return_for_correction
from tests.batch import (
    ENDS,
    STARTS,
    after,
    given_approved,
    given_candidates,
    given_filed_venues,
    given_plan,
    given_reported,
    given_scores,
)
from tests.cast import AT, Cast, given_cast, given_post
from tests.life import given_filing
from tests.road import given_law, manager_of, on_day, whoever_holds
from tests.web.body.pages import faults, signed_in, text
from tests.web.body.plans import SCOPE, TYPED, at, sent

pytestmark = pytest.mark.django_db
LIST = "/body/plans/"
MOST = 12
"""Statements for the list of plans, the frame of the page among them."""


@pytest.fixture
def cast(db: None) -> Cast:
    """The authorities and bodies of Tianjin."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """A filing of the employer, its venues filed."""
    clerk = given_post(cast.province_centre, Role.CLERK)
    found = given_filing(cast.employer, clerk, number="Y000012000900")
    given_filed_venues(found)
    return found


@pytest.fixture
def mine(filing: Filing) -> Client:
    """The browser of somebody of the employer."""
    return signed_in(manager_of(filing.institution))


@pytest.mark.row("TJ21-16.1")
def test_a_plan_is_made_out_of_the_filings_scope_with_its_standard_and_methods_proposed(
    filing: Filing, mine: Client
) -> None:
    page = text(mine, f"/body/filings/{filing.number}/plans/new/")
    assert SCOPE in page
    assert "6-18-01-01" not in page
    assert not faults(page)
    form = text(mine, f"/body/filings/{filing.number}/plans/new/?scope={SCOPE.replace('|', '%7C')}")
    assert "国家职业" in form
    assert 'value="theory" id="id_methods_0" checked' in form or "checked" in form
    assert "最早可以定在" in form
    assert not faults(form)
    answer = mine.post(f"/body/filings/{filing.number}/plans/new/", TYPED | {"key": str(uuid4())})
    plan = Plan.objects.get()
    assert answer["Location"] == at("plan", plan)
    assert (plan.expected, plan.fee_fen, plan.starts_on) == (12, 0, STARTS)


def test_pressing_save_twice_makes_one_plan(filing: Filing, mine: Client) -> None:
    said = TYPED | {"key": str(uuid4())}
    for _ in range(2):
        assert mine.post(f"/body/filings/{filing.number}/plans/new/", said).status_code == 302
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"scope": "6-18-01-01||4|own_staff"}, "从列出的选项中选择"),
        ({"ends_on": "2026-12-06"}, "早于“开始日期”"),
        ({"expected": "0"}, "不能小于1"),
        ({"expected": "100001"}, "数字太大"),
        ({"starts_on": "下周一"}, "填写得不对"),
        ({"fee": "-1"}, "不能小于0"),
        ({"standard": "长" * 161}, "最多160个字"),
        ({"methods": ["guess"]}, "从列出的选项中选择"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    filing: Filing, mine: Client, typed: dict[str, str], says: str
) -> None:
    said = TYPED | typed | {"key": str(uuid4()), "note": "请看附注<b>"}
    answer = mine.post(f"/body/filings/{filing.number}/plans/new/", said)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert says in page
    assert "请看附注&lt;b&gt;" in page
    assert not Plan.objects.exists()


@pytest.mark.row("JL25-4.2")
def test_a_filing_that_is_over_offers_no_plan(filing: Filing, mine: Client) -> None:
    assert "新建评价计划" in text(mine, f"/body/filings/{filing.number}/")
    Filing.objects.filter(pk=filing.pk).update(valid_until=AT.date() - timedelta(days=1))
    assert "新建评价计划" not in text(mine, f"/body/filings/{filing.number}/")
    assert "没有有效的备案" in text(mine, LIST)


def test_the_list_says_how_many_sorted_by_what_and_can_be_cleared(filing: Filing, mine: Client) -> None:
    plan = given_approved(filing)
    page = text(mine, LIST)
    assert "共1份，开始日期晚的在前" in page
    assert plan.number is not None
    assert plan.number in page
    assert not faults(page)
    assert "清除筛选" in text(mine, f"{LIST}?state=checked")
    assert plan.number not in text(mine, f"{LIST}?state=checked")
    assert plan.number in text(mine, f"{LIST}?state=nonsense&page=x&from_on=gestern")


def test_the_list_takes_a_pinned_number_of_statements(
    filing: Filing, mine: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        given_candidates(given_approved(filing))
    mine.get(LIST)  # the first page of a minute writes the session, and the texts are read once
    with django_assert_max_num_queries(MOST):
        mine.get(LIST)


@pytest.mark.row("TJ21-21")
def test_the_check_stands_beside_the_plan_and_leads_to_where_it_is_mended(
    filing: Filing, mine: Client
) -> None:
    plan = given_plan(filing)
    assert "没有不符合的条件" in text(mine, at("plan", plan))
    plan.assignments.filter(task=Task.SUPERVISOR).delete()
    plan.venues.all().delete()
    page = text(mine, at("plan", plan))
    assert "没有安排内部质量督导员，逢评必督" in page
    assert "还没有选择" in page
    assert not faults(page)
    handing_in = text(mine, at("plan_hand_in", plan))
    assert "改好以后才能报送" in handing_in
    assert "btn-primary" not in handing_in.partition("<main")[2]


@pytest.mark.row("TJ21-16.1")
@pytest.mark.parametrize(("days", "says"), [(-1, "还剩1个工作日"), (0, "今日到期"), (1, "已逾期1个工作日")])
def test_the_latest_day_for_handing_in_stands_beside_the_field(
    filing: Filing, mine: Client, days: int, says: str
) -> None:
    plan = given_plan(filing)
    until = on_day(STARTS - timedelta(days=7))
    with time_machine.travel(until + timedelta(days=days), tick=False):
        browser = signed_in(manager_of(filing.institution))
        assert says in text(browser, at("plan_edit", plan))


def test_a_plan_is_filled_in_and_handed_in_from_its_pages(filing: Filing, mine: Client) -> None:
    plan = given_plan(filing)
    assert sent(mine, "plan_edit", plan, TYPED | {"expected": "33"}).status_code == 302
    keys = [f"{each.name}|{each.address}" for each in filing.venues.all()]
    assert sent(mine, "plan_venues", plan, {"venues": keys[:1]}).status_code == 302
    assert not faults(text(mine, at("plan_venues", plan)))
    assert not faults(text(mine, at("plan_edit", plan)))
    assert sent(mine, "plan_hand_in", plan).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.expected, plan.venues.count()) == (PlanState.HANDED_IN, 33, 1)
    assert "等待" in text(mine, at("plan", plan))
    assert "现在不能修改" in text(mine, at("plan_edit", plan))


def test_handing_in_twice_says_that_it_has_been_done(filing: Filing, mine: Client) -> None:
    plan = given_plan(filing)
    version = str(plan.version)
    assert mine.post(at("plan_hand_in", plan), {"version": version}).status_code == 302
    again = mine.post(at("plan_hand_in", plan), {"version": version})
    assert "现在不用报送" in again.content.decode()
    plan.refresh_from_db()
    assert plan.state == PlanState.HANDED_IN


def test_a_stale_page_keeps_what_was_typed_and_says_that_somebody_else_was_there(
    filing: Filing, mine: Client
) -> None:
    plan = given_plan(filing)
    answer = mine.post(
        at("plan_edit", plan), TYPED | {"version": str(plan.version - 1), "note": "我写的说明"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "已由其他人修改" in page
    assert "我写的说明" in page
    plan.refresh_from_db()
    assert plan.note == ""


def test_what_was_typed_and_not_saved_comes_back(filing: Filing, mine: Client) -> None:
    plan, by = given_plan(filing), manager_of(filing.institution)
    keep_draft(at("plan_edit", plan), {"scope": [SCOPE], "note": ["写到一半"]}, by=by, at=AT)
    assert "写到一半" in text(signed_in(by), at("plan_edit", plan))


@pytest.mark.parametrize(
    "name",
    ["plan", "plan_edit", "plan_venues", "plan_hand_in", "plan_take_back", "plan_change", "plan_cancel"],
)
def test_nobody_elses_plan_is_found(cast: Cast, filing: Filing, name: str) -> None:
    plan = given_plan(filing)
    stranger = signed_in(manager_of(cast.school))
    assert stranger.get(at(name, plan)).status_code == 404
    assert stranger.post(at(name, plan), {"version": "1"}).status_code in {404, 405}
    assert signed_in(cast.province_clerk).get(at(name, plan)).status_code == 403
    assert Client().get(at(name, plan)).status_code == 302


@pytest.mark.row("TJ21-16.1")
def test_a_returned_plan_says_what_to_mend_on_both_its_pages(filing: Filing, mine: Client) -> None:
    plan = given_plan(filing)
    planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
    case = planning.open_case_of(plan, PLAN)
    assert case is not None
    return_for_correction(case, [Correction("plan", "请核对人数<i>。")], by=whoever_holds(case), at=AT)
    for page in (text(mine, at("plan", plan)), text(mine, f"/body/cases/{case.token}/")):
        assert "请核对人数&lt;i&gt;。" in page
        assert at("plan", plan) in page or "核对并重新报送" in page
        assert not faults(page)
    assert mine.get(f"/body/cases/{case.token}/fill/").status_code == 403
    assert mine.get(f"/body/cases/{case.token}/form.pdf").status_code == 404
    assert mine.get(f"/body/cases/{case.token}/withdraw/")["Location"] == at("plan_take_back", plan)
    assert sent(mine, "plan_hand_in", plan).status_code == 302
    case.refresh_from_db()
    assert case.state == "open"


def test_taking_back_asks_for_the_reason(filing: Filing, mine: Client) -> None:
    plan = given_plan(filing)
    planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
    assert "不再办理这件报送" in text(mine, at("plan_take_back", plan))
    assert "请填写“理由”" in sent(mine, "plan_take_back", plan, {"reason": " "}).content.decode()
    assert sent(mine, "plan_take_back", plan, {"reason": "日期要改"}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


@pytest.mark.row("TJ21-16.2")
def test_a_change_is_opened_and_given_up_on_pages_that_say_what_it_means(
    filing: Filing, mine: Client
) -> None:
    plan = given_approved(filing)
    assert "再次通过审查" in text(mine, at("plan_change", plan))
    assert sent(mine, "plan_change", plan).status_code == 302
    assert "正在变更" in text(mine, at("plan", plan))
    assert sent(mine, "plan_drop_change", plan).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.APPROVED


def test_cancelling_says_what_happens_and_asks_why(filing: Filing, mine: Client) -> None:
    plan = given_approved(filing)
    page = text(mine, at("plan_cancel", plan))
    assert "审查机关会收到通知" in page
    assert "btn-danger" in page
    assert sent(mine, "plan_cancel", plan, {"reason": "任务调整"}).status_code == 302
    assert "理由：任务调整" in text(mine, at("plan", plan))
    assert "不能取消" in text(mine, at("plan_cancel", plan))


@pytest.mark.row("TJ21-21")
def test_the_internal_supervisors_report_is_filled_in_once(filing: Filing) -> None:
    plan = given_approved(filing)
    who = plan.assignments.filter(task=Task.SUPERVISOR).earliest("pk")
    page = at("plan_supervision", plan, assignment=who.pk)
    assert "评价还没有开始" in text(signed_in(manager_of(filing.institution)), page)
    with time_machine.travel(on_day(ENDS), tick=False):
        mine = signed_in(manager_of(filing.institution))
        assert not faults(text(mine, page))
        parts = ("organisation", "eligibility", "items", "examiners", "venue")
        sound = {f"sound-{part}": "yes" for part in parts}
        half = mine.post(page, sound | {"sound-venue": "no", "says": "总体有效"})
        assert "请写明发现的问题" in half.content.decode()
        assert "总体有效" in half.content.decode()
        assert mine.post(page, sound | {"says": "组织规范"}).status_code == 302
        assert "组织规范" in text(mine, page)
        assert mine.post(page, sound | {"says": "改写"}).status_code == 200
        assert plan.reports.get().says == "组织规范"
        assert mine.get(at("plan_supervision", plan, assignment=who.pk + 99)).status_code == 404


@pytest.mark.row("TJ21-16.3a")
def test_the_results_page_says_what_is_lacking_and_names_nobody(filing: Filing) -> None:
    plan = given_approved(filing)
    people = given_candidates(plan)
    with time_machine.travel(after(plan, 20), tick=False):
        mine = signed_in(manager_of(filing.institution))
        page = text(mine, at("plan_results", plan))
        assert "理论知识考试缺2人的成绩" in page
        assert "已逾期" in page
        assert people[0].masked in page
        assert "考生1" not in page
        assert not faults(page)
        given_scores(plan, [88, None], at=after(plan, 20))
        page = text(mine, at("plan_results", plan))
        assert "<span>88</span>" in page
        assert "缺考" in page
        assert "还没有提交：内部质量督导" in page


@pytest.mark.row("TJ21-16.3a")
def test_results_are_handed_in_once_everything_is_there(filing: Filing) -> None:
    plan = given_approved(filing)
    given_candidates(plan)
    given_scores(plan, [88, 59])
    given_reported(plan)
    planning.take_back(plan, "更正", matter="results", by=manager_of(filing.institution), at=after(plan))
    with time_machine.travel(after(plan), tick=False):
        mine = signed_in(manager_of(filing.institution))
        assert "可以报送" in text(mine, at("plan_results", plan))
        assert sent(mine, "plan_results", plan).status_code == 302
        assert "等待" in text(mine, at("plan", plan))
        assert "撤回结果" in text(mine, at("plan_take_back", plan))
    plan.refresh_from_db()
    assert plan.state == PlanState.REPORTED


def test_results_of_a_plan_that_was_not_approved_are_not_found(filing: Filing, mine: Client) -> None:
    assert mine.get(at("plan_results", given_plan(filing))).status_code == 404


def test_everybody_is_led_to_the_plan_at_his_own_desk(cast: Cast, filing: Filing, mine: Client) -> None:
    plan = given_approved(filing)
    door = f"/desk/plans/{plan.token}/"
    assert mine.get(door)["Location"] == at("plan", plan)
    assert signed_in(cast.province_clerk).get(door)["Location"] == f"/office/plans/{plan.token}/"
    calendar = text(mine, "/desk/calendar/?month=2026-12")
    assert "开始实施电工四级/中级工" in calendar
    assert "评价结果报送" in calendar
