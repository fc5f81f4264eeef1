"""The calendar of what falls due: whose it is, its months and filters, and the feed at a private address."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from dengji.filings.models import Filing
from dengji.people.acts.feeds import open_feed
from dengji.people.models import Feed, Post
from dengji.people.terms import Role
from dengji.procedure.acts.publishing import publish
from tests.cast import AT, Cast, given_cast, given_post
from tests.life import given_filing
from tests.road import (
    NOTICE,
    brought_to,
    given_application,
    given_law,
    given_panel,
    given_round,
    manager_of,
    whoever_holds,
)
from tests.web.office.desk import browser_of, opened, well_built

PAGE = "/desk/calendar/"
TODAY = AT.date()
ENDS = TODAY + timedelta(days=10)
NUMBER = "Y000035000900"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened on the day of the cast."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def fujian(db: None) -> Cast:
    """Everybody in Fujian."""
    given_law()
    return given_cast("350203", "350303")


@pytest.fixture
def xinzhou(db: None) -> Cast:
    """Everybody in Xinzhou, with a round open."""
    given_law()
    cast = given_cast("140902", "140213")
    given_round(cast.bureau, "XZ24")
    return cast


@pytest.fixture
def filing(fujian: Cast) -> Filing:
    """A filing that ends this month."""
    return given_filing(fujian.employer, fujian.clerk, number=NUMBER, until=ENDS)


def address_of(post: Post) -> str:
    """The address of a post's feed, as it is now."""
    return f"{PAGE}{Feed.objects.get(post=post).token}.ics"


def read_back(post: Post) -> Calendar:
    """The feed of a post, as a calendar reads it: without being signed in."""
    answer = Client().get(address_of(post))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def test_an_office_sees_the_days_of_its_filings_by_month(fujian: Cast, filing: Filing) -> None:
    page = opened(fujian.clerk, PAGE)
    assert "2026年11月到期事项" in page
    assert "续期申请期只剩一周" in page
    assert f"/desk/filings/{NUMBER}/" in page
    well_built(page)


def test_a_body_sees_its_own_days_and_another_office_or_body_none_of_them(
    fujian: Cast, filing: Filing
) -> None:
    assert NUMBER in opened(manager_of(fujian.employer), PAGE)
    strangers = (manager_of(fujian.school), fujian.wrong_clerk, fujian.experts[0].post)
    assert not [post for post in strangers if NUMBER in opened(post, PAGE)]


def test_an_expert_sees_the_days_of_the_cases_in_his_panels_only(xinzhou: Cast) -> None:
    case = given_application(xinzhou.social_organisation, "XZ24")
    brought_to(case, "assessment", xinzhou)
    given_panel(case, xinzhou.experts)
    case.refresh_from_db()
    due = case.due_on or TODAY
    type(case).objects.filter(pk=case.pk).update(due_on=due)
    month = f"{due:%Y-%m}"
    assert case.applicant.name in opened(xinzhou.experts[0].post, PAGE, month=month)
    assert case.applicant.name not in opened(xinzhou.conflicted.post, PAGE, month=month)


def test_a_publicity_and_a_round_stand_on_their_last_days(xinzhou: Cast) -> None:
    case = given_application(xinzhou.social_organisation, "XZ24")
    at = brought_to(case, "publicity", xinzhou)
    publish(case, NOTICE, by=whoever_holds(case), at=at)
    assert case.due_on is not None
    page = opened(whoever_holds(case), PAGE, month=f"{case.due_on:%Y-%m}", kind="publicity")
    assert "公示到当天二十四时止" in page
    assert f"/desk/cases/{case.token}/" in page
    approver = Post.objects.get(organisation=xinzhou.bureau, role=Role.APPROVER, person__full_name="李红梅")
    assert "2026年第一批" in opened(approver, PAGE, kind="round")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2026-12", "2026年12月"),
        ("2026-1", "2026年11月"),
        ("2026-13", "2026年11月"),
        ("1999-12", "2026年11月"),
        ("2000-01", "2000年1月"),
        ("2099-12", "2099年12月"),
        ("2100-01", "2026年11月"),
        ("<b>", "2026年11月"),
    ],
)
def test_a_month_that_is_none_or_out_of_range_is_this_month(fujian: Cast, asked: str, shown: str) -> None:
    page = opened(fujian.clerk, PAGE, month=asked)
    assert f"<h1>{shown}到期事项</h1>" in page
    assert "<b>" not in page


