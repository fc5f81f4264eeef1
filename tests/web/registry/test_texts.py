"""A draft put on trial by a page, and taken back: what it changes is said before, who decided stands on record."""

from datetime import date, timedelta

import pytest
from django.test import Client

from dengji.audit.models import Entry
from dengji.people.queries import place_chain
from dengji.people.terms import Role
from dengji.policy.models import Adoption
from dengji.policy.queries import governing
from tests.cast import AT, Cast, given_divisions, given_post
from tests.road import given_law
from tests.web.registry.conftest import browser_of
from tests.web.registry.pages import pressed, text_of

TODAY = AT.date()
ASKED = {"jurisdiction": "220000", "from_on": "2026-11-16", "until_on": "", "reason": "厅务会议决定"}


@pytest.fixture(autouse=True)
def texts(cast: Cast) -> None:
    """Every text, none applied by decision."""
    given_law()


def governs(cast: Cast, on: date = TODAY) -> str | None:
    """The text under which a body of the county may apply for the first time."""
    found = governing(place_chain(cast.county.code), "skill_level", "initial", on).governing
    return found.pack.id if found else None


def test_the_list_has_the_texts_of_the_place_and_no_others(administrator: Client) -> None:
    page = text_of(administrator, "texts/")
    assert "texts/JL25/" in page
    assert "texts/FJ22/" not in page
    text_of(administrator, "texts/FJ22/", status=404)


@pytest.mark.row("JL25-15")
def test_a_text_says_which_one_it_takes_the_place_of(administrator: Client) -> None:
    page = text_of(administrator, "texts/JL25/")
    assert "施行时取代" in page
    assert "吉人社规〔2022〕7号" in page


@pytest.mark.row("CR-7")
def test_what_a_decision_changes_is_shown_before_it_is_taken(cast: Cast, administrator: Client) -> None:
    page = pressed(administrator, "texts/JL25/adopt/", 200, **ASKED)
    assert "没有文本，不能受理" in page
    assert "改变" in page
    assert "请注意" in page
    assert not Adoption.objects.exists()
    assert governs(cast) is None


@pytest.mark.row("CR-7")
def test_a_draft_is_put_into_trial_operation_by_a_page_and_on_the_record(
    cast: Cast, administrator: Client
) -> None:
    pressed(administrator, "texts/JL25/adopt/", 302, **ASKED, confirm="1")
    assert governs(cast, TODAY - timedelta(days=1)) is None
    assert governs(cast) == "JL25"
    assert governs(cast, TODAY + timedelta(days=1)) == "JL25"
    entry = Entry.objects.filter(act="policy.adopt").get()
    assert (entry.person_name, entry.after and entry.after["reason"]) == ("赵敏", "厅务会议决定")
    assert "厅务会议决定" in text_of(administrator, "texts/JL25/")


def test_a_decision_pressed_twice_is_one(administrator: Client) -> None:
    pressed(administrator, "texts/JL25/adopt/", 302, **ASKED, confirm="1")
    assert "已有一项适用决定" in pressed(administrator, "texts/JL25/adopt/", 200, **ASKED, confirm="1")
    assert Adoption.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"reason": ""}, "请填写“理由”"),
        ({"reason": "长" * 81}, "最多80个字"),
        ({"jurisdiction": "350000"}, "请从列出的选项中选择"),
    ],
)
def test_a_decision_without_reason_or_for_another_place_is_refused(
    administrator: Client, said: dict[str, str], says: str
) -> None:
    assert says in pressed(administrator, "texts/JL25/adopt/", 200, **(ASKED | said), confirm="1")
    assert not Adoption.objects.exists()


def test_to_go_back_keeps_what_was_typed(administrator: Client) -> None:
    page = pressed(administrator, "texts/JL25/adopt/", 200, **ASKED, edit="1")
    assert "厅务会议决定" in page
    assert "下一步" in page


def test_a_city_decides_for_itself_and_not_for_the_province(cast: Cast) -> None:
    browser = browser_of(given_post(cast.centre, Role.ADMINISTRATOR, "市管"))
    page = text_of(browser, "texts/JL25/adopt/")
    assert f'value="{cast.city.code}"' in page
    assert 'value="220000"' not in page
    pressed(browser, "texts/JL25/adopt/", 200, **ASKED, confirm="1")
    assert not Adoption.objects.exists()


@pytest.mark.row("CR-7")
def test_an_expired_text_can_be_continued_by_its_own_place(cast: Cast) -> None:
    tianjin = given_divisions("120101")
    home = cast.province_bureau
    home.division = next(each for each in tianjin.values() if each.code == "120000")
    home.save()
    browser = browser_of(cast.administrator)
    asked = ASKED | {"jurisdiction": "120000"}
    assert "继续适用" in text_of(browser, "texts/TJ21/")
    pressed(browser, "texts/TJ21/adopt/", 302, **asked, confirm="1")
    assert Adoption.objects.get().kind == "continued"


def test_a_text_in_force_needs_no_decision(cast: Cast) -> None:
    fujian = given_divisions("350102")
    home = cast.province_bureau
    home.division = next(each for each in fujian.values() if each.code == "350000")
    home.save()
    browser = browser_of(cast.administrator)
    text_of(browser, "texts/FJ22/adopt/", status=404)
    assert "决定试运行" not in text_of(browser, "texts/FJ22/")


@pytest.mark.row("CR-7")
def test_a_decision_is_withdrawn_with_its_reason_and_what_it_changes(
    cast: Cast, administrator: Client
) -> None:
    pressed(administrator, "texts/JL25/adopt/", 302, **ASKED, confirm="1")
    adoption = Adoption.objects.get()
    address = f"texts/decisions/{adoption.pk}/withdraw/"
    assert "撤销以后" in text_of(administrator, address)
    pressed(administrator, address, 200, reason="")
    pressed(administrator, address, 302, reason="另有安排")
    assert governs(cast) is None
    assert "另有安排" in text_of(administrator, "texts/JL25/")
    text_of(administrator, address, status=404)


def test_a_decision_of_the_province_is_not_the_citys_to_withdraw(cast: Cast, administrator: Client) -> None:
    pressed(administrator, "texts/JL25/adopt/", 302, **ASKED, confirm="1")
    browser = browser_of(given_post(cast.centre, Role.ADMINISTRATOR, "市管"))
    text_of(browser, f"texts/decisions/{Adoption.objects.get().pk}/withdraw/", status=404)
