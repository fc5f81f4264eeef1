"""XZ24: a school, what the registers say in place of its paper, a panel, the bureau's decision, and no publicity."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect
from pytest_django import Settings
from time_machine import Traveller

from dengji.exchange.fakes import World, application, served
from dengji.exchange.terms import Register
from dengji.institutions.models import Institution
from dengji.people.models import Expert, Post
from dengji.people.terms import Role
from tests.cast import AT, Cast, given_cast, given_expert, given_post
from tests.journeys.applying import (
    when_an_occupation_is_chosen,
    when_every_document_is_uploaded,
    when_parts_are_as_the_registers_say,
    when_the_application_is_handed_in,
    when_the_body_begins,
    when_the_head_signs,
)
from tests.journeys.handling import (
    when_a_panel_is_convened,
    when_a_round_is_opened,
    when_each_expert_scores,
    when_it_is_accepted,
    when_it_is_decided,
    when_the_case_is_opened,
    when_the_office_draws_up,
    when_the_officer_states_what_is_asked,
)
from tests.journeys.publicity import then_the_directory_shows
from tests.journeys.steps import (
    follow,
    press,
    says,
    then_the_pdf_opens,
    visit,
    when_answers_are_fetched,
    when_somebody_signs_in,
)
from tests.road import given_law


@dataclass(frozen=True)
class People:
    """Who takes part."""

    cast: Cast
    head: Post
    clerk: Post
    reviewer: Post
    issuer: Post
    experts: tuple[Expert, ...]


@pytest.fixture
def people(transactional_db: None, today: Traveller) -> People:
    """Xinzhou, its own text in force, and a school that is in order."""
    given_law()
    cast = given_cast("140902", "140213")
    return People(
        cast=cast,
        head=given_post(cast.school.organisation, Role.MANAGER, "周启明"),
        clerk=given_post(cast.centre, Role.CLERK, "王大伟"),
        reviewer=given_post(cast.centre, Role.REVIEWER, "刘芳"),
        issuer=given_post(cast.bureau, Role.ISSUER, "何平"),
        experts=tuple(given_expert(cast.centre, name, f"{name}研究所") for name in ("高远", "马骏", "林涛")),
    )


@pytest.fixture
def registers(settings: Settings, people: People) -> Iterator[None]:
    """The company and the credit register: fakes that know the school well."""
    with served(application(world_that_knows(people.cast.school))) as address:
        settings.DENGJI_EXCHANGE = dict.fromkeys(Register.values, address)
        yield


def world_that_knows(school: Institution) -> World:
    """Registers in which the school stands as it says of itself, without any record."""
    code = school.organisation.uscc or ""
    company = {
        "name": school.organisation.name,
        "legal_representative": school.legal_representative,
        "address": school.registered_address,
        "status": "存续",
    }
    return World(localdate, companies={code: company}, credit={code: []})


@pytest.mark.row("XZ24-10", "XZ24-11.1", "XZ24-11.2", "XZ24-11.3", "XZ24-11.4", "XZ24-11.5")
@pytest.mark.row("XZ24-12", "XZ24-13", "XZ24-14", "CR-9")
def test_a_school_is_filed_without_paper_for_what_registers_know(
    page: Page, people: People, registers: None, today: Traveller
) -> None:
    school = people.cast.school.organisation.name
    when_the_bureau_calls_for_bodies(page, people)
    when_the_school_is_looked_up(page, people)
    when_the_school_applies(page, people)
    when_the_centre_checks_and_accepts(page, people)
    when_a_panel_assesses(page, people)
    when_the_bureau_decides_and_lists(page, people)
    then_nothing_was_made_public_before(page, school)
    then_the_directory_shows(page, school, "电工", "本校学生")


def when_the_bureau_calls_for_bodies(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.cast.approver)
    when_a_round_is_opened(page, "首次备案", "2026年公开征集", (AT.date(), date(2026, 11, 30)))


def when_the_school_is_looked_up(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.head)
    follow(page, "机构资料", within="header")
    follow(page, "机构信息")
    says(page, "还没有核验结果")
    press(page, "联网核验登记和信用")
    when_answers_are_fetched()
    visit(page, page.url)
    says(page, "一致", "没有不良记录")


def when_the_school_applies(page: Page, people: People) -> None:
    follow(page, "我的申请", within="header")
    when_the_body_begins(page, "职业技能等级认定：首次备案")
    when_parts_are_as_the_registers_say(page, "机构信息", "人员", "场所和设备", "规章制度和收费")
    when_an_occupation_is_chosen(page, "电工", ["五级/初级工", "四级/中级工"], "本校学生")
    when_every_document_is_uploaded(page)
    follow(page, "材料", within=".tasks")
    expect(page.locator("li.offer", has_text="法人登记证书")).to_contain_text("已联网核验，不用提交")
    follow(page, "回到任务清单")
    when_the_head_signs(page)
    when_the_application_is_handed_in(page)


def when_the_centre_checks_and_accepts(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.clerk)
    when_the_case_is_opened(page, people.cast.school.organisation.name)
    says(page, "登记机关核验")
    when_the_officer_states_what_is_asked(page)
    when_it_is_accepted(page)


def when_a_panel_assesses(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.reviewer)
    when_the_case_is_opened(page, people.cast.school.organisation.name)
    when_a_panel_is_convened(page, people.experts)
    when_each_expert_scores(page, people.experts)
    when_somebody_signs_in(page, people.reviewer)
    when_the_case_is_opened(page, people.cast.school.organisation.name)
    when_the_office_draws_up(page)
    when_it_is_decided(page, "评估合格，报市人社局")


def when_the_bureau_decides_and_lists(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.cast.approver)
    when_the_case_is_opened(page, people.cast.school.organisation.name)
    when_it_is_decided(page, "确定")
    when_somebody_signs_in(page, people.issuer)
    when_the_case_is_opened(page, people.cast.school.organisation.name)
    when_it_is_decided(page, "列入目录")
    follow(page, "文书")
    then_the_pdf_opens(page, "通知|目录")


def then_nothing_was_made_public_before(page: Page, school: str) -> None:
    visit(page, "/publicity/")
    expect(page.locator("main")).not_to_contain_text(school)
