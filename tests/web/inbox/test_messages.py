"""The pages of messages: one's own only, new ones first, read when opened, at whichever desk."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from dengji.messages.models import Message
from dengji.messages.terms import Topic
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.web.context import everywhere
from tests.cast import AT, given_post
from tests.messages.people import Town, at_body, given_town, told
from tests.web.office.desk import browser_of, opened, well_built

LIST = "/desk/messages/"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened on the day of the cast."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def town(db: None) -> Town:
    """A body that was told two things."""
    town = given_town()
    told(at_body(town), text="请补正：\n<b>制度</b>")
    told(at_body(town), Topic.PROGRESS, key="2", about=("procedure.Case", 8), title="续期备案：受理")
    return town


@pytest.fixture
def browser(town: Town) -> Client:
    """The browser of the body's head."""
    return browser_of(town.manager)


def mine(post: Post, key: str = "case:7:3") -> Message:
    """Somebody's message."""
    return Message.objects.get(recipient=post.person, key=key)


def test_the_list_says_what_is_new_with_its_words_and_escapes_them(town: Town) -> None:
    page = opened(town.manager, LIST)
    well_built(page)
    for said in (
        "共2条",
        "首次备案：请补正2处",
        "请补正：<br>&lt;b&gt;制度&lt;/b&gt;",
        "未读",
        "松江机械制造有限公司",
    ):
        assert said in page


@pytest.mark.parametrize("role", [Role.CLERK, Role.EXPERT, Role.AUDITOR, Role.SUPERVISOR])
def test_everybody_has_the_page_at_his_own_desk(town: Town, role: Role) -> None:
    page = opened(given_post(town.centre, role), LIST)
    well_built(page)
    assert "还没有消息" in page
    assert "bell-count" not in page


def test_without_a_post_the_page_opens_too(town: Town) -> None:
    Post.objects.filter(pk=town.manager.pk).update(until=AT.date() - timedelta(days=1))
    page = opened(town.manager, LIST)
    assert "首次备案：请补正2处" in page


@pytest.mark.parametrize("address", [LIST, "/desk/me/", f"{LIST}1/", "/desk/texts/"])
def test_who_is_not_signed_in_is_asked_to(db: None, client: Client, address: str) -> None:
    assert client.get(address)["Location"] == f"/sign-in/?next={address}"


def test_the_bell_says_how_many_are_new_on_every_page(town: Town, browser: Client) -> None:
    page = browser.get("/desk/me/").content.decode()
    assert '<span class="bell-count">2<span class="visually-hidden">条未读</span>' in page
    for number in range(98):
        told(at_body(town), key=f"n{number}")
    assert '<span class="bell-count">99+<' in browser.get("/desk/me/").content.decode()


def test_the_bell_and_the_counts_of_cases_cost_one_statement_and_none_where_not_shown(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = RequestFactory().get("/")
    request.user = town.manager.person
    with django_assert_num_queries(0):
        said = everywhere(request)
    with django_assert_num_queries(1):
        assert (said["unread"].total, said["unread"].cases) == (2, {7: 1, 8: 1})


def test_the_list_costs_the_same_however_long_it_is(
    town: Town, browser: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(40):
        told(at_body(town), key=f"n{number}")
    browser.get(LIST)
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        page = browser.get(LIST).content.decode()
    assert "第1页，共2页" in page
    assert "第2页，共2页" in browser.get(f"{LIST}?page=2").content.decode()


def test_filters_live_in_the_address_and_can_be_cleared(browser: Client) -> None:
    page = browser.get(f"{LIST}?topic=progress").content.decode()
    assert ("续期备案：受理" in page, "首次备案：请补正2处" in page, "清除筛选" in page) == (
        True,
        False,
        True,
    )
    page = browser.get(f"{LIST}?case=7").content.decode()
    assert ("关于这一件，符合条件的1条" in page, "续期备案：受理" in page) == (True, False)
    assert "没有符合条件的消息" in browser.get(f"{LIST}?case=99").content.decode()
    assert "共2条" in browser.get(f"{LIST}?topic=nonsense&case=x").content.decode().replace(
        "符合条件的", "共"
    )


def test_only_what_the_filters_show_is_marked_read(town: Town, browser: Client) -> None:
    answer = browser.post(f"{LIST}read/?topic=progress")
    assert answer["Location"] == f"{LIST}?topic=progress"
    assert (mine(town.manager).read_at, mine(town.manager, "2").read_at) == (None, AT)
    assert mine(town.staff, "2").read_at is None
    page = browser.get(f"{LIST}?state=unread").content.decode()
    assert ("首次备案：请补正2处" in page, "续期备案：受理" in page) == (True, False)


def test_all_are_marked_read_and_pressing_twice_does_no_harm(town: Town, browser: Client) -> None:
    for _ in range(2):
        assert browser.post(f"{LIST}read/")["Location"] == LIST
    assert "全部标为已读" not in browser.get(LIST).content.decode()
    assert not Message.objects.filter(recipient=town.manager.person, read_at=None).exists()


def test_one_is_marked_read(town: Town, browser: Client) -> None:
    assert browser.post(f"{LIST}{mine(town.manager).pk}/read/")["Location"] == LIST
    assert mine(town.manager).read_at == AT


def test_a_message_opens_its_page_and_is_read(town: Town, browser: Client) -> None:
    assert browser.get(f"{LIST}{mine(town.manager).pk}/")["Location"] == "/desk/"
    assert mine(town.manager).read_at == AT


def test_anothers_message_is_not_found(town: Town, browser: Client) -> None:
    theirs = mine(town.staff)
    assert browser.get(f"{LIST}{theirs.pk}/").status_code == 404
    assert browser.post(f"{LIST}{theirs.pk}/read/").status_code == 404
    assert browser.get(f"{LIST}999999/").status_code == 404
    assert mine(town.staff).read_at is None


def test_a_message_opens_in_the_post_that_it_concerns(town: Town, browser: Client) -> None:
    other = Post.objects.create(
        person=town.manager.person, organisation=town.centre, role=Role.CLERK, from_on=AT.date()
    )
    told(Post.objects.filter(pk=other.pk), Topic.ARRIVED, key="3")
    browser.get(f"{LIST}{mine(town.manager, '3').pk}/")
    assert browser.get("/desk/")["Location"] == "/office/"
    browser.get(f"{LIST}{mine(town.manager).pk}/")
    assert browser.get("/desk/")["Location"] == "/body/"


def test_a_message_of_a_post_that_has_ended_says_so(town: Town, browser: Client) -> None:
    Post.objects.filter(pk=town.manager.pk).update(until=AT.date() - timedelta(days=1))
    answer = browser.get(f"{LIST}{mine(town.manager).pk}/", follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "属于您已经结束的岗位" in answer.content.decode()
    assert mine(town.manager).read_at == AT


@pytest.mark.parametrize(
    "address", [f"{LIST}read/", f"{LIST}1/read/", "/desk/me/contact/", "/desk/me/switches/"]
)
def test_what_changes_something_is_never_a_link(browser: Client, address: str) -> None:
    assert browser.get(address).status_code == 405
