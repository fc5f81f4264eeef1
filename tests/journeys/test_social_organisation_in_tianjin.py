"""TJ21: a social organisation in an application round, selected before another, reported to the ministry's network."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page
from pytest_django import Settings
from time_machine import Traveller

from dengji.exchange.fakes import World, application, served
from dengji.exchange.terms import Register
from dengji.institutions.models import Institution
from dengji.institutions.terms import BodyKind
from dengji.people.models import Expert, Post
from dengji.people.terms import Role
from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_body, given_cast, given_expert, given_post, given_verified
from tests.exchange.registers import call
from tests.journeys.applying import (
    when_an_occupation_is_chosen,
    when_every_document_is_uploaded,
    when_every_question_is_answered_well,
    when_parts_are_as_the_registers_say,
    when_the_application_is_handed_in,
    when_the_body_begins,
)
from tests.journeys.handling import (
    when_a_panel_is_convened,
    when_a_round_is_opened,
    when_each_expert_scores,
    when_it_is_accepted,
    when_it_is_decided,
    when_the_case_is_opened,
    when_the_head_draws_up,
    when_the_officer_states_what_is_asked,
)
from tests.journeys.publicity import (
    then_it_cannot_be_done,
    then_the_directory_shows,
    when_publicity_is_opened,
)
from tests.journeys.steps import (
    follow,
    press,
    says,
    then_the_pdf_opens,
    visit,
    when_answers_are_fetched,
    when_somebody_signs_in,
)
from tests.road import brought_to, given_application, given_law, given_opinion, on_day

TITLE = "职业技能等级认定：首次备案"
CLOSES = date(2026, 11, 20)
ROUND, OUTSIDE = "2026年第二批", "现在不在市人社局安排的申报批次内"


@dataclass(frozen=True)
class People:
    """Who takes part."""

    cast: Cast
    head: Post
    other: Institution
    clerk: Post
    reviewer: Post
    issuer: Post
    experts: tuple[Expert, ...]


@pytest.fixture
def people(transactional_db: None, today: Traveller) -> People:
    """Tianjin, the expired text applied further by decision, and two social organisations that are in order."""
    given_law("TJ21")
    cast = given_cast("120116", "120104")
    other = given_body(cast.county, BodyKind.SOCIAL_ORGANISATION, "海河职业培训中心", 5)
    for each in (cast.social_organisation, other):
        given_verified(each)
    centre = cast.province_centre
    return People(
        cast=cast,
        head=given_post(cast.social_organisation.organisation, Role.MANAGER, "周启明"),
        other=other,
        clerk=given_post(centre, Role.CLERK, "王大伟"),
        reviewer=given_post(centre, Role.REVIEWER, "刘芳"),
        issuer=given_post(centre, Role.ISSUER, "何平"),
        experts=tuple(given_expert(centre, name, f"{name}研究所") for name in ("高远", "马骏", "林涛")),
    )


@pytest.fixture
def network(settings: Settings) -> Iterator[str]:
    """The ministry's network: a fake that answers over a real connection."""
    with served(application(World(localdate))) as address:
        settings.DENGJI_EXCHANGE = {Register.MINISTRY_NETWORK.value: address}
        yield address


@pytest.mark.row("TJ21-3.1", "TJ21-10.1", "TJ21-10.2", "TJ21-10.3b", "TJ21-10.4", "TJ21-10.5", "CR-9")
def test_a_social_organisation_is_selected_and_published_by_the_ministry(
    page: Page, people: People, today: Traveller, network: str
) -> None:
    body = people.cast.social_organisation.organisation.name
    when_the_bureau_opens_a_round(page, people)
    when_the_body_applies_in_the_round(page, people)
    when_the_centre_reviews_and_experts_score(page, people)
    other = given_another_applicant_with_a_lower_score(people)
    when_the_centre_selects_one_of_two(page, people, today)
    then_the_other_is_told(page, people, other)
    when_the_bureau_approves(page, people)
    when_it_is_shown_to_the_public(page, people, today)
    when_the_ministry_publishes_it(network, today)
    when_the_centre_issues_the_notice(page, people)
    then_the_pdf_opens(page, "通知")
    then_the_directory_shows(page, body, "电工", "社会人员", "2029年11月30日")


def when_the_bureau_opens_a_round(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.head)
    follow(page, f"查看条件：{TITLE}")
    says(page, OUTSIDE)
    when_somebody_signs_in(page, people.cast.approver)
    when_a_round_is_opened(page, "首次备案", ROUND, (AT.date(), CLOSES), places=1)


