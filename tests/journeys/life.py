"""Steps in the life of a filing: its page, the day at the foot of the page, applications about it."""

from datetime import date

from playwright.sync_api import Locator, Page, expect

from dengji.filings.models import Filing
from tests.journeys.steps import follow, press, says, visit


def when_the_filing_is_opened(page: Page, filing: Filing) -> None:
    """From the body's first page."""
    follow(page, "我的申请", within="header")
    follow(page, filing.number)


def when_it_is(page: Page, day: date) -> None:
    """The demonstration's clock is put forward, at the foot of the page that is open."""
    page.get_by_label("到指定日期").fill(day.isoformat())
    press(page, "拨到这天", within="footer")
    says(page, f"演示时间现在是{day.year}年{day.month}月{day.day}日")


def when_a_matter_is_begun(page: Page, filing: Filing, matter: str) -> None:
    """From the filing's page: the conditions, and an application begun."""
    when_the_filing_is_opened(page, filing)
    follow(page, f"查看条件：{matter}")
    press(page, "开始填写申请")


def offered(page: Page, matter: str) -> Locator:
    """What the filing's page says of a matter."""
    return page.locator("li.offer", has=page.locator("strong", has_text=matter))


def then_it_can_be_applied_for(page: Page, matter: str) -> None:
    """Today."""
    expect(offered(page, matter)).to_contain_text("可以申请")


def then_it_cannot_be_applied_for(page: Page, matter: str, why: str) -> None:
    """Today, with the reason."""
    expect(offered(page, matter)).to_contain_text("现在不能申请")
    expect(offered(page, matter)).to_contain_text(why)


def then_of_itself(page: Page, what: str, state: str) -> None:
    """A row of what comes by itself: done, or not yet."""
    row = page.get_by_role("row").filter(has_text=what)
    expect(row.first).to_contain_text(state)


def then_the_public_sees(page: Page, filing: Filing, state: str) -> None:
    """On the filing's public page."""
    visit(page, f"/directory/{filing.number}/")
    says(page, state)
