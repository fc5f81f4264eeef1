"""The demonstration's clock: moved from the foot of every page, for everybody, and only in a demonstration."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings as house
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from dengji import clock
from dengji.audit.models import Entry
from dengji.demo.clock import move_forward
from dengji.demo.models import DemoClock
from dengji.demo.queries import days_ahead
from dengji.exchange import clients, fakes
from dengji.exchange.acts import ask
from dengji.exchange.models import Request
from dengji.exchange.terms import Register, State
from dengji.monitors.models import Run
from dengji.notices.models import Publicity
from dengji.people.terms import Role
from dengji.procedure.acts import publishing
from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_cast, given_post
from tests.exchange.registers import FILING
from tests.road import (
    NOTICE,
    brought_to,
    given_application,
    given_law,
    given_round,
    stated_well,
    whoever_holds,
)
from tests.web.office.desk import at, browser_of, opened, sent
from tests.web.public.reading import faults, words

pytestmark = pytest.mark.django_db
TODAY = AT.date()
MOVE, RESTORE = "/demo/clock/", "/demo/clock/restore/"
PRESSED = ("2026-11-17", "2026-11-23", "2026-12-16")
USCC = "912202007000000012"


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> Iterator[None]:
    """A demonstration, on the day of the cast."""
    settings.DENGJI_DEMO = True
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def cast() -> Cast:
    """Everybody, with the law of three places and a round open."""
    given_law()
    cast = given_cast("140902", "140213")
    given_round(cast.bureau, "XZ24")
    return cast


def ahead() -> int:
    """How many days the clock is ahead by its row."""
    return DemoClock.objects.values_list("days_ahead", flat=True).first() or 0


def in_days(days: int) -> str:
    """A day from now, as a browser sends it."""
    return (TODAY + timedelta(days=days)).isoformat()


def test_the_foot_of_a_public_page_shows_the_day_and_where_each_button_leads(client: Client) -> None:
    page = client.get("/law/")
    said = words(page)
    assert "演示时间： 2026年11月16日 (周一)" in said
    assert "恢复为今天" not in said
    assert all(f'name="to" value="{day}"' in page.content.decode() for day in PRESSED)
    assert faults(page) == []


def test_after_a_move_every_page_shows_the_new_day_and_how_to_come_back(client: Client, cast: Cast) -> None:
    client.post(MOVE, {"to": "2027-01-31", "next": "/"})
    for page in (client.get("/"), browser_of(cast.clerk).get("/office/"), client.get("/nowhere/")):
        assert "演示时间： 2027年1月31日 (周日) 比今天快76天" in words(page)
        assert "恢复为今天" in words(page)
        assert 'name="to" value="2027-02-28">前进1个月' in page.content.decode()


def test_whoever_moves_the_clock_comes_back_to_the_page(client: Client) -> None:
    answer = client.post(MOVE, {"to": in_days(7), "next": "/directory/?words=x"})
    assert (answer.status_code, answer["Location"]) == (302, "/directory/?words=x")
    assert "演示时间现在是2026年11月23日 (周一)。" in words(client.get("/directory/"))


def test_after_a_form_that_was_sent_one_comes_back_to_where_it_stood(client: Client) -> None:
    page = client.post("/sign-in/", {}, headers={"Referer": "http://testserver/sign-in/?next=/body/"})
    assert 'name="next" value="http://testserver/sign-in/?next=/body/"' in page.content.decode()
    elsewhere = client.post("/sign-in/", {}, headers={"Referer": "https://elsewhere.invalid/"})
    assert "elsewhere.invalid" not in elsewhere.content.decode()


@pytest.mark.parametrize("page", ["https://elsewhere.invalid/", "javascript:alert(1)", "//elsewhere.invalid"])
def test_nobody_is_led_elsewhere(client: Client, page: str) -> None:
    assert client.post(MOVE, {"to": in_days(1), "next": page})["Location"] == "/"
    shown = client.get(RESTORE, {"next": page}).content.decode()
    assert page not in shown
    assert '<a href="/">不恢复，返回</a>' in shown


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("", "请填写要拨到的日期。"),
        ("明天", "这不是一个日期，请写成 2026-01-31 的样子。"),
        ("2026-02-30", "这不是一个日期，请写成 2026-01-31 的样子。"),
        (
            "2026-11-15",
            "演示时间只能往后拨：2026年11月15日 (周日)早于现在的演示时间2026年11月16日 (周一)。"
            "要回到今天，请用“恢复为今天”。",
        ),
        ("2031-11-17", "最远可以拨到2031年11月16日 (周日)，即今天起5年。"),
        ("9999-12-31", "最远可以拨到2031年11月16日 (周日)，即今天起5年。"),
    ],
)
def test_a_day_that_cannot_be_is_said_and_nothing_moves(client: Client, to: str, sentence: str) -> None:
    page = client.post(MOVE, {"to": to, "next": "/law/"})
    assert (page.status_code, ahead()) == (200, 0)
    assert f'<a href="#id_to">{sentence}</a>' in page.content.decode()
    assert '<input type="hidden" name="next" value="/law/">' in page.content.decode()
    assert faults(page) == []


@pytest.mark.parametrize(("to", "days"), [("2026-11-16", 0), ("2026-11-17", 1), ("2031-11-16", 1826)])
def test_from_today_to_five_years_on_every_day_can_be(client: Client, to: str, days: int) -> None:
    assert client.post(MOVE, {"to": to}).status_code == 302
    assert ahead() == days


def test_the_five_years_count_from_today_and_not_from_the_last_move(client: Client) -> None:
    client.post(MOVE, {"to": "2031-11-15"})
    assert "最远可以拨到2031年11月16日" in words(client.post(MOVE, {"to": "2031-11-17"}))
    assert client.post(MOVE, {"to": "2031-11-16"}).status_code == 302


def test_a_button_pressed_twice_moves_once(client: Client) -> None:
    for _ in range(2):
        client.post(MOVE, {"to": in_days(1)})
    assert ahead() == 1
    assert Entry.objects.filter(act="demo.move_clock").count() == 1


def test_the_trail_says_who_moved_the_clock(cast: Cast) -> None:
    browser_of(cast.clerk).post(MOVE, {"to": in_days(30)})
    assert DemoClock.objects.get().moved_by == cast.clerk.person
    entry = Entry.objects.get(act="demo.move_clock")
    assert (entry.person_id, entry.before, entry.after) == (
        cast.clerk.person_id,
        {"days_ahead": 0},
        {"days_ahead": 30},
    )


def test_coming_back_is_warned_of_before_it_is_done(client: Client) -> None:
    client.post(MOVE, {"to": in_days(30)})
    warned = client.get(RESTORE, {"next": "/law/"})
    assert "比今天快30天" in words(warned)
    assert "办理的事项不会撤销" in words(warned)
    assert faults(warned) == []
    assert ahead() == 30
    answer = client.post(RESTORE, {"next": "/law/"})
    assert (answer["Location"], ahead()) == ("/law/", 0)
    assert "演示时间已恢复为今天，2026年11月16日 (周一)。" in words(client.get("/law/"))
    assert "不用恢复" in words(client.get(RESTORE))


def test_what_was_made_meanwhile_stays(cast: Cast) -> None:
    case = given_application(cast.employer, "XZ24")
    brought_to(case, "acceptance", cast)
    stated_well(case)
    browser = browser_of(cast.clerk)
    browser.post(MOVE, {"to": in_days(2)})
    sent(cast.clerk, at("deed", case, "accept"), case.version)
    browser.post(RESTORE)
    assert case.events.get(act="accept").at == AT + timedelta(days=2)


@pytest.mark.parametrize(("days", "says"), [(6, "还剩1个工作日"), (7, "今日到期"), (8, "已逾期1个工作日")])
def test_a_case_falls_due_on_the_clerks_list(days: int, says: str) -> None:
    given_law("TJ21")
    cast = given_cast("120116", "120104")
    given_round(cast.bureau, "TJ21")
    case = given_application(cast.employer, "TJ21")
    brought_to(case, "first_review", cast)
    assert case.due_on == TODAY + timedelta(days=7)
    browser_of(cast.clerk).post(MOVE, {"to": in_days(days)})
    assert says in opened(cast.clerk, "/office/cases/")


@pytest.mark.parametrize(("days", "closed"), [(6, False), (7, False), (8, True)])
def test_a_publicity_closes_once_the_clock_is_past_its_last_day(
    cast: Cast, days: int, *, closed: bool
) -> None:
    case = given_application(cast.social_organisation, "XZ24")
    brought_to(case, "publicity", cast)
    publishing.publish(case, NOTICE, by=whoever_holds(case), at=AT)
    assert Publicity.objects.get(case=case).last_day == TODAY + timedelta(days=7)
    browser_of(cast.clerk).post(MOVE, {"to": in_days(days)})
    answer = sent(whoever_holds(case), at("deed", case, "close"), case.version)
    assert (answer.status_code == 302) is closed
    assert Case.objects.get(pk=case.pk).events.filter(act="close").exists() is closed


def test_five_years_on_everybody_is_still_signed_in(cast: Cast) -> None:
    browser = browser_of(cast.clerk)
    browser.post(MOVE, {"to": "2031-11-16"})
    assert browser.get("/office/").status_code == 200


def test_a_page_leaves_the_clock_as_it_was(client: Client) -> None:
    client.post(MOVE, {"to": in_days(30)})
    client.get("/law/")
    assert (clock.ahead.get(), clock.today()) == (0, TODAY)


def test_one_look_at_the_row_is_all_that_a_page_costs(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, settings: Settings
) -> None:
    with django_assert_num_queries(1):
        assert days_ahead() == 0
    settings.DENGJI_DEMO = False
    with django_assert_num_queries(0):
        assert days_ahead() == 0


def test_in_service_there_is_no_such_clock(client: Client, settings: Settings) -> None:
    client.post(MOVE, {"to": in_days(30)}, follow=True)
    settings.DENGJI_DEMO = False
    strict = Client(enforce_csrf_checks=True)
    for address in (MOVE, RESTORE):
        assert strict.get(address).status_code == 404
        assert strict.post(address, {"to": in_days(31)}).status_code == 404
    page = client.get("/publicity/")
    assert "演示时间" not in words(page)
    assert ahead() == 30


def test_a_move_needs_the_token_of_our_own_page() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(MOVE, {"to": in_days(1)}).status_code == 403
    assert ahead() == 0


@pytest.fixture
def network(settings: Settings) -> Iterator[fakes.World]:
    """Every register, to try with; its own calendar stands still."""
    world = fakes.World(lambda: TODAY, companies={USCC: {}})
    with fakes.served(fakes.application(world)) as address:
        settings.DENGJI_EXCHANGE = dict.fromkeys(house.DENGJI_EXCHANGE, address)
        yield world


def test_what_is_to_be_sent_later_is_sent_once_the_clock_is_there(network: fakes.World) -> None:
    later = AT + timedelta(days=7)
    request = ask(
        Register.MINISTRY_NETWORK, about="case:1", payload={"case": "1"}, at=later, reporting=FILING
    )
    move_forward(later.date() - timedelta(days=1), by=None, at=AT)
    assert Request.objects.get(pk=request.pk).state == State.WAITING
    move_forward(later.date(), by=None, at=AT)
    assert Request.objects.get(pk=request.pk).sent_at == later


def test_what_acts_by_itself_has_acted_up_to_the_new_day(client: Client) -> None:
    client.post(MOVE, {"to": in_days(30)})
    assert [(each.on, each.failed) for each in Run.objects.all()] == [(TODAY + timedelta(days=30), [])]


def test_rounds_of_a_command_keep_the_demonstrations_time(network: fakes.World) -> None:
    request = ask(Register.MINISTRY_NETWORK, about="case:1", payload={"case": "1"}, at=AT, reporting=FILING)
    DemoClock.objects.create(pk=1, days_ahead=40)
    call_command("answers", "--json")
    call_command("monitors", "run", "--json")
    assert Run.objects.get().on == TODAY + timedelta(days=40)
    assert Request.objects.get(pk=request.pk).sent_at == AT + timedelta(days=40)
    assert clock.ahead.get() == 0


def test_the_ministry_publishes_on_the_day_that_the_clock_shows(network: fakes.World, cast: Cast) -> None:
    receipt = clients.report({"case": "1", "body": "某厂"}, key="k")
    browser = browser_of(given_post(cast.province_centre, Role.MINISTRY, "部中心"))
    browser.post(MOVE, {"to": "2027-03-01"})
    browser.post("/demo/ministry/", {"receipt": receipt, "publish": "1"})
    assert clients.decision(receipt) == clients.Published(
        state="published", published_on=date(2027, 3, 1), number="2027000001"
    )


def test_there_is_one_clock_only() -> None:
    assert str(DemoClock.objects.create(pk=1, days_ahead=3)) == "+3"
    with pytest.raises(IntegrityError, match="demo_clock_is_one"), transaction.atomic():
        DemoClock.objects.create(pk=2)
