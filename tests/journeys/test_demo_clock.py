"""The demonstration's clock: moved from the foot of the page until a case is overdue, and brought back to today."""

import pytest
from playwright.sync_api import Page
from pytest_django import Settings
from time_machine import Traveller

from tests.cast import Cast, given_cast
from tests.journeys.steps import follow, look, press, says, visit, when_somebody_signs_in
from tests.road import brought_to, given_application, given_law, given_round

BINHAI, NANKAI = "120116", "120104"


@pytest.fixture
def cast(transactional_db: None, today: Traveller, settings: Settings) -> Cast:
    """A demonstration with a case that is due in a week."""
    settings.DENGJI_DEMO = True
    given_law("TJ21")
    cast = given_cast(BINHAI, NANKAI)
    given_round(cast.bureau, "TJ21")
    brought_to(given_application(cast.employer, "TJ21"), "first_review", cast)
    return cast


def test_a_week_passes_at_the_foot_of_the_page(page: Page, cast: Cast) -> None:
    when_somebody_signs_in(page, cast.clerk)
    visit(page, "/office/cases/")
    says(page, "演示时间：2026年11月16日 (周一)", "已逾期 0")
    press(page, "前进1周", within="footer")
    says(page, "演示时间现在是2026年11月23日 (周一)。", "今日到期 1")
    press(page, "前进1天", within="footer")
    says(page, "已逾期 1", "比今天快8天")
    when_a_day_that_is_past_is_asked_for(page)
    then_today_is_brought_back(page)


def when_a_day_that_is_past_is_asked_for(page: Page) -> None:
    """The browser warns of it; where it does not, the page does."""
    page.evaluate("() => document.getElementById('demo-to').removeAttribute('min')")
    page.get_by_label("到指定日期").fill("2026-11-01")
    press(page, "拨到这天", within="footer")
    says(page, "时间还没有拨", "演示时间只能往后拨")
    follow(page, "不拨，返回")
    assert page.url.endswith("/office/cases/")


def then_today_is_brought_back(page: Page) -> None:
    """After a warning; what was done meanwhile stays."""
    follow(page, "恢复为今天", within="footer")
    says(page, "办理的事项不会撤销")
    press(page, "恢复为今天")
    look(page)
    assert page.url.endswith("/office/cases/")
    says(page, "演示时间已恢复为今天，2026年11月16日 (周一)。", "已逾期 0")