def test_the_filters_stay_in_the_address_and_can_be_cleared(fujian: Cast, filing: Filing) -> None:
    assert "符合条件的共" in opened(fujian.clerk, PAGE, kind="filing", words="松江")
    page = opened(fujian.clerk, PAGE, kind="case", month="2026-11")
    assert "这个月没有符合条件的事项" in page
    assert "清除筛选" in page
    assert "kind=case" in page
    assert NUMBER in opened(fujian.clerk, PAGE, kind="no_such_kind")


def test_an_empty_month_says_what_will_stand_there(fujian: Cast) -> None:
    assert "这个月没有到期的事项" in opened(fujian.clerk, PAGE, month="2030-02")


def test_every_desk_leads_to_the_calendar(fujian: Cast) -> None:
    for post, home in (
        (fujian.clerk, "/office/"),
        (fujian.manager, "/body/"),
        (fujian.experts[0].post, "/expert/"),
    ):
        assert f'href="{PAGE}"' in opened(post, home)


def test_the_feed_is_a_calendar_that_others_can_read(fujian: Cast, filing: Filing) -> None:
    open_feed(by=fujian.clerk, at=AT)
    calendar = read_back(fujian.clerk)
    events = calendar.walk("VEVENT")
    days = {str(event["SUMMARY"]): event.decoded("DTSTART") for event in events}
    closing = next(said for said in days if said.startswith("续期申请期只剩一周："))
    assert days[closing] == ENDS - timedelta(days=7)
    assert str(calendar["VERSION"]) == "2.0"
    keys = [str(event["UID"]) for event in events]
    assert len(keys) == len(set(keys))
    assert all(isinstance(day, date) for day in days.values())


def test_the_feed_keeps_its_keys_when_it_is_read_again(fujian: Cast, filing: Filing) -> None:
    open_feed(by=fujian.clerk, at=AT)
    first = [str(event["UID"]) for event in read_back(fujian.clerk).walk("VEVENT")]
    assert first == [str(event["UID"]) for event in read_back(fujian.clerk).walk("VEVENT")]


def test_a_new_address_kills_the_old_one_and_closing_kills_both(fujian: Cast) -> None:
    browser = browser_of(fujian.clerk)
    assert browser.post(f"{PAGE}subscribe/").status_code == 302
    old = address_of(fujian.clerk)
    assert old in browser.get(PAGE).content.decode()
    browser.post(f"{PAGE}subscribe/")
    new = address_of(fujian.clerk)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    browser.post(f"{PAGE}unsubscribe/")
    assert Client().get(new).status_code == 404
    assert "生成订阅地址" in browser.get(PAGE).content.decode()


def test_a_feed_ends_with_its_post_and_is_nobody_elses(fujian: Cast, filing: Filing) -> None:
    open_feed(by=fujian.clerk, at=AT)
    colleague = given_post(fujian.centre, Role.REVIEWER, "何静")
    assert address_of(fujian.clerk) not in opened(colleague, PAGE)
    Post.objects.filter(pk=fujian.clerk.pk).update(until=TODAY - timedelta(days=1))
    assert Client().get(address_of(fujian.clerk)).status_code == 404


def test_only_who_is_signed_in_sees_the_page_and_nothing_is_opened_by_looking(fujian: Cast) -> None:
    assert Client().get(PAGE).status_code == 302
    assert browser_of(fujian.clerk).get(f"{PAGE}subscribe/").status_code == 405
    assert not Feed.objects.exists()


def test_a_month_takes_as_many_statements_for_many_filings_as_for_one(
    fujian: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for serial, body in enumerate((fujian.employer, fujian.school, fujian.social_organisation)):
        given_filing(body, fujian.clerk, number=f"Y00003500090{serial}", until=ENDS)
    browser = browser_of(fujian.clerk)
    browser.get(PAGE)
    with django_assert_max_num_queries(24):
        browser.get(PAGE)
