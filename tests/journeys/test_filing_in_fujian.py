"""FJ22: a filing that is never renewed, from the window to the end; and one renewed with a shortfall explained."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from time_machine import Traveller

from dengji.filings.models import Filing
from dengji.people.terms import Role
from tests.cast import Cast, given_cast, given_post, given_verified
from tests.journeys.applying import (
    DONE,
    when_a_file_is_sent,
    when_every_document_is_uploaded,
    when_parts_are_as_the_registers_say,
    when_the_application_is_handed_in,
    when_the_head_signs,
)
from tests.journeys.handling import (
    when_every_fact_is_stated,
    when_it_is_accepted,
    when_it_is_decided,
    when_the_case_is_opened,
)
from tests.journeys.life import (
    then_it_can_be_applied_for,
    then_it_cannot_be_applied_for,
    then_of_itself,
    then_the_public_sees,
    when_a_matter_is_begun,
    when_it_is,
    when_the_filing_is_opened,
)
from tests.journeys.steps import arrive, follow, press, says, then_the_pdf_opens, when_somebody_signs_in
from tests.life import EXPIRY, given_filing
from tests.road import given_law, on_day

OPENS = EXPIRY - timedelta(days=90)
GRACE_UNTIL = EXPIRY + timedelta(days=60)
DAY = timedelta(days=1)
RENEWAL, ADDITION = "备案续期", "新增职业（工种）、等级"


@pytest.fixture
def cast(transactional_db: None, today: Traveller, settings: Settings) -> Cast:
    """Fujian, in a demonstration."""
    settings.DENGJI_DEMO = True
    given_law()
    return given_cast("350203", "350303")


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """An employer's filing from before the system, half a year before its last day."""
    given_verified(cast.employer)
    return given_filing(cast.employer, cast.clerk)


@pytest.mark.row("FJ22-2a", "FJ22-5.1", "FJ22-5.2a", "FJ22-5.2b", "FJ22-5.4")
def test_a_filing_that_nobody_renews_goes_through_hold_stop_and_grace_to_its_end(
    page: Page, cast: Cast, filing: Filing
) -> None:
    when_somebody_signs_in(page, cast.manager)
    then_nothing_is_due_the_day_before_the_window(page, filing)
    then_the_window_opens_and_additions_are_held(page, filing)
    then_the_last_day_passes_and_reporting_stops(page, filing)
    then_the_grace_runs_out(page, filing)
    then_the_public_sees(page, filing, "已放弃续期")


def then_nothing_is_due_the_day_before_the_window(page: Page, filing: Filing) -> None:
    when_the_filing_is_opened(page, filing)
    when_it_is(page, OPENS - DAY)
    says(page, "有效", "2027年2月8日")
    then_it_cannot_be_applied_for(page, RENEWAL, "第二条")
    then_it_can_be_applied_for(page, ADDITION)
    then_of_itself(page, "可以申请续期", "未到")


def then_the_window_opens_and_additions_are_held(page: Page, filing: Filing) -> None:
    when_it_is(page, OPENS)
    then_it_can_be_applied_for(page, RENEWAL)
    says(page, "文本允许例外", "期满前90日内暂停受理新增和变更")
    then_of_itself(page, "可以申请续期", "已办")
    then_the_body_is_told(page, filing, "可以申请续期")


def then_the_last_day_passes_and_reporting_stops(page: Page, filing: Filing) -> None:
    when_it_is(page, EXPIRY)
    then_of_itself(page, "数据上报停止", "未到")
    when_it_is(page, EXPIRY + DAY)
    then_of_itself(page, "数据上报停止", "已办")
    then_it_can_be_applied_for(page, RENEWAL)
    then_it_cannot_be_applied_for(page, ADDITION, "备案不在有效期内")


def then_the_grace_runs_out(page: Page, filing: Filing) -> None:
    when_it_is(page, GRACE_UNTIL)
    then_it_can_be_applied_for(page, RENEWAL)
    when_it_is(page, GRACE_UNTIL + DAY)
    says(page, "这项备案已放弃续期", "不能再办理变更、新增和续期")
    says(page, "后续责任", "评价资料存档", "证书核发")
    then_the_body_is_told(page, filing, "视为放弃续期")


