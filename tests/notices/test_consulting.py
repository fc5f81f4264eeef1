"""A draft is opened to comment by those who may, its last day is reckoned and follows the calendar, it is concluded."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dengji.audit.models import Entry
from dengji.notices.acts.consulting import conclude, open_consultation
from dengji.notices.models import Consultation
from dengji.people.refusals import Refused
from dengji.people.terms import Office, Role
from dengji.policy.acts import load_schedule
from dengji.policy.models import Edition
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.workdays.periods import Period
from tests.cast import Cast, given_authority, given_cast, given_divisions, given_person, given_post
from tests.notices.drafts import (
    FIRST,
    INVITATION,
    ISSUED,
    LAST,
    at,
    given_answer,
    given_comment,
    given_consultation,
    given_draft,
)

pytestmark = pytest.mark.django_db
AFTER = LAST + timedelta(days=1)
SAID = "共收到意见若干条，均已研究。"


@pytest.mark.row("JL25-C", "CR-1")
def test_fifteen_working_days_from_11_april_2025_end_on_6_may() -> None:
    opened = given_consultation().consultation
    assert (opened.opened_on, opened.last_day, opened.provisional) == (FIRST, LAST, False)


@pytest.mark.row("JL25-C")
def test_opening_stands_on_the_record_with_its_text_and_its_contact() -> None:
    opened = given_consultation()
    entry = Entry.objects.get(act="consultation.open")
    assert (entry.person_name, entry.object_id) == ("赵敏", str(opened.consultation.pk))
    assert entry.after is not None
    assert (entry.after["pack_id"], entry.after["last_day"]) == ("JLJD", "2025-05-06")
    assert (entry.after["phone"], entry.after["email"]) == ("0431-00000001", "opinion@example.test")
    assert entry.after["sha256"] == opened.consultation.edition.sha256


@pytest.mark.row("JL25-C")
def test_a_period_in_days_runs_on_past_a_day_off() -> None:
    opened = given_consultation(period=Period(20, "day")).consultation
    assert opened.last_day == date(2025, 5, 6)  # the 20th day is the first of May


@pytest.mark.row("JL25-C")
@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True), (1, True), (365, True), (366, False)])
def test_the_first_day_is_today_or_one_within_a_year(days: int, taken: bool) -> None:
    edition, cast = given_draft(), given_cast()
    asked = replace(INVITATION, opened_on=FIRST + timedelta(days=days))
    if taken:
        assert open_consultation(edition, asked, by=cast.administrator, at=at(FIRST)).opened_on > date.min
        return
    with pytest.raises(NotAllowed, match="首日不能早于今天，也不能晚于一年以后"):
        open_consultation(edition, asked, by=cast.administrator, at=at(FIRST))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"asks": " "}, "请写明就哪些方面征求意见"),
        ({"asks": "长" * 5001}, "文字不超过5000字"),
        ({"postal_address": "", "phone": "", "email": ""}, "请至少写明通信地址、电话、电子邮箱中的一种"),
        ({"phone": "请查号台转"}, "联系电话写得不对"),
        ({"email": "opinion"}, "电子邮箱写得不对"),
        ({"contact_name": "长" * 61}, "联系方式过长，最多60字"),
        ({"period": Period(366, "working_day")}, "最长365"),
        ({"period": Period(1, "month")}, "以工作日或者日计"),
    ],
)
def test_an_invitation_that_tells_too_little_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        given_consultation(**changes)
    assert not Consultation.objects.exists()


@pytest.mark.parametrize("left", ["postal_address", "phone", "email"])
def test_one_way_to_write_is_enough(left: str) -> None:
    ways: dict[str, Any] = {"contact_name": "", "postal_address": "", "phone": "", "email": ""}
    opened = given_consultation(**{**ways, left: getattr(INVITATION, left)}).consultation
    assert getattr(opened, left) == getattr(INVITATION, left)


def test_only_a_draft_is_opened_to_comment() -> None:
    given_divisions("140902")
    given_draft()
    cast = given_cast(county="140902", other_county="220202")
    with pytest.raises(NotAllowed, match="是正式文本，不再征求意见"):
        given_consultation(cast, ISSUED)


def test_only_the_current_edition_is_opened_to_comment() -> None:
    edition = given_draft()
    Edition.objects.filter(pk=edition.pk).update(is_current=False)
    edition.refresh_from_db()
    with pytest.raises(NotAllowed, match="已有新的版本"):
        open_consultation(edition, INVITATION, by=given_cast().administrator, at=at(FIRST))


def post_of(cast: Cast, who: str) -> Any:
    """Somebody who may not open a draft of the province."""
    posts = {
        "clerk": lambda: given_post(cast.province_bureau, Role.CLERK),
        "city": lambda: given_post(cast.bureau, Role.ADMINISTRATOR),
        "elsewhere": lambda: given_post(
            given_authority(given_divisions("120101")["province"], Office.BUREAU), Role.ADMINISTRATOR
        ),
        "department": lambda: given_post(cast.department, Role.ADMINISTRATOR),
        "body": lambda: cast.manager,
    }
    return posts[who]()


@pytest.mark.row("JL25-C")
@pytest.mark.parametrize("who", ["clerk", "city", "elsewhere", "department", "body"])
def test_only_an_administrator_of_the_drafts_own_authority_opens_it(who: str) -> None:
    edition, cast = given_draft(), given_cast()
    with pytest.raises(Refused):
        open_consultation(edition, INVITATION, by=post_of(cast, who), at=at(FIRST))
    assert not Consultation.objects.exists()


@pytest.mark.parametrize("office", ["bureau", "province_bureau"])
def test_a_citys_draft_is_opened_by_the_city_or_by_its_province(office: str) -> None:
    edition, cast = given_draft(), given_cast()
    edition.pk, edition.pack_id, edition.jurisdiction = None, "CITY", cast.city.code
    edition.save()
    by = given_post(getattr(cast, office), Role.ADMINISTRATOR)
    assert open_consultation(edition, INVITATION, by=by, at=at(FIRST)).authority == by.organisation


@pytest.mark.row("JL25-C")
def test_a_text_has_one_consultation_at_a_time() -> None:
    opened = given_consultation()
    again, edition = replace(INVITATION, opened_on=AFTER), opened.consultation.edition
    with pytest.raises(NotAllowed, match="已有一次征求意见没有办结"):
        open_consultation(edition, again, by=opened.administrator, at=at(AFTER))
    conclude(opened.consultation, conclusion=SAID, by=opened.administrator, at=at(AFTER))
    second = open_consultation(edition, again, by=opened.administrator, at=at(AFTER))
    assert second != opened.consultation


def test_the_button_pressed_twice_opens_one() -> None:
    opened = given_consultation()
    again = open_consultation(
        opened.consultation.edition, INVITATION, by=opened.administrator, at=at(FIRST, 9, 1)
    )
    assert again == opened.consultation
    assert Entry.objects.filter(act="consultation.open").count() == 1


def test_the_tables_hold_to_one_open_an_edition_with_a_contact_and_an_end() -> None:
    opened = given_consultation().consultation
    fields = {
        name: getattr(opened, name)
        for name in ("edition", "authority", "asks", "opened_on", "n", "unit", "opened_by", "opened_at")
    }
    wrong: list[tuple[str, dict[str, Any]]] = [
        (r"consultation_one_open_an_edition|edition_id", {"last_day": LAST, "phone": "1"}),
        ("consultation_has_a_contact", {"last_day": LAST, "concluded_at": at(AFTER)}),
        (
            "consultation_ends_after_it_opens",
            {"last_day": date(2025, 4, 10), "phone": "1", "concluded_at": at(AFTER)},
        ),
    ]
    for name, more in wrong:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Consultation.objects.create(**fields, **more)


@pytest.mark.row("JL25-C")
@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, False), (1, True)])
def test_it_is_concluded_from_the_day_after_its_last_day(days: int, taken: bool) -> None:
    opened = given_consultation()
    moment = at(LAST + timedelta(days=days), 23, 59)
    if taken:
        done = conclude(opened.consultation, conclusion=SAID, by=opened.administrator, at=moment)
        assert (done.concluded_at, done.concluded_by) == (moment, opened.administrator)
        return
    with pytest.raises(NotAllowed, match=r"到2025年5月6日 \(周二\)二十四时止，次日起才能办结"):
        conclude(opened.consultation, conclusion=SAID, by=opened.administrator, at=moment)


@pytest.mark.row("JL25-C")
def test_it_is_not_concluded_with_a_comment_unanswered_and_the_counts_go_on_record() -> None:
    opened = given_consultation()
    first, second = given_comment(opened), given_comment(opened, article="", content="总体赞成。")
    given_answer(opened, first)
    with pytest.raises(NotAllowed, match="还有1条意见没有答复"):
        conclude(opened.consultation, conclusion=SAID, by=opened.administrator, at=at(AFTER))
    given_answer(opened, second)
    conclude(opened.consultation, conclusion=SAID, by=opened.administrator, at=at(AFTER))
    entry = Entry.objects.get(act="consultation.conclude")
    assert entry.after is not None
    none = {"adopted": 0, "partly": 0, "not_adopted": 0, "noted": 0}
    assert entry.after["comments"] == {"5.4": none | {"partly": 1}, "whole": none | {"partly": 1}}


def test_it_is_concluded_by_an_administrator_of_its_authority_in_words_and_once() -> None:
    opened = given_consultation()
    said: dict[str, Any] = {"at": at(AFTER), "by": opened.administrator}
    with pytest.raises(NotYours, match=r"由.*的管理员办结"):
        conclude(opened.consultation, conclusion=SAID, at=at(AFTER), by=opened.clerk)
    with pytest.raises(NotAllowed, match="请写明征求意见的总体情况和处理意见"):
        conclude(opened.consultation, conclusion=" ", **said)
    first = conclude(opened.consultation, conclusion=SAID, **said)
    assert conclude(opened.consultation, conclusion=SAID, **said) == first
    with pytest.raises(NotAllowed, match="已经办结，不能再改"):
        conclude(opened.consultation, conclusion="另一种说法。", **said)
    assert Entry.objects.filter(act="consultation.conclude").count() == 1


SCHEDULE = """\
year: 2027
source: "国办发明电〔2026〕1号"
published_on: "2026-12-31"
holidays:
  - {name: "元旦", from: "2027-01-01", to: "2027-01-01"}
  - {name: "补假", from: "2027-01-04", to: "2027-01-04"}
