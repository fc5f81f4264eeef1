"""Certificates issued by processes that are killed, and by many at once: none lost, doubled, or missing in the log."""

import os
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from dengji.audit.queries import verify as trail_verified
from dengji.certificates.acts.issuing import form_of, issue_next, under_way
from dengji.certificates.models import Certificate, Release
from dengji.certificates.numbering import draw
from dengji.certificates.terms import ReleaseState
from dengji.exchange.acts import deliver
from dengji.exchange.fakes import World, application, served
from dengji.exchange.models import Request
from dengji.filings.models import Filing
from dengji.procedure.models import Serial
from dengji.procedure.refusals import NotAllowed
from dengji.transparency.checking import verify as log_verified
from dengji.transparency.models import Entry
from tests.audit.trail import on_disk, using
from tests.batch import after
from tests.certificates.beside import begun, done, killed
from tests.certificates.rolls import given_started

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = int(os.environ.get("KILLED_PEOPLE", "300"))
"""How many certificates; more are asked for by hand."""
PORTION = max(20, PEOPLE // 25)
LONGEST = {"begun": 0.1 + PEOPLE / 20_000, "issued": 0.02 + PEOPLE / 20_000}
KILLS = [*["begun"] * 4, *["issued"] * 2]
"""After which word of a process it is killed, a moment later; seconds at most."""
STATEMENTS = 30
"""Within how many statements a process is killed before one; a portion makes about twenty."""
SERIES = "Y000012000900264"


def goes_on(at: datetime, told: Connection) -> None:
    """Issues what is left, in short portions, and sends what waits."""
    told.send("begun")
    issues(at)
    told.send("issued")
    deliver(at=at)
    told.send("over")


def issues(at: datetime) -> None:
    """Issues what is left."""
    for release in under_way():
        while issue_next(release, at=at, most=PORTION):
            pass


def issues_until(statement: int, at: datetime, told: Connection) -> None:
    """Issues what is left, and dies before that statement."""
    left = count(statement, -1)

    def dies(execute: Callable[..., Any], *told: Any) -> Any:
        if not next(left):
            os.kill(os.getpid(), SIGKILL)
        return execute(*told)

    with connection.execute_wrapper(dies):
        issues(at)


def test_killed_at_any_moment_nothing_is_lost_doubled_or_unlogged(
    filing: Filing, tmp_path: Path, settings: Settings
) -> None:
    """Four times at a statement, four times at a moment of issuing, twice of sending; then it goes on to the end."""
    release = given_started(filing, PEOPLE)
    at, chance = after(release.plan, 3), random.Random()  # noqa: S311 - moments, no secrets
    elsewhere, world = on_disk(tmp_path / "issuing.sqlite3"), World(at.date)
    for statement in chance.sample(range(STATEMENTS), 4):
        process, _ = begun(elsewhere, partial(issues_until, statement, at))
        process.join(60)
        assert process.exitcode == -SIGKILL
    with served(application(world)) as address:
        settings.DENGJI_EXCHANGE = {"ministry_network": address}
        for attempt, word in enumerate(KILLS):
            process, told = begun(elsewhere, partial(goes_on, at + timedelta(minutes=10 * attempt)))
            while told.recv() != word:
                pass
            time.sleep(chance.uniform(0, LONGEST[word]))
            killed(process)
        process, told = begun(elsewhere, partial(goes_on, at + timedelta(days=1)))
        assert [told.recv() for _ in range(3)] == ["begun", "issued", "over"]
        process.join(60)
    with using(elsewhere):
        ensure_whole(release, world)


def ensure_whole(release: Release, world: World) -> None:
    """Everybody on the roll has one certificate, numbered in a row, in the log and on record; reported once."""
    release.refresh_from_db()
    assert (release.state, release.issued) == (ReleaseState.ISSUED, PEOPLE)
    held = Certificate.objects.order_by("line__ordinal")
    assert [each.number for each in held] == [f"{SERIES}{n:06d}" for n in range(1, PEOPLE + 1)]
    assert Serial.objects.get(pk=f"certificate:{SERIES}").last == PEOPLE
    logged = {each.index: each.content for each in Entry.objects.all()}
    assert len(logged) == PEOPLE
    for each in held:
        assert each.entry is not None
        assert bytes(each.commitment).hex() in logged.pop(each.entry)
    assert log_verified().ok
    assert trail_verified().ok
    (asked,) = Request.objects.filter(kind="certificates")
    assert (asked.payload["people"], asked.state) == (PEOPLE, "sent")
    assert len(world.filings) == 1


def draws(release: int, times: int, told: Connection) -> None:
    """Draws numbers, some at a time, each time in a transaction of its own."""
    mine: list[str] = []
    for _ in range(times):
        with transaction.atomic():
            found = Release.objects.get(pk=release)
            mine += draw(found, form_of(found), 5, year=2026)
    told.send(mine)


def test_a_thousand_numbers_drawn_by_eight_processes_have_no_repeat_and_no_gap(
    filing: Filing, tmp_path: Path
) -> None:
    release = given_started(filing, 2)
    elsewhere = on_disk(tmp_path / "numbers.sqlite3")
    told: list[list[str]] = done(elsewhere, [partial(draws, release.pk, 25)] * 8)
    assert sorted(number for mine in told for number in mine) == [f"{SERIES}{n:06d}" for n in range(1, 1001)]
    assert all(mine == sorted(mine) for mine in told)


@pytest.mark.parametrize(
    ("last", "many", "full"), [(999_997, 2, False), (999_998, 2, True), (999_999, 1, True)]
)
def test_a_full_series_is_a_clear_error_and_takes_nothing(
    last: int, many: int, full: bool, filing: Filing
) -> None:
    release = given_started(filing, 2)
    Serial.objects.create(pk=f"certificate:{SERIES}", last=last)
    if not full:
        with transaction.atomic():
            assert draw(release, form_of(release), many, year=2026)[-1] == f"{SERIES}999999"
        return
    with pytest.raises(NotAllowed, match="顺序号不够用了"):
        issue_next(release, at=after(release.plan, 3), most=many)
    assert Serial.objects.get(pk=f"certificate:{SERIES}").last == last
    assert not Certificate.objects.exists()
    assert not Entry.objects.exists()
