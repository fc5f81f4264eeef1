"""JL25: an employer of a city, returned once, assessed twice, made public, objected to, noticed by the province."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page
from time_machine import Traveller

from dengji.people.models import Expert, Post
from dengji.people.terms import Role
from tests.cast import Cast, given_cast, given_expert, given_post, given_verified
from tests.journeys.applying import (
    when_an_occupation_is_chosen,
    when_every_document_is_uploaded,
    when_every_other_part_is_confirmed,
    when_every_question_is_answered_well,
    when_one_more_file_is_uploaded,
    when_parts_are_as_the_registers_say,
    when_the_application_is_handed_in,
    when_the_body_begins,
    when_the_body_opens_its_case,
    when_the_correction_is_handed_in,
    when_the_head_signs,
)
from tests.journeys.handling import (
    when_a_panel_is_convened,
    when_each_expert_scores,
    when_it_is_accepted,
    when_it_is_decided,
    when_it_is_returned,
    when_the_case_is_opened,
    when_the_head_draws_up,
    when_the_office_draws_up,
    when_the_officer_states_what_is_asked,
)
from tests.journeys.publicity import (
    then_it_cannot_be_done,
    then_the_answer_is_there,
    then_the_directory_shows,
    when_publicity_is_opened,
    when_somebody_objects,
    when_the_objection_is_answered,
)
from tests.journeys.steps import follow, says, then_the_pdf_opens, when_somebody_signs_in
from tests.road import given_law, on_day

TITLE = "首次评估备案"
LEVELS = ["五级/初级工", "四级/中级工", "三级/高级工"]
FAULTS = ["申请报告没有加盖公章，请盖章后重新上传。", "业务关系说明没有逐个职业说明，请补充。"]
ANSWER = "经到现场核实，安全验收证明在有效期内。"
LAST_DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class People:
    """Who takes part."""

    cast: Cast
    clerk: Post
    reviewer: Post
    approver: Post
    issuer: Post
    experts: tuple[Expert, ...]


@pytest.fixture
def people(transactional_db: None, today: Traveller) -> People:
    """Jilin, its draft in trial operation, its authorities at work, and an employer that is in order."""
    given_law("JL25", "JLJD")
    cast = given_cast()
    given_verified(cast.employer)
    return People(
        cast=cast,
        clerk=given_post(cast.bureau, Role.CLERK, "王大伟"),
        reviewer=given_post(cast.bureau, Role.REVIEWER, "刘芳"),
        approver=cast.approver,
        issuer=given_post(cast.province_bureau, Role.ISSUER, "孙立新"),
        experts=tuple(given_expert(cast.bureau, name, f"{name}研究所") for name in ("高远", "马骏", "林涛")),
    )


@pytest.mark.row(
    "JL25-7.0", "JL25-7.1", "JL25-7.2", "JL25-7.3", "JL25-7.4", "JL25-7.5a", "JL25-7.5b", "JL25-7.5c", "CR-9"
)
def test_an_employer_of_a_city_is_filed_by_the_province_s_notice(
    page: Page, people: People, today: Traveller
) -> None:
    employer = people.cast.employer.organisation.name
    when_the_employer_applies(page, people)
    when_the_clerk_returns_it_and_the_employer_mends_it(page, people)
    when_the_clerk_accepts_it(page, people)
    when_a_panel_reads_the_material(page, people)
    when_a_panel_visits_the_body(page, people)
    when_the_city_deliberates(page, people)
    receipt = when_it_is_made_public_and_objected_to(page, people)
    then_it_stays_public_to_the_last_day(page, people, today, receipt)
    then_the_answer_is_there(page, receipt, ANSWER)
    when_the_province_issues_the_notice(page, people)
    then_the_pdf_opens(page, "备案通知")
    number = then_the_directory_shows(page, employer, "电工", "五级/初级工", "2029年11月23日")
    assert number[0] in "YS"
    assert len(number) == 13


def when_the_employer_applies(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.cast.manager)
    when_the_body_begins(page, f"职业技能等级认定：{TITLE}")
    when_parts_are_as_the_registers_say(page, "机构信息", "人员", "场所和设备", "规章制度和收费")
    when_an_occupation_is_chosen(page, "电工", LEVELS, "本单位职工")
    when_every_question_is_answered_well(page)
    when_every_document_is_uploaded(page)
    when_the_head_signs(page)
    when_the_application_is_handed_in(page)


def when_the_clerk_returns_it_and_the_employer_mends_it(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.clerk)
    when_the_case_is_opened(page, people.cast.employer.organisation.name)
    when_it_is_returned(page, "提交的文件", *FAULTS)
    says(page, "待补正", "等待申请单位补正2处", *FAULTS)
    when_somebody_signs_in(page, people.cast.manager)
    when_the_body_opens_its_case(page, TITLE)
    says(page, "请补正以下2处", *FAULTS)
    follow(page, "到“材料”修改")
    when_one_more_file_is_uploaded(page, "申请报告")
    when_every_other_part_is_confirmed(page)
    when_the_head_signs(page)
    when_the_correction_is_handed_in(page)


def when_the_clerk_accepts_it(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.clerk)
    when_the_case_is_opened(page, people.cast.employer.organisation.name)
    when_the_officer_states_what_is_asked(page)
    when_it_is_accepted(page)


def when_a_panel_reads_the_material(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.reviewer)
    when_the_case_is_opened(page, people.cast.employer.organisation.name)
    when_a_panel_is_convened(page, people.experts)
    when_each_expert_scores(page, people.experts)
    when_the_head_draws_up(page, people.experts[0])


def when_a_panel_visits_the_body(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.reviewer)
    when_the_case_is_opened(page, people.cast.employer.organisation.name)
    when_it_is_decided(page, "初审合格")
    when_a_panel_is_convened(page, people.experts)
    when_each_expert_scores(page, people.experts)
    when_somebody_signs_in(page, people.reviewer)
    when_the_case_is_opened(page, people.cast.employer.organisation.name)
    when_the_office_draws_up(page)
    when_it_is_decided(page, "评估合格")
    when_it_is_decided(page, "综合评审合格")


def when_the_city_deliberates(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.approver)
    when_the_case_is_opened(page, people.cast.employer.organisation.name)
    when_it_is_decided(page, "同意公示")


def when_it_is_made_public_and_objected_to(page: Page, people: People) -> str:
    employer = people.cast.employer.organisation.name
    when_somebody_signs_in(page, people.reviewer)
    when_the_case_is_opened(page, employer)
    when_publicity_is_opened(page, "2026年11月23日")
    then_it_cannot_be_done(page, "close", "公示")
    return when_somebody_objects(page, employer, why="该单位的实训车间没有安全验收证明。")


def then_it_stays_public_to_the_last_day(page: Page, people: People, today: Traveller, receipt: str) -> None:
    today.move_to(on_day(LAST_DAY, hour=16))
    when_somebody_signs_in(page, people.reviewer)
    when_the_objection_is_answered(page, receipt, ANSWER)
    then_it_cannot_be_done(page, "close", "公示")
    today.move_to(on_day(LAST_DAY + timedelta(days=1)))
    when_somebody_signs_in(page, people.reviewer)
    when_the_case_is_opened(page, people.cast.employer.organisation.name)
    when_it_is_decided(page, "公示无异议")


def when_the_province_issues_the_notice(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.issuer)
    when_the_case_is_opened(page, people.cast.employer.organisation.name)
    when_it_is_decided(page, "下发备案通知")
    follow(page, "文书")
