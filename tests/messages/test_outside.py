"""People without an account: told where their place wants it, once, by a gateway; no number stays anywhere."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from dengji.audit.models import Entry
from dengji.messages import fakes
from dengji.messages.clearing import clear_outside
from dengji.messages.faults import NotTaken
from dengji.messages.models import OutsideMessage, OutsideSwitch
from dengji.messages.outside import Notice, is_on, switch_outside, tell_outside, try_outside_again
from dengji.messages.queries import candidates_told
from dengji.messages.sending import Sent, send_due
from dengji.messages.terms import State, Told
from dengji.messages.topics import OUTSIDE
from dengji.messages.tries import FIRST_PAUSE, MOST_TRIES
from dengji.people.refusals import Refused
from dengji.people.terms import Office, Rank, Role
from dengji.sealing.seals import opened
from tests.cast import AT, COUNTY, OTHER_COUNTY, given_authority, given_divisions, given_post
from tests.messages.people import Town

PHONE, OTHER = "13800000001", "13900000002"
NOTICE = Notice(Told.SCORES, "电工四级/中级工", "松江机械制造有限公司", ("evaluations.Plan", 5))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def town_that_tells(town: Town, gateway: Path) -> Town:
    """Its prefecture tells candidates."""
    switch_outside(on=True, by=town.administrator, at=AT)
    return town


def told(*people: tuple[str, str], notice: Notice = NOTICE, place: str = COUNTY) -> int:
    """Tell these."""
    return tell_outside(people, notice, place, by=None, at=AT)


def lines(file: Path) -> list[dict[str, str]]:
    """What the gateway took."""
    return (
        [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    )


def test_a_candidate_gets_one_short_message_of_a_thing(town_that_tells: Town, gateway: Path) -> None:
    assert told(("+86 138-0000-0001", "scores:1"), (OTHER, "scores:2")) == 2
    assert told((PHONE, "scores:1")) == 0
    assert send_due(at=AT) == Sent(sent=2)
    assert send_due(at=AT + MINUTE) == Sent()
    first, second = lines(gateway)
    assert (first["phone"], second["phone"]) == (PHONE, OTHER)
    assert first["text"].startswith("【等级·登记】您参加的电工四级/中级工评价，成绩已经公布。")
    assert "/scores/" in first["text"]


def test_the_number_is_sealed_while_it_waits_and_gone_once_it_went_out(
    town_that_tells: Town, gateway: Path
) -> None:
    told((PHONE, "scores:1"))
    waiting = OutsideMessage.objects.get()
    assert opened(waiting.sealed) == {"phone": PHONE}
    assert PHONE.encode() not in bytes(waiting.sealed)
    send_due(at=AT)
    waiting.refresh_from_db()
    assert (waiting.state, bytes(waiting.sealed), waiting.sent_at) == (State.SENT, b"", AT)


def test_no_number_stands_on_the_trail_nor_in_a_log(
    town_that_tells: Town, settings: Settings, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    settings.DENGJI_SMS_FOLDER = tmp_path / "file/sms"
    told((PHONE, "scores:1"), (OTHER, "scores:2"))
    send_due(at=AT)
    assert "短信没有发出" in caplog.text
    assert PHONE not in caplog.text
    entry = Entry.objects.get(act="messages.tell_outside")
    assert entry.after == {"topic": "scores", "people": 2}
    assert not any(
        PHONE in json.dumps([each.before, each.after, each.object_id]) for each in Entry.objects.all()
    )


def test_a_gateway_that_does_not_answer_costs_nobody_a_try(
    town_that_tells: Town, gateway: Path, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    folder, settings.DENGJI_SMS_FOLDER = settings.DENGJI_SMS_FOLDER, tmp_path / "file/sms"
    told((PHONE, "scores:1"), (OTHER, "scores:2"))
    assert send_due(at=AT) == Sent()
    assert set(OutsideMessage.objects.values_list("state", "tries")) == {(State.WAITING, 0)}
    settings.DENGJI_SMS_FOLDER = folder
    assert send_due(at=AT + FIRST_PAUSE) == Sent(sent=2)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A gateway that refuses every number: for good, where the list says so."""
    for_good = [False]

    def refuse(phone: str, text: str, *, key: str) -> None:
        raise NotTaken("号码停机", for_good=for_good[0])

    monkeypatch.setattr(fakes, "write_line", refuse)
    return for_good


def test_what_is_not_taken_is_tried_some_times_and_given_up(
    town_that_tells: Town, refusing: list[bool]
) -> None:
    told((PHONE, "scores:1"))
    assert send_due(at=AT) == Sent(postponed=1)
    assert send_due(at=AT) == Sent()
    OutsideMessage.objects.update(tries=MOST_TRIES - 1, next_try_at=None)
    assert send_due(at=AT) == Sent(given_up=1)


