"""JLJD: a batch that a supervisor was sent to, who proposes not to recognise it; and what everybody reads."""

import pytest
from playwright.sync_api import Page
from time_machine import Traveller

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.batch import given_candidates, given_scores
from tests.cast import Cast, given_post, identity_number
from tests.evaluations.examined import NEXT, centre, given_examining, given_taken
from tests.evaluations.people import given_supervisor
from tests.evaluations.places import given_at
from tests.journeys.handling import when_every_fact_is_stated, when_it_is_decided
from tests.journeys.steps import (
    follow,
    press,
    says,
    then_the_pdf_opens,
    visit,
    when_nobody_is_signed_in,
    when_somebody_signs_in,
)
from tests.road import manager_of

GROUND = "（四）试卷收发、证件核对违反考务管理程序"
ARTICLE = "第三十一条第（四）项"


@pytest.fixture
def cast(transactional_db: None, today: Traveller) -> Cast:
    """Jilin, its draft in trial operation."""
    return given_at("JLJD")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of one day that the centre took, with two candidates."""
    plan = given_taken(given_examining(cast), cast)
    given_candidates(plan)
    return plan


@pytest.fixture
def supervisor(cast: Cast) -> Post:
    """Somebody of the province's register who can sign in."""
    post = given_supervisor(cast).post
    assert post is not None
    return post


@pytest.mark.row("JLJD-17", "JLJD-18", "JLJD-31.4")
def test_a_batch_is_not_recognised_on_a_supervisors_report(
    page: Page, cast: Cast, plan: Plan, supervisor: Post, today: Traveller
) -> None:
    when_the_centre_sends_a_supervisor(page, cast, plan, supervisor)
    today.move_to(NEXT)
    given_scores(plan, [80, 59], at=NEXT)
    when_he_proposes_not_to_recognise_it(page, plan, supervisor)
    when_the_centre_proposes_a_decision(page, cast, plan)
    then_the_body_knows_of_the_case(page, plan)
    when_the_body_is_heard_and_it_is_decided(page, cast, plan)
    plan.refresh_from_db()
    assert plan.state == PlanState.VOID
    then_the_candidate_reads_why(page)
    then_the_body_reads_why_by_article(page, plan)


def when_the_centre_sends_a_supervisor(page: Page, cast: Cast, plan: Plan, supervisor: Post) -> None:
    when_somebody_signs_in(page, centre(cast))
    visit(page, "/office/registry/sending/")
    says(page, "还没有委派")
    follow(page, plan.number or "")
    person = page.get_by_label("质量督导员", exact=True)
    named = person.locator("option", has_text=supervisor.person.full_name).first
    person.select_option(value=named.get_attribute("value"))
    press(page, "委派并通知本人")
    says(page, "并通知本人", str(cast.province_centre))


def when_he_proposes_not_to_recognise_it(page: Page, plan: Plan, supervisor: Post) -> None:
    when_somebody_signs_in(page, supervisor)
    says(page, "我的评价任务", "最迟2026年12月10日")
    follow(page, f"填写报告：{plan.number}")
    for part in page.get_by_role("group").filter(has_text="符合要求").all():
        part.get_by_label("有问题" if "考生资格" in part.inner_text() else "符合要求").check()
    page.get_by_label("考生资格：看到的情况").fill("入场时没有核对身份证件，两名考生由他人代签。")
    page.get_by_label("建议无效").check()
    page.get_by_label(GROUND[3:]).check()
    page.get_by_label("总体意见").fill("证件核对不严，建议本批次无效。")
    press(page, "提交报告")
    says(page, "督导报告已提交", "建议无效", "代签")


def when_the_centre_proposes_a_decision(page: Page, cast: Cast, plan: Plan) -> None:
    when_somebody_signs_in(page, centre(cast))
    visit(page, "/desk/messages/")
    says(page, "建议本批次无效")
    visit(page, f"/office/plans/{plan.token}/")
    says(page, "外部质量督导报告", "代签")
    follow(page, "提请成绩不予认定")
    page.get_by_label("提请的理由和依据的材料").fill("外派督导员报告：没有核对证件，有人代签。")
    press(page, "提请成绩不予认定")
    says(page, "已提请", "调查核实")


def then_the_body_knows_of_the_case(page: Page, plan: Plan) -> None:
    when_somebody_signs_in(page, manager_of(plan.filing.institution))
    visit(page, f"/body/plans/{plan.token}/")
    says(page, "成绩不予认定")
    page.locator("main").get_by_role("link", name="成绩不予认定").first.click()
    says(page, "没有核对证件，有人代签")


def when_the_body_is_heard_and_it_is_decided(page: Page, cast: Cast, plan: Plan) -> None:
    when_somebody_signs_in(page, centre(cast))
    visit(page, f"/desk/plans/{plan.token}/")
    page.locator("main").get_by_role("link", name="成绩不予认定").first.click()
    when_every_fact_is_stated(page, {"属于哪一项情形": GROUND})
    when_it_is_decided(page, "查证属实，提请决定", "证件核对记录缺失，代签属实。")
    when_somebody_signs_in(page, given_post(cast.province_centre, Role.REVIEWER, "刘芳"))
    visit(page, f"/desk/plans/{plan.token}/")
    page.locator("main").get_by_role("link", name="成绩不予认定").first.click()
    when_it_is_decided(page, "成绩不予认定", "同意提请，本批次成绩不予认定。")


def then_the_candidate_reads_why(page: Page) -> None:
    when_nobody_is_signed_in(page)
    visit(page, "/scores/")
    page.get_by_label("证件号码").fill(identity_number(501))
    page.get_by_label("准考证号或者姓名").fill("考生一")
    page.locator("main form button").first.click()
    says(page, "这个批次的成绩不予认定", GROUND[3:], ARTICLE, "退费")


def then_the_body_reads_why_by_article(page: Page, plan: Plan) -> None:
    when_somebody_signs_in(page, manager_of(plan.filing.institution))
    visit(page, f"/body/plans/{plan.token}/")
    says(page, "这个批次的成绩不予认定", ARTICLE, "不能据此办理证书")
    page.locator("main").get_by_role("link", name="成绩不予认定").first.click()
    then_the_pdf_opens(page, "决定书")
