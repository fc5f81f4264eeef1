"""Nothing is lost or done twice: a session that ends while a form is filled in, a page pressed twice."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from time_machine import Traveller

from dengji.people.models import Post
from dengji.people.terms import Role
from tests.cast import Cast, given_cast, given_post
from tests.journeys.applying import when_the_body_begins
from tests.journeys.handling import when_the_case_is_opened, when_the_officer_states_what_is_asked
from tests.journeys.steps import (
    fill_in_name_and_password,
    follow,
    look,
    press,
    says,
    when_somebody_signs_in,
)
from tests.road import given_application, given_law, handed_in

TYPED = "专精特新零部件的机械加工，另设电气设备安装维修"
SESSION = timedelta(minutes=31)


@pytest.fixture
def cast(transactional_db: None, today: Traveller) -> Cast:
    """Jilin, its draft in trial operation."""
    given_law("JL25", "JLJD")
    return given_cast()


@pytest.fixture
def clerk(cast: Cast) -> Post:
    """Who receives an application that an employer has handed in."""
    handed_in(given_application(cast.employer, "JL25"))
    return given_post(cast.bureau, Role.CLERK, "王大伟")


def test_what_was_typed_is_there_after_the_session_ended(page: Page, cast: Cast, today: Traveller) -> None:
    when_somebody_signs_in(page, cast.manager)
    when_the_body_begins(page, "职业技能等级认定：首次评估备案")
    follow(page, "机构信息", within=".tasks")
    page.get_by_label("主营业务").fill(TYPED)
    today.shift(SESSION)
    press(page, "保存")
    says(page, "登录已过期。您刚才填写的内容已经保留")
    fill_in_name_and_password(page, cast.manager)
    says(page, "上次填写、还没有保存的内容")
    expect(page.get_by_label("主营业务")).to_have_value(TYPED)
    press(page, "保存")
    says(page, "机构信息已保存")
    expect(page.get_by_label("主营业务")).to_have_value(TYPED)


def test_what_was_typed_is_kept_by_itself_and_given_back_on_coming_again(page: Page, cast: Cast) -> None:
    page.clock.install()
    when_somebody_signs_in(page, cast.manager)
    follow(page, "机构资料", within="header")
    follow(page, "机构信息")
    page.get_by_label("主营业务").press_sequentially("新")
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        page.clock.fast_forward(16_000)
    assert kept.value.status == 204
    expect(page.get_by_role("status").filter(has_text="已自动保留")).to_be_visible()
    follow(page, "我的申请", within="header")
    page.go_back()
    page.reload()
    says(page, "上次填写、还没有保存的内容")
    press(page, "不要这些内容，回到已保存的")
    expect(page.get_by_label("主营业务")).not_to_have_value("新")


@pytest.mark.row("CR-9")
def test_the_same_page_pressed_twice_acts_once(
    page: Page, visitor: BrowserContext, clerk: Post, cast: Cast
) -> None:
    when_somebody_signs_in(page, clerk)
    when_the_case_is_opened(page, cast.employer.organisation.name)
    when_the_officer_states_what_is_asked(page)
    again = visitor.new_page()
    again.goto(page.url)
    page.locator(".offers").get_by_role("button", name="受理", exact=True).dblclick()
    expect(page.get_by_text("“受理”已办理")).to_be_visible()
    with again.expect_navigation():
        again.locator(".offers").get_by_role("button", name="受理", exact=True).click()
    look(again)
    says(again, "这一步现在不能办理")
    follow(page, "时间线")
    expect(page.locator(".timeline strong").get_by_text("受理", exact=True)).to_have_count(1)