def test_an_administrator_sends_again_what_was_given_up_in_his_place(
    town_that_tells: Town, refusing: list[bool]
) -> None:
    refusing[0] = True
    told((PHONE, "scores:1"))
    assert send_due(at=AT) == Sent(given_up=1)
    seen = candidates_told(town_that_tells.centre)
    assert (seen.on, seen.own, seen.given_up, seen.fault) == (True, True, 1, "号码停机")
    assert candidates_told(town_that_tells.other_centre).given_up == 0
    with pytest.raises(Refused):
        try_outside_again(by=town_that_tells.clerk, at=AT)
    assert try_outside_again(by=town_that_tells.administrator, at=AT) == 1
    assert OutsideMessage.objects.get().state == State.WAITING


def test_a_number_that_no_key_opens_is_given_up(town_that_tells: Town) -> None:
    told((PHONE, "scores:1"))
    OutsideMessage.objects.update(sealed=b"broken, and long enough for a seal")
    assert send_due(at=AT) == Sent(given_up=1)


def test_only_mobile_numbers_are_told(town_that_tells: Town) -> None:
    assert told(("", "scores:1"), ("0432-12345678", "scores:2")) == 0
    assert not OutsideMessage.objects.exists()
    assert not Entry.objects.filter(act="messages.tell_outside").exists()


def test_nobody_is_asked_for_where_the_place_does_not_tell(town: Town, gateway: Path) -> None:
    def nobody() -> Iterator[tuple[str, str]]:
        raise AssertionError("a number was opened")
        yield

    assert tell_outside(nobody(), NOTICE, COUNTY, by=None, at=AT) == 0
    switch_outside(on=True, by=town.administrator, at=AT)
    assert told((PHONE, "scores:1"), place=OTHER_COUNTY) == 0


def test_without_a_gateway_nothing_is_written(town: Town, settings: Settings) -> None:
    settings.DENGJI_SMS = ""
    switch_outside(on=True, by=town.administrator, at=AT)
    assert told((PHONE, "scores:1")) == 0


def test_the_nearest_place_that_says_anything_decides(town: Town) -> None:
    here = given_divisions(COUNTY)
    county = given_post(given_authority(here[Rank.COUNTY], Office.CENTRE), Role.ADMINISTRATOR)
    assert not is_on(COUNTY)
    switch_outside(on=True, by=town.administrator, at=AT)
    assert is_on(COUNTY)
    switch_outside(on=False, by=county, at=AT)
    assert not is_on(COUNTY)
    assert is_on(here[Rank.PREFECTURE].code)
    seen = candidates_told(county.organisation)
    assert (seen.on, seen.own) == (False, True)


def test_the_switch_is_the_administrators_and_stands_on_the_trail_once(town: Town) -> None:
    with pytest.raises(Refused):
        switch_outside(on=True, by=town.clerk, at=AT)
    for _ in range(2):
        switch_outside(on=True, by=town.administrator, at=AT)
    entry = Entry.objects.get(act="messages.switch_outside")
    assert (entry.before, entry.after) == ({"on": None}, {"on": True})
    assert str(OutsideSwitch.objects.get()).endswith("发送")


@pytest.mark.parametrize(("day", "gone"), [(-1, 0), (0, 0), (1, 1)])
def test_old_ones_are_deleted_once_they_wait_for_nothing(town_that_tells: Town, day: int, gone: int) -> None:
    told((PHONE, "scores:1"), (OTHER, "scores:2"))
    OutsideMessage.objects.filter(key="scores:1").update(state=State.GIVEN_UP)
    assert clear_outside(at=AT + timedelta(days=730 + day)) == gone
    assert OutsideMessage.objects.filter(key="scores:2").exists()


def test_a_message_that_went_out_cannot_keep_its_number(town_that_tells: Town) -> None:
    told((PHONE, "scores:1"))
    with pytest.raises(IntegrityError, match="outside_message_sent_keeps_no_number"), transaction.atomic():
        OutsideMessage.objects.update(state=State.SENT, sent_at=AT)


@pytest.mark.parametrize("topic", Told)
def test_every_message_says_what_it_is_about_and_nothing_personal(topic: Told) -> None:
    words = Notice(topic, "电工四级/中级工", "松江机械制造有限公司", ("evaluations.Plan", 5)).words()
    assert "电工四级/中级工" in words
    assert "{" not in words
    assert str(OutsideMessage(topic=topic)) == f"{topic.label} 待发送"
    assert OUTSIDE[topic].help.endswith("。")
    assert len(words) <= 140