make_up_days: []
"""
NEW_YEARS_EVE = date(2026, 12, 30)


def given_year_end(n: int = 5) -> Consultation:
    """One opened on 2026-12-30; the year after has no schedule yet."""
    return given_consultation(opened_on=NEW_YEARS_EVE, period=Period(n, "working_day")).consultation


@pytest.mark.row("JL25-C", "CR-8")
def test_a_last_day_in_a_year_without_schedule_is_provisional_and_follows_the_schedule_once_loaded() -> None:
    opened = given_year_end()
    assert (opened.last_day, opened.provisional) == (date(2027, 1, 6), True)
    load_schedule(SCHEDULE, name="2027.yaml", by=None, at=at(date(2026, 12, 31)))
    opened.refresh_from_db()
    assert (opened.last_day, opened.provisional) == (date(2027, 1, 8), False)
    entry = Entry.objects.get(act="consultation.move")
    assert entry.before == {"last_day": "2027-01-06", "provisional": True}
    assert entry.after == {"last_day": "2027-01-08", "provisional": False}


@pytest.mark.row("CR-8")
def test_a_last_day_that_is_past_stays() -> None:
    past = given_year_end()
    load_schedule(SCHEDULE, name="2027.yaml", by=None, at=at(date(2027, 1, 7)))
    past.refresh_from_db()
    assert (past.last_day, past.provisional) == (date(2027, 1, 6), True)
    assert not Entry.objects.filter(act="consultation.move").exists()


@pytest.mark.row("CR-8")
def test_a_last_day_that_a_schedule_does_not_touch_stays_off_the_record() -> None:
    firm = given_consultation(opened_on=date(2026, 11, 16)).consultation
    load_schedule(SCHEDULE, name="2027.yaml", by=None, at=at(date(2026, 11, 20)))
    firm.refresh_from_db()
    assert (firm.last_day, firm.provisional) == (date(2026, 12, 7), False)
    assert not Entry.objects.filter(act="consultation.move").exists()


@pytest.mark.row("CR-8")
def test_a_last_day_never_moves_to_a_day_that_is_over() -> None:
    opened = given_year_end(6)
    make_up = SCHEDULE.replace("make_up_days: []", 'make_up_days: ["2027-01-02", "2027-01-03"]')
    make_up = make_up.replace('  - {name: "补假", from: "2027-01-04", to: "2027-01-04"}\n', "")
    load_schedule(make_up, name="2027.yaml", by=given_person("系统管理员"), at=at(date(2027, 1, 7)))
    opened.refresh_from_db()
    assert (opened.last_day, opened.provisional) == (date(2027, 1, 7), False)
