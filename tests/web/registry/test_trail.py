"""The trail as an auditor reads it: searched, page by page, verified, taken away; every act has its words."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dengji.audit import chain
from dengji.audit.acts import record
from dengji.audit.models import Entry
from dengji.audit.queries import verify
from dengji.people.acts.accounts import close_account
from dengji.people.terms import Role
from dengji.web.registry.wording import act_label, object_label
from tests.cast import AT, Cast, given_post
from tests.web.registry.conftest import browser_of
from tests.web.registry.pages import ROOT, pressed, text_of

pytestmark = pytest.mark.row("CR-10")
DENGJI = Path(__file__).resolve().parents[3] / "dengji"


def acted(cast: Cast, times: int = 1, act: str = "announcement.publish") -> None:
    """So many acts of the clerk on record."""
    for number in range(times):
        about = ("notices.Announcement", number + 1)
        record(act=act, by=cast.clerk, at=AT, about=about, after={"title": f"<b>{number}", "shown": True})


@pytest.mark.row("TJ21-26")
def test_an_officials_act_is_found_by_person_act_object_and_day(cast: Cast, auditor: Client) -> None:
    acted(cast, 2)
    close_account(cast.approver.person, by=cast.administrator, at=AT)
    assert "共3条" in text_of(auditor, "trail/")
    for asked in (
        "person=王大伟&act=announcement.publish&kind=notices.Announcement&identity=2",
        f"person={cast.province_bureau}",
        "act=people.close_account&from_on=2026-11-16&until=2026-11-16",
    ):
        assert "符合条件的 1 条" in text_of(auditor, f"trail/?{asked}")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("until=2026-11-15", 0),
        ("until=2026-11-16", 1),
        ("from_on=2026-11-16", 1),
        ("from_on=2026-11-17", 0),
    ],
)
def test_both_days_of_a_search_are_included(cast: Cast, auditor: Client, asked: str, found: int) -> None:
    acted(cast)
    assert f"符合条件的 {found} 条" in text_of(auditor, f"trail/?{asked}")


def test_pages_follow_each_other_by_position(
    cast: Cast, auditor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    acted(cast, 51)
    with django_assert_max_num_queries(11):
        first = text_of(auditor, "trail/")
    assert "?before=2" in first
    second = text_of(auditor, "trail/?before=2")
    assert re.findall(r"trail/(\d+)/", second) == ["1"]
    assert "更早的记录" not in second
    text_of(auditor, "trail/?before=abc")


def test_an_entry_shows_what_it_changed_with_markup_as_text(cast: Cast, auditor: Client) -> None:
    acted(cast)
    page = text_of(auditor, "trail/1/")
    assert "发布公告" in page
    assert "&lt;b&gt;0" in page
    assert Entry.objects.get().hash in page
    text_of(auditor, "trail/2/", status=404)


def test_an_auditor_reads_what_his_place_did_and_no_other(cast: Cast) -> None:
    record(act="announcement.publish", by=cast.issuer, at=AT, about=("notices.Announcement", 1))
    acted(cast)
    record(act="announcement.publish", by=cast.wrong_clerk, at=AT, about=("notices.Announcement", 3))
    city = browser_of(given_post(cast.bureau, Role.AUDITOR, "钱市审"))
    page = text_of(city, "trail/")
    assert re.findall(r"trail/(\d+)/", page) == ["2"]
    assert "这里列出本辖区各单位的操作" in page
    for position, status in ((1, 404), (2, 200), (3, 404)):
        text_of(city, f"trail/{position}/", status=status)
    lines = b"".join(city.get(f"{ROOT}trail/export/")).decode().splitlines()
    assert [json.loads(line)["position"] for line in lines] == [2]
    assert "从第1条到第3条" in pressed(city, "trail/verify/", 200)


def test_an_entry_leads_to_the_one_before_that_may_be_read(cast: Cast) -> None:
    acted(cast)
    record(act="announcement.publish", by=cast.wrong_clerk, at=AT, about=("notices.Announcement", 3))
    acted(cast)
    city = browser_of(given_post(cast.bureau, Role.AUDITOR, "钱市审"))
    assert "trail/1/" in text_of(city, "trail/3/")
    assert "前一条</a>" not in text_of(city, "trail/1/")


def test_a_whole_trail_is_said_to_be_whole(cast: Cast, auditor: Client) -> None:
    acted(cast, 3)
    page = pressed(auditor, "trail/verify/", 200)
    assert "从第1条到第3条" in page
    assert verify().seal in page


def test_the_first_broken_link_is_named(cast: Cast, auditor: Client) -> None:
    acted(cast, 3)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER audit_entry_no_update")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
    Entry.objects.filter(position=2).update(person_name="他人")
    page = pressed(auditor, "trail/verify/", 200)
    assert "不完整" in page
    assert "第2条的内容与其摘要不符" in page


def test_the_trail_is_taken_away_and_stays_verifiable(cast: Cast, auditor: Client) -> None:
    acted(cast, 3)
    answer = auditor.get(f"{ROOT}trail/export/")
    lines = b"".join(answer).decode().splitlines()
    assert answer["Content-Type"].startswith("application/jsonl")
    assert chain.check(chain.read(lines)).ok
    assert len(lines) == 3


def test_to_verify_is_a_press_and_not_an_address(auditor: Client) -> None:
    assert auditor.get(f"{ROOT}trail/verify/").status_code == 405


def test_every_act_and_object_of_the_house_has_words_of_its_own() -> None:
    house = "\n".join(path.read_text(encoding="utf-8") for path in DENGJI.rglob("*.py"))
    named = set(re.findall(r'act="([a-z_]+\.[a-z_]+)"', house))
    kinds = set(re.findall(r'\("((?:[a-z]+)\.[A-Z][A-Za-z]+)",', house))
    assert {act for act in named if act_label(act) == act} == set()
    assert {kind for kind in kinds if object_label(kind) == kind} == set()
    assert act_label("case.accept") == "案件：受理"
