"""Tries count on all machines: whoever turns from one to another gains little, and most people cost no statement."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from dengji.certificates.lookup import Question
from dengji.web import tally, together
from dengji.web.models import Tries
from dengji.web.public.asking import FREE, Asker, Verdict, asker
from dengji.web.public.limits import MOST, within_limit
from dengji.web.tally import tallies, tried_this_hour

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-11-18T10:00:30+08:00")
QUESTION = Question("Y000012000900264000001", "", "王小明")
Machine = Callable[[str], None]


@pytest.fixture
def machine(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Turns to a machine by its name; each has counters of its own, and all have one database."""
    monkeypatch.setattr(together, "several", lambda: True)

    def turned(name: str) -> None:
        settings.DENGJI_TALLY = tmp_path / name

    return turned


def somebody(address: str = "203.0.113.9", at: datetime = AT) -> Asker:
    """Who asks from there, as the machine counts that is turned to."""
    return asker(address, QUESTION, tallies(), at)


@pytest.mark.row("TJ21-8c")
@pytest.mark.parametrize("machines", [1, 2, 4])
def test_a_script_is_stopped_however_many_machines_it_asks_in_turn(machine: Machine, machines: int) -> None:
    answered = 0
    for turn in range(100):  # within one second
        machine(f"machine{turn % machines}")
        who = somebody()
        if not who.too_fast:
            answered += 1
            who.add()
    assert 60 <= answered <= 60 + (machines - 1) * 15


@pytest.mark.row("TJ21-8c")
def test_failures_on_one_machine_are_known_on_another_from_its_first(machine: Machine) -> None:
    machine("one")
    for _ in range(FREE):
        somebody().fail()
    assert somebody().verdict() is Verdict.CHALLENGED
    machine("other")
    somebody().fail()
    assert somebody().verdict() is Verdict.CHALLENGED
    assert somebody("198.51.100.7").verdict() is Verdict.CHALLENGED, "the number is counted too"


def test_a_picture_is_judged_once_on_all_machines(machine: Machine) -> None:
    tries = []
    for name in ("one", "other"):
        machine(name)
        tries.append(tried_this_hour("challenge:token", AT))
    assert tries == [1, 2]


def test_what_is_sent_without_signing_in_is_limited_on_all_machines(machine: Machine) -> None:
    asked = RequestFactory().post("/objection/", REMOTE_ADDR="2001:db8:1:2::9")
    for turn in range(MOST):
        machine(f"machine{turn % 2}")
        assert within_limit(asked, "objection")
    assert not within_limit(asked, "objection")
    neighbour = RequestFactory().post("/objection/", REMOTE_ADDR="2001:db8:1:2::10")
    assert not within_limit(neighbour, "objection"), "whoever has one address of a network has all"
    assert within_limit(asked, "comment")


def test_few_look_ups_make_no_statement(machine: Machine) -> None:
    machine("one")
    for _ in range(14):
        somebody().add()
    assert not Tries.objects.exists()
    somebody().add()
    assert [each.many for each in Tries.objects.all()] == [15]
    somebody().add()
    assert [each.many for each in Tries.objects.all()] == [16]


def test_on_one_machine_nothing_is_told(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "several", lambda: False)
    machine("one")
    for _ in range(3):
        somebody().fail()
    assert not Tries.objects.exists()
    assert somebody().verdict() is Verdict.ANSWERED


def test_the_next_minute_and_the_next_hour_begin_anew(machine: Machine) -> None:
    machine("one")
    second = int(AT.timestamp())
    counted = tallies()
    for step in (0, 29, 30):
        counted.minutes.share([(1, 2, 3, 4)], second + step, 7)
    assert sorted(each.many for each in Tries.objects.all()) == [7, 14]
    assert counted.minutes.tried((1, 2, 3, 4), second + 30) == 7


def test_a_minute_is_not_taken_for_the_hour_that_ends_with_it(machine: Machine) -> None:
    machine("one")
    last, aim = int(AT.timestamp()) // 3600 * 3600 + 3599, (1, 2, 3, 4)
    tallies().minutes.share([aim], last, 40)
    tallies().hours.share([aim], last)
    assert tallies().hours.tried(aim, last) == 1


def test_what_is_over_goes_by_itself(machine: Machine) -> None:
    machine("one")
    second = int(AT.timestamp())
    aims = [tallies().aim(f"somebody{number}") for number in range(300)]
    tallies().minutes.share(aims, second)
    assert Tries.objects.count() == 300
    tallies().minutes.share(aims, second + 3 * tally.MINUTE)
    assert Tries.objects.count() == 300


def test_who_tried_cannot_be_read_from_the_rows(machine: Machine) -> None:
    machine("one")
    somebody().fail()
    (network, about) = Tries.objects.order_by("id")
    assert "203.0.113.9" not in f"{network}{about}"
    assert len({bytes(network.aim), bytes(about.aim)}) == 2
    assert network.until % tally.HOUR == 0
    assert network.until > int(AT.timestamp())
