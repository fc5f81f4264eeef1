"""JLJD: an examination body that another department set up, with that department's opinion."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page
from time_machine import Traveller

from dengji.people.models import Post
from dengji.people.terms import Role
from tests.cast import Cast, given_cast, given_post, given_verified
from tests.journeys.applying import (
    DONE,
    when_an_occupation_is_chosen,
    when_every_document_is_uploaded,
    when_every_question_is_answered_well,
    when_parts_are_as_the_registers_say,
    when_the_application_is_handed_in,
    when_the_body_begins,
    when_the_head_signs,
)
from tests.journeys.handling import when_it_is_accepted, when_it_is_decided, when_the_case_is_opened
from tests.journeys.publicity import then_the_directory_shows
from tests.journeys.steps import follow, press, says, then_the_pdf_opens, when_somebody_signs_in
from tests.road import given_law


@dataclass(frozen=True)
class People:
    """Who takes part."""

    cast: Cast
    head: Post
    department: Post
    clerk: Post
    issuer: Post


@pytest.fixture
def people(transactional_db: None, today: Traveller) -> People:
    """Jilin, its draft in trial operation; a body that the fire department oversees."""
    given_law("JL25", "JLJD")
    cast = given_cast()
    given_verified(cast.examination_body)
    return People(
        cast=cast,
        head=given_post(cast.examination_body.organisation, Role.MANAGER, "周启明"),
        department=given_post(cast.department, Role.APPROVER, "唐勇"),
        clerk=given_post(cast.province_bureau, Role.CLERK, "王大伟"),
        issuer=given_post(cast.province_bureau, Role.ISSUER, "孙立新"),
    )


@pytest.mark.row("JLJD-8", "JLJD-9.1", "JLJD-A", "CR-9")
def test_a_body_of_another_department_is_filed_with_that_department_s_opinion(
    page: Page, people: People, today: Traveller
) -> None:
    body = people.cast.examination_body.organisation.name
    when_the_body_applies(page, people)
    when_the_department_gives_its_opinion(page, people)
    when_the_province_reviews_the_form(page, people)
    when_the_province_issues_the_receipt(page, people)
    then_the_pdf_opens(page, "回执")
    number = then_the_directory_shows(page, body, "消防设施操作员")
    assert number.isdecimal()
    assert len(number) == 8


def when_the_body_applies(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.head)
    when_the_body_begins(page, "准入类职业资格鉴定：鉴定机构备案")
    when_parts_are_as_the_registers_say(page, "机构信息", "人员", "场所和设备", "规章制度和收费")
    when_an_occupation_is_chosen(page, "消防设施操作员", ["四级/中级工", "三级/高级工"], "社会人员")
    when_every_question_is_answered_well(page)
    follow(page, "申请表格", within=".tasks")
    then_the_pdf_opens(page, "查看、打印")
    press(page, DONE)
    when_every_document_is_uploaded(page)
    when_the_head_signs(page)
    when_the_application_is_handed_in(page)
    follow(page, "查看这件申请")
    says(page, people.cast.department.name)
    page.locator("summary", has_text="提交的申请内容").click()
    then_the_pdf_opens(page, "查看、打印")


def when_the_department_gives_its_opinion(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.department)
    when_the_case_is_opened(page, people.cast.examination_body.organisation.name)
    when_it_is_decided(page, "同意", "该站具备开展鉴定的条件，同意备案。")


def when_the_province_reviews_the_form(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.clerk)
    when_the_case_is_opened(page, people.cast.examination_body.organisation.name)
    follow(page, "时间线")
    says(page, "该站具备开展鉴定的条件，同意备案。", "唐勇")
    when_it_is_accepted(page)


def when_the_province_issues_the_receipt(page: Page, people: People) -> None:
    when_somebody_signs_in(page, people.issuer)
    when_the_case_is_opened(page, people.cast.examination_body.organisation.name)
    says(page, "还剩5个工作日")
    when_it_is_decided(page, "出具备案回执")
    follow(page, "文书")
