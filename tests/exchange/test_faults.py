"""Whatever goes wrong at the network, in the end every report is there once, and nothing is left to be done."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from dengji.exchange import clients
from dengji.exchange.acts import SECOND_LOOK, Reporting, ask, collect, deliver
from dengji.exchange.contents import with_digest
from dengji.exchange.fakes import World, application, served
from dengji.exchange.faults import Faults, NoSuchFault, switched
from dengji.exchange.models import Request
from dengji.exchange.reports import settled
from dengji.exchange.terms import Operation, Outcome, Register, Report, State
from tests.exchange.registers import MINUTE, NOON, call, given_world

pytestmark = pytest.mark.django_db
KINDS = [Report.FILINGS, Report.PLANS, Report.ENDINGS]


@pytest.fixture
def world() -> World:
    """What is there to be known."""
    return given_world()


@pytest.fixture
def address(settings: Settings, world: World) -> Iterator[str]:
    """Where the network answers; it is not waited for long."""
    settings.DENGJI_EXCHANGE_TIMEOUT = timedelta(milliseconds=250)
    with served(application(world)) as where:
        settings.DENGJI_EXCHANGE = {"ministry_network": where}
        yield where


def given_reports() -> list[Request]:
    """One of each kind, each about something else."""
    return [
        ask(
            Register.MINISTRY_NETWORK,
            about=f"about:{kind}",
            payload=with_digest({"filing": kind.value}),
            at=NOON,
            reporting=Reporting(kind, Operation.NEW, sender=1, place="120116"),
        )
        for kind in KINDS
    ]


def rounds(minutes: range) -> None:
    """Sends and collects, once a minute."""
    for minute in minutes:
        deliver(at=NOON + minute * MINUTE)
        collect(at=NOON + minute * MINUTE)


def published(address: str) -> None:
    """The operator publishes all that waits."""
    for receipt, told in call(address, "GET", "/operator")[1].items():
        if told["state"] == "pending":
            assert call(address, "POST", f"/operator/{receipt}", {"decision": "publish"})[0] == 200


FAULTS = [
    "slow=1:2",
    "drop-before:3",
    "drop-after:3",
    "refuse=500:3",
    "refuse=429:2",
    "refuse=404:2",
    "garbage:4",
    "twice:4",
    "other:4",
    "lose:4",
]


@pytest.mark.row("TJ21-10.5", "TJ21-16.3c", "JLJD-26")
@pytest.mark.parametrize("word", FAULTS)
def test_in_the_end_every_report_is_there_once_and_answered(world: World, address: str, word: str) -> None:
    given_reports()
    world.faults = switched([word])
    rounds(range(3))
    published(address)
    rounds(range(3, 12))
    published(address)
    rounds(range(12, 24))
    assert settled()
    assert sorted(each["payload"]["filing"] for each in world.filings.values()) == sorted(KINDS)
    assert {each.outcome for each in Request.objects.all()} == {Outcome.CONFIRMED}


@pytest.mark.parametrize("when", ["before", "after"])
def test_faults_that_come_after_the_sending_do_not_undo_it(world: World, address: str, when: str) -> None:
    given_reports()
    deliver(at=NOON)
    assert call(address, "POST", "/operator/faults", {"fault": f"drop-{when}", "times": 2})[0] == 200
    published(address)
    rounds(range(1, 10))
    assert settled()
    assert len(world.filings) == len(KINDS)


def test_what_the_network_refuses_for_good_waits_for_a_person(world: World, address: str) -> None:
    given_reports()
    world.faults = switched(["refuse=400"])
    rounds(range(3))
    assert {each.state for each in Request.objects.all()} == {State.FAILED}
    assert world.filings == {}


@pytest.mark.parametrize("fault", ["twice", "lose"])
def test_a_network_that_says_something_else_later_is_noted_and_not_believed(
    world: World, address: str, fault: str
) -> None:
    given_reports()
    rounds(range(1))
    published(address)
    rounds(range(1, 3))
    first = {each.pk: each.answer for each in Request.objects.all()}
    world.faults = switched([fault])
    counted = collect(at=NOON + 3 * MINUTE + SECOND_LOOK)
    assert counted.checked == len(KINDS)
    for each in Request.objects.all():
        assert each.answer == first[each.pk]
        assert "对方后来又答复" in each.fault
    assert collect(at=NOON + 3 * SECOND_LOOK).checked == 0


def test_the_same_answer_a_day_later_is_one_answer(world: World, address: str) -> None:
    given_reports()
    rounds(range(1))
    published(address)
    rounds(range(1, 3))
    assert collect(at=NOON + 3 * MINUTE + SECOND_LOOK).checked == len(KINDS)
    assert {each.fault for each in Request.objects.all()} == {""}


def test_a_second_look_that_fails_changes_nothing(world: World, address: str) -> None:
    given_reports()
    rounds(range(1))
    published(address)
    rounds(range(1, 3))
    world.faults = switched(["refuse=500"])
    assert collect(at=NOON + 3 * MINUTE + SECOND_LOOK).postponed == len(KINDS)
    assert {(each.state, each.fault) for each in Request.objects.all()} == {(State.ANSWERED, "")}


def test_an_answer_of_another_batch_is_not_taken_until_it_is_the_right_one(
    world: World, address: str
) -> None:
    given_reports()
    rounds(range(1))
    published(address)
    world.faults = switched(["other"])
    rounds(range(1, 4))
    assert {(each.state, each.fault) for each in Request.objects.all()} == {
        (State.SENT, "对方的答复不是这一批数据的")
    }
    world.faults = Faults()
    rounds(range(4, 8))
    assert settled()


def test_other_content_under_the_same_key_is_taken_as_sent_and_said(world: World, address: str) -> None:
    request = given_reports()[0]
    clients.report({"operation": "new", "filing": "as it was"}, key=request.key)
    deliver(at=NOON)
    request.refresh_from_db()
    assert request.state == State.SENT
    assert request.fault.startswith("对方先前已按同一编号收下")
    assert len(world.filings) == len(KINDS)


def test_faults_are_switched_and_shown_while_it_runs(address: str) -> None:
    switch = "/operator/faults"
    assert call(address, "POST", switch, {"fault": "slow", "value": 1}) == (
        200,
        {"slow": {"value": 1, "left": None}},
    )
    assert call(address, "GET", switch) == (200, {"slow": {"value": 1, "left": None}})
    assert call(address, "POST", switch, {"fault": "slow", "off": True}) == (200, {})
    assert call(address, "POST", switch, {"fault": "flood"})[0] == 400


def test_a_fault_is_on_for_as_many_requests_as_it_says() -> None:
    faults = switched(["refuse=429:2", "slow"])
    assert [len(faults.take()) for _ in range(3)] == [2, 2, 1]
    with pytest.raises(NoSuchFault, match="没有“flood”"):
        faults.switch("flood")
