"""Reports of certificates sent by processes that are killed: each is taken once, none is lost, all are answered."""

import os
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from signal import SIGKILL
from threading import Timer
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import Settings

from dengji.audit.models import Entry as Trail
from dengji.audit.queries import verify as trail_verified
from dengji.certificates.acts.confirming import take_confirmations
from dengji.certificates.acts.issuing import issue_next
from dengji.certificates.models import Certificate, Release
from dengji.certificates.upward import report_amended
from dengji.exchange.acts import collect, deliver
from dengji.exchange.fakes import World, application, served
from dengji.exchange.models import Request
from dengji.exchange.operator import decide
from dengji.exchange.terms import Outcome, State
from dengji.filings.models import Filing
from tests.audit.trail import on_disk, using
from tests.batch import after
from tests.certificates.beside import begun
from tests.certificates.rolls import given_started

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = int(os.environ.get("KILLED_PEOPLE", "300"))
"""How many certificates; a fifth of them is reported by itself, beside the batch as a whole."""
ALONE = PEOPLE // 5
MOMENTS = ["before", "after", "later"]
"""When a process is killed: before the network takes what it sends, before it hears so, or while it goes on."""
WAIT = timedelta(hours=7)  # longer than the longest pause: whatever is open is due again


@dataclass
class Deadly:
    """The network (断电), at one of whose requests the process that asks is killed."""

    app: "WSGIApplication"
    victim: BaseProcess | None = None
    left: int = 0
    moment: str = ""
    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answers, and strikes when it is time."""
        self.asked.append(environ["REQUEST_METHOD"])
        self.left -= 1
        strike = self.victim.kill if self.victim is not None and self.left == 0 else None
        if strike and self.moment == "before":
            strike()
            start_response("503 Gone", [])
            return []
        reply = self.app(environ, start_response)
        if strike and self.moment == "after":
            strike()
        elif strike:
            Timer(random.uniform(0, 0.005), strike).start()  # noqa: S311 - moments, no secrets
        return reply


def sends(at: datetime, told: Connection) -> None:
    """Sends all that waits, as the rounds of the server do."""
    told.recv()
    while deliver(at=at).sent:
        pass


def collects(at: datetime, told: Connection) -> None:
    """Takes all answers, and what follows from them."""
    told.recv()
    while collect(at=at).answered:
        pass
    take_confirmations(at=at)


def killed_times(
    network: Deadly,
    elsewhere: dict[str, Any] | None,
    work: Callable[[datetime, Connection], None],
    at: datetime,
) -> datetime:
    """The work, killed at every moment twice, then to its end; when that was. What is open is due each time."""
    chance = random.Random()  # noqa: S311 - moments, no secrets
    for moment in chance.sample(MOMENTS * 2, len(MOMENTS) * 2):
        at += WAIT
        network.left, network.moment = chance.randint(1, max(1, ALONE // 8)), moment
        network.victim, told = begun(elsewhere, partial(work, at))
        told.send("go")
        network.victim.join(60)
        assert network.victim.exitcode == -SIGKILL
    network.victim = None
    last, told = begun(elsewhere, partial(work, at + WAIT))
    told.send("go")
    last.join(60)
    assert last.exitcode == 0
    return at + WAIT


def given_reports(filing: Filing) -> Release:
    """A batch whose certificates are issued and wait to be reported; some changed since, and wait by themselves."""
    release = given_started(filing, PEOPLE)
    at = after(release.plan, 3)
    while issue_next(release, at=at):
        pass
    for certificate in Certificate.objects.select_related("filing").order_by("pk")[:ALONE]:
        report_amended(certificate, at=at)
    return release


@pytest.mark.row("TJ21-10.5", "JLJD-26")
def test_whoever_sends_may_be_killed_at_any_moment(
    filing: Filing, tmp_path: Path, settings: Settings
) -> None:
    """Six times while it sends, six times while it takes answers; before, between and after."""
    release = given_reports(filing)
    at, world = after(release.plan, 3), World(lambda: after(release.plan, 9).date())
    elsewhere, network = on_disk(tmp_path / "sending.sqlite3"), Deadly(application(world))
    with served(network) as address:
        settings.DENGJI_EXCHANGE = {"ministry_network": address}
        at = killed_times(network, elsewhere, sends, at)
        assert network.asked.count("POST") > ALONE + 1
        for receipt in world.filings:
            decide(receipt, on=at.date())
        killed_times(network, elsewhere, collects, at)
    with using(elsewhere):
        ensure_all_taken(world)
        ensure_confirmed_once(release)


def ensure_all_taken(world: World) -> None:
    """What the network holds is what was asked of it, each once, under its own receipt; and it is answered."""
    asked = list(Request.objects.filter(kind="certificates"))
    assert len(asked) == ALONE + 1
    held = {receipt: told["payload"] for receipt, told in world.filings.items()}
    assert {each.receipt: each.payload["digest"] for each in asked} == {
        receipt: said["digest"] for receipt, said in held.items()
    }
    assert {(each.state, each.outcome, each.fault) for each in asked} == {
        (State.ANSWERED, Outcome.CONFIRMED, "")
    }
    batch = next(said for said in held.values() if "release" in said)
    numbers = Certificate.objects.order_by("line__ordinal").values_list("number", flat=True)
    assert [row["certificate"] for row in batch["rows"]] == [*numbers]
    assert len(numbers) == PEOPLE


def ensure_confirmed_once(release: Release) -> None:
    """The batch is confirmed, and that is on record once; the trail holds."""
    release.refresh_from_db()
    assert release.confirmed_on is not None
    assert Trail.objects.filter(act="release.confirm").count() == 1
    assert trail_verified().ok