def then_the_body_is_told(page: Page, filing: Filing, words: str) -> None:
    arrive(page, page.locator("header a.bell"))
    expect(page.locator("main")).to_contain_text(words)
    when_the_filing_is_opened(page, filing)


@pytest.mark.row("FJ22-3.1.2a", "FJ22-3.1.2c", "FJ22-4.1", "FJ22-4.2", "FJ22-4.3", "FJ22-A1", "FJ22-A2")
def test_a_filing_is_renewed_although_batches_lack_for_reasons_that_nobody_could_help(
    page: Page, cast: Cast, filing: Filing, today: Traveller
) -> None:
    today.move_to(on_day(EXPIRY - timedelta(days=60)))
    given_verified(cast.employer, at=on_day(EXPIRY - timedelta(days=61)))
    when_the_body_applies_for_renewal(page, cast, filing)
    when_the_centre_accepts_with_four_batches(page, cast, filing)
    when_the_explanation_is_found_good(page, cast, filing)
    when_the_province_gives_out_the_letter(page, cast, filing)
    then_the_number_stays_and_the_validity_goes_on(page, cast, filing)


def when_the_body_applies_for_renewal(page: Page, cast: Cast, filing: Filing) -> None:
    when_somebody_signs_in(page, cast.manager)
    when_a_matter_is_begun(page, filing, RENEWAL)
    when_parts_are_as_the_registers_say(page, "机构信息", "退出的职业")
    when_the_forms_are_filled_in(page)
    when_every_document_is_uploaded(page)
    when_the_explanation_is_uploaded(page)
    when_the_head_signs(page)
    when_the_application_is_handed_in(page)


def when_the_forms_are_filled_in(page: Page) -> None:
    follow(page, "申请表格", within=".tasks")
    for form in ("职业技能等级评价机构备案续期申请表", "职业技能等级认定工作总结"):
        follow(page, f"填写{form}")
        when_every_empty_part_is_filled_in(page)
        press(page, "保存")
        says(page, "这张表格已经填好")
        follow(page, "回到申请表格")
    press(page, DONE)


def when_every_empty_part_is_filled_in(page: Page) -> None:
    """Lines and texts, each with what it holds; the rows of plans stay empty."""
    for field in page.locator("main form .field").locator("textarea, input").all():
        if not field.input_value():
            label = str(field.evaluate("each => each.labels[0].innerText"))
            held = {"手机": "13800000000", "邮箱": "songjiang@example.test"}
            field.fill(next((text for word, text in held.items() if word in label), "见所附说明"))


def when_the_explanation_is_uploaded(page: Page) -> None:
    follow(page, "材料", within=".tasks")
    says(page, "有这种情形的提交")
    follow(page, "上传不可抗力书面说明")
    when_a_file_is_sent(page)
    follow(page, "回到任务清单")


def when_the_centre_accepts_with_four_batches(page: Page, cast: Cast, filing: Filing) -> None:
    when_somebody_signs_in(page, cast.clerk)
    when_the_case_is_opened(page, str(filing.institution))
    no = ("首批企业评价机构", "有逾期没有完成的整改", "属于终结备案的情形")
    when_every_fact_is_stated(page, {"有效期内的认定批次": "4"} | dict.fromkeys(no, "否"))
    when_it_is_accepted(page)


def when_the_explanation_is_found_good(page: Page, cast: Cast, filing: Filing) -> None:
    when_somebody_signs_in(page, given_post(cast.centre, Role.REVIEWER, "刘芳"))
    when_the_case_is_opened(page, str(filing.institution))
    when_every_fact_is_stated(page, {})
    says(page, "不可抗力说明成立")
    when_it_is_decided(page, "评估合格")


def when_the_province_gives_out_the_letter(page: Page, cast: Cast, filing: Filing) -> None:
    when_somebody_signs_in(page, cast.issuer)
    when_the_case_is_opened(page, str(filing.institution))
    when_it_is_decided(page, "核发备案函")
    follow(page, "文书")
    then_the_pdf_opens(page, "备案函")


def then_the_number_stays_and_the_validity_goes_on(page: Page, cast: Cast, filing: Filing) -> None:
    when_somebody_signs_in(page, cast.manager)
    when_the_filing_is_opened(page, filing)
    says(page, filing.number, f"{EXPIRY.year + 3}年{EXPIRY.month}月{EXPIRY.day}日")
    then_it_cannot_be_applied_for(page, RENEWAL, "第二条")