def when_the_body_applies_in_the_round(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.head)
    when_the_body_begins(page, TITLE)
    when_parts_are_as_the_registers_say(page, "机构信息", "人员", "场所和设备", "规章制度和收费")
    when_an_occupation_is_chosen(page, "电工", ["五级/初级工", "四级/中级工"], "社会人员")
    when_every_question_is_answered_well(page)
    when_every_document_is_uploaded(page)
    when_the_application_is_handed_in(page)
    says(page, "2026年11月23日")


def when_the_centre_reviews_and_experts_score(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.clerk)
    when_the_case_is_opened(page, people.cast.social_organisation.organisation.name)
    says(page, "还剩5个工作日", "到期日 2026年11月23日")
    when_the_officer_states_what_is_asked(page)
    when_it_is_accepted(page, "初审符合，准备评估")
    when_somebody_signs_in(page, people.reviewer)
    when_the_case_is_opened(page, people.cast.social_organisation.organisation.name)
    when_a_panel_is_convened(page, people.experts)
    when_each_expert_scores(page, people.experts)
    when_the_head_draws_up(page, people.experts[0])
    when_somebody_signs_in(page, people.reviewer)
    when_the_case_is_opened(page, people.cast.social_organisation.organisation.name)
    when_it_is_decided(page, "评分合格，进入遴选")


def given_another_applicant_with_a_lower_score(people: People) -> Case:
    """Handed in in the same round, and scored low by the same experts."""
    case = given_application(people.other, "TJ21")
    brought_to(case, "ranking", people.cast)
    given_opinion(case, people.cast, good=False)
    return case


def when_the_centre_selects_one_of_two(page: Page, people: People, today: Traveller) -> None:
    body = people.cast.social_organisation.organisation.name
    when_somebody_signs_in(page, people.reviewer)
    when_the_case_is_opened(page, people.other.organisation.name)
    when_it_is_decided(page, "评分不合格，进入遴选", "各项评分低于合格线。")
    follow(page, "到本批次集中遴选", within=".offers")
    says(page, "申报截止、全部申请完成评估以后，才能集中遴选")
    assert not page.get_by_role("button", name="下一步：核对遴选决定").count()
    today.move_to(on_day(date(2026, 11, 23)))
    when_somebody_signs_in(page, people.reviewer)
    follow(page, "办件", within="header")
    follow(page, "申报批次", within="header")
    follow(page, ROUND)
    page.get_by_label(f"把{body}列入建议名单").check()
    page.get_by_label(f"{body}入选的理由").fill("评分第一，符合本市产业需求。")
    press(page, "下一步：核对遴选决定")
    press(page, "作出遴选决定")
    says(page, "1家列入建议名单")


def then_the_other_is_told(page: Page, people: People, other: Case) -> None:
    when_somebody_signs_in(page, given_post(people.other.organisation, Role.STAFF, "钱进"))
    visit(page, f"/body/cases/{other.token}/")
    says(page, "未入选")
    then_the_pdf_opens(page, "遴选")


def when_the_bureau_approves(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.cast.approver)
    when_the_case_is_opened(page, people.cast.social_organisation.organisation.name)
    when_it_is_decided(page, "审核通过，进入公示")


def when_it_is_shown_to_the_public(page: Page, people: People, today: Traveller) -> None:
    when_somebody_signs_in(page, people.clerk)
    when_the_case_is_opened(page, people.cast.social_organisation.organisation.name)
    when_publicity_is_opened(page, "2026年11月30日")
    then_it_cannot_be_done(page, "close", "公示")
    today.move_to(on_day(date(2026, 12, 1)))
    when_somebody_signs_in(page, people.clerk)
    when_the_case_is_opened(page, people.cast.social_organisation.organisation.name)
    when_it_is_decided(page, "公示期满，无异议")
    says(page, "等待外部系统的回复")


def when_the_ministry_publishes_it(network: str, today: Traveller) -> None:
    """The operator of the network sees the report and publishes it; `dengji answers` brings it home."""
    assert when_answers_are_fetched() == {"confirmed": 0, "declined": 0, "waiting": 1}
    _, reports = call(network, "GET", "/operator")
    (receipt,) = reports
    call(network, "POST", f"/operator/{receipt}", {"decision": "publish"})
    today.shift(timedelta(hours=1))
    assert when_answers_are_fetched() == {"confirmed": 1, "declined": 0, "waiting": 0}


def when_the_centre_issues_the_notice(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.issuer)
    when_the_case_is_opened(page, people.cast.social_organisation.organisation.name)
    when_it_is_decided(page, "发给准予备案通知")
    follow(page, "文书")
