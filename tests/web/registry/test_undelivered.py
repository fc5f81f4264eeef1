"""What did not reach people: shown to the administrator of their place, who lets it go out again."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from dengji.messages.models import Dispatch
from dengji.messages.recipients import Desk
from dengji.messages.terms import State
from dengji.people.terms import BODY_ROLES, Role
from tests.cast import Cast, given_post
from tests.messages.people import reached, told
from tests.web.office.desk import well_built
from tests.web.registry.conftest import browser_of
from tests.web.registry.pages import pressed, text_of

PAGE = "undelivered/"


@pytest.fixture
def lost(cast: Cast) -> Dispatch:
    """A mail to the head of the employer that was refused."""
    reached(cast.manager, email="zhou@example.cn")
    told(Desk(cast.employer.organisation_id, BODY_ROLES))
    Dispatch.objects.update(state=State.GIVEN_UP, tries=1, fault="收件邮箱拒收（550）")
    return Dispatch.objects.get()


def test_the_page_says_who_missed_what_and_why_but_no_address(lost: Dispatch, administrator: Client) -> None:
    page = text_of(administrator, PAGE)
    well_built(page)
    for said in ("周启明", "松江机械制造有限公司", "退回补正", "电子邮件", "收件邮箱拒收（550）", "共1条"):
        assert said in page
    assert "zhou@example.cn" not in page


def test_nothing_lost_is_said_in_words(administrator: Client) -> None:
    page = text_of(administrator, PAGE)
    well_built(page)
    assert "没有未能送达的通知" in page
    assert "电子邮件</dt><dd>没有" in page


def test_what_waits_is_counted_with_what_went_wrong(
    lost: Dispatch, administrator: Client, settings: Settings
) -> None:
    Dispatch.objects.update(state=State.WAITING, fault="邮件服务器没有应答")
    assert "1条，最早的是2026年11月16日 09:00" in text_of(administrator, PAGE)
    settings.DENGJI_EMAIL = False
    assert "还没有接入邮件和短信" in text_of(administrator, PAGE)


def test_it_goes_out_again_when_the_administrator_presses(lost: Dispatch, administrator: Client) -> None:
    pressed(administrator, f"{PAGE}{lost.pk}/again/", 302)
    lost.refresh_from_db()
    assert (lost.state, lost.tries, lost.fault) == (State.WAITING, 0, "")
    pressed(administrator, f"{PAGE}{lost.pk}/again/", 404)


def test_another_place_does_not_see_it(lost: Dispatch, cast: Cast) -> None:
    elsewhere = browser_of(given_post(cast.other_centre, Role.ADMINISTRATOR))
    assert "周启明" not in text_of(elsewhere, PAGE)
    pressed(elsewhere, f"{PAGE}{lost.pk}/again/", 404)


def test_only_an_administrator_opens_the_page(lost: Dispatch, clerk: Client, auditor: Client) -> None:
    for somebody in (clerk, auditor):
        text_of(somebody, PAGE, status=403)
        pressed(somebody, f"{PAGE}{lost.pk}/again/", 403)


def test_the_page_costs_the_same_however_much_was_lost(
    lost: Dispatch, cast: Cast, administrator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        told(Desk(cast.employer.organisation_id, BODY_ROLES), key=f"n{number}")
    Dispatch.objects.update(state=State.GIVEN_UP)
    with django_assert_max_num_queries(15):
        assert "共21条" in text_of(administrator, PAGE)


def test_an_administrator_switches_short_messages_to_candidates_on_and_off(
    administrator: Client, settings: Settings
) -> None:
    settings.DENGJI_SMS = ""
    page = text_of(administrator, PAGE)
    well_built(page)
    assert "还没有接入短信" in page
    settings.DENGJI_SMS = "dengji.messages.fakes.write_line"
    assert "还没有决定过" in text_of(administrator, PAGE)
    pressed(administrator, f"{PAGE}candidates/", 302, on="yes")
    page = text_of(administrator, PAGE)
    assert "由本机关决定" in page
    assert "不再给考生发短信" in page
    pressed(administrator, f"{PAGE}candidates/", 302, on="no")
    assert "开始给考生发短信" in text_of(administrator, PAGE)
