"""The public reads without sign-in: in large letters, by keyboard alone, and without scripts."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from time_machine import Traveller

from dengji.filings.models import Filing
from dengji.notices.models import Publicity
from dengji.procedure.acts import publishing
from tests.cast import AT, Cast, given_cast
from tests.journeys.conftest import NARROW
from tests.journeys.steps import follow, press, says, visit
from tests.road import (
    brought_to,
    brought_to_its_end,
    given_application,
    given_law,
    on_day,
    whoever_holds,
)

OPEN_NOW = publishing.Notice("关于拟备案北江技师学院的公示", "该院拟备案，现予公示。")
LAST_MONTH = on_day(date(2026, 10, 12))
FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return {words: (at.id || at.innerText).trim(), ring: style.outlineStyle !== "none" || style.boxShadow !== "none"};
}"""
MOST_TABS = 60


class Shown(NamedTuple):
    """What there is to read."""

    filing: Filing
    publicity: Publicity
    body: str


@pytest.fixture
def shown(transactional_db: None, today: Traveller) -> Shown:
    """An employer that was filed last month, and a school that is made public today."""
    given_law("JL25", "JLJD", at=LAST_MONTH)
    cast = given_cast()
    filed = given_application(cast.employer, "JL25", at=LAST_MONTH)
    brought_to_its_end(filed, cast, at=LAST_MONTH)
    return Shown(Filing.objects.get(case=filed), given_publicity(cast), cast.employer.organisation.name)


def given_publicity(cast: Cast) -> Publicity:
    """A school's application that everybody may object to."""
    case = given_application(cast.school, "JL25")
    brought_to(case, "publicity", cast)
    publishing.publish(case, OPEN_NOW, by=whoever_holds(case), at=AT)
    return Publicity.objects.get(case=case)


@pytest.fixture
def plain(the_browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A narrow browser that runs no scripts."""
    context = the_browser.new_context(
        base_url=live_server.url, locale="zh-CN", viewport=NARROW, java_script_enabled=False
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_large_letters_stay_until_they_are_switched_off(page: Page, shown: Shown) -> None:
    visit(page, "/directory/")
    normal = letter_size(page)
    press(page, "大字版", within="footer")
    assert page.url.endswith("/directory/")
    assert letter_size(page) > normal
    follow(page, shown.body)
    assert letter_size(page) > normal
    follow(page, "公示公告", within="header")
    follow(page, OPEN_NOW.title)
    press(page, "返回标准版", within="footer")
    assert letter_size(page) == normal


def letter_size(page: Page) -> float:
    """The size of running text, in px."""
    size: float = page.evaluate(
        "() => parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    )
    return size


def test_the_directory_is_used_by_keyboard_alone(page: Page, shown: Shown) -> None:
    visit(page, "/")
    when_the_tab_key_leads_to(page, "跳到正文")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    when_the_tab_key_leads_to(page, "home-words")
    page.keyboard.type(shown.body[:4])
    when_enter_is_pressed(page)
    says(page, "共1项备案")
    when_the_tab_key_leads_to(page, "更多条件和排序")
    page.keyboard.press("Enter")
    when_the_tab_key_leads_to(page, "id_state")
    page.keyboard.press("ArrowDown")
    when_the_tab_key_leads_to(page, "查找")
    when_enter_is_pressed(page)
    says(page, "共1项备案", "备案状态“有效”")
    when_the_tab_key_leads_to(page, shown.body)
    when_enter_is_pressed(page)
    says(page, shown.filing.number, "备案范围")


def when_the_tab_key_leads_to(page: Page, words: str) -> None:
    """Tab by tab, each stop visibly in focus, to what has these words or this id."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at: dict[str, Any] = page.evaluate(FOCUSED)
        assert at["ring"], f"nobody sees that {at['words']} has the focus"
        if at["words"] == words:
            return
    raise AssertionError(f"the tab key does not come to {words}")


def when_enter_is_pressed(page: Page) -> None:
    """It leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_directory_is_read_without_scripts(plain: Page, shown: Shown) -> None:
    plain.goto("/")
    plain.get_by_label("机构名称或备案号").fill(shown.body)
    plain.get_by_role("button", name="查机构").click()
    plain.get_by_role("link", name=shown.body).click()
    says(plain, shown.filing.number, "电工", "2029年")
    plain.get_by_role("link", name="机构目录").first.click()
    plain.get_by_text("更多条件和排序").click()
    plain.get_by_label("机构类型").select_option(label="院校")
    plain.get_by_role("button", name="查找").click()
    says(plain, "没有符合这些条件的备案")


def test_an_objection_is_made_without_scripts(plain: Page, shown: Shown) -> None:
    plain.goto("/publicity/")
    plain.get_by_role("link", name=OPEN_NOW.title).click()
    plain.get_by_role("button", name="提交异议").click()
    says(plain, "请留下能联系到您的电话")
    plain.get_by_label("姓名或单位名称").fill("张建国")
    plain.get_by_label("联系方式").fill("13900000000")
    plain.get_by_label("异议内容和依据").fill("实训车间没有验收。")
    plain.get_by_role("button", name="提交异议").click()
    says(plain, "已收到您的异议", "YY2026-000001")
    plain.goto("/objection/")
    plain.get_by_label("回执号").fill("YY2026-000001")
    plain.get_by_label("联系方式").fill("13900000000")
    plain.get_by_role("button", name="查询").click()
    says(plain, "等待核实答复")


def test_every_other_public_page_opens_without_scripts(plain: Page, shown: Shown) -> None:
    letter = shown.filing.case.letters.get(key="notice") if shown.filing.case else None
    assert letter is not None
    for address, word in (
        ("/law/", "政策库"),
        ("/law/JL25/", "办理程序"),
        ("/law/which/", "某地某日适用哪一份文本"),
        (f"/letter/{letter.token}/", "确有这份文书"),
        ("/sign-in/", "登录名"),
        ("/nowhere/", "没有找到这个页面"),
    ):
        plain.goto(address)
        expect(plain.locator("h1")).to_have_count(1)
        says(plain, word)
