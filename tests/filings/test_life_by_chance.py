"""Whatever happens to a filing, in whatever order: one state at a time, no work after its time, nothing forgotten."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from dengji.filings.acts.firing import fire, timers_due
from dengji.filings.acts.standing import Over, conclude, file_scope, give_up, restate
from dengji.filings.acts.timing import set_timers
from dengji.filings.history import as_of, turns
from dengji.filings.models import Filing, Term
from dengji.filings.terms import ElementName, FilingState
from dengji.policy.models import Edition
from dengji.policy.queries import pack_of
from tests.cast import AT, ELECTRICIAN, TURNER, Cast, given_cast
from tests.life import given_filing, noon
from tests.road import given_law

pytestmark = pytest.mark.django_db
ENDS = (FilingState.ENDED, FilingState.REVOKED)


@pytest.fixture
def fujian() -> Cast:
    """Everybody in Fujian."""
    given_law()
    return given_cast("350203", "350303")


@dataclass(frozen=True)
class Happening:
    """Something that happens so many days after the last thing (事件)."""

    what: str
    days: int
    which: int


HAPPENINGS = some.lists(
    some.builds(
        Happening,
        some.sampled_from(("add", "give_up", "restate", "renew", "end", "nothing")),
        some.integers(0, 400),
        some.integers(0, 3),
    ),
    max_size=8,
)


@pytest.mark.row("FJ22-5.2a", "FJ22-5.2b")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=HAPPENINGS)
def test_one_state_at_a_time_no_work_after_the_last_day_and_nothing_forgotten(
    fujian: Cast, happenings: list[Happening]
) -> None:
    with transaction.atomic():
        lived(given_filing(fujian.employer, fujian.clerk), happenings)
        transaction.set_rollback(True)


def lived(filing: Filing, happenings: list[Happening]) -> None:
    """Let it all happen, and look after each thing at every day before."""
    today, known = AT.date(), dict[date, Any]()
    for happening in happenings:
        known[today] = said(filing, today)
        today += timedelta(days=happening.days + 1)
        for _, number in timers_due(today, after=(date.min, 0), most=99):
            fire(number, at=noon(today))
        filing.refresh_from_db()
        happen(filing, happening, today)
        ensure_one_state(filing)
        ensure_no_work_after_its_time(filing, today)
        assert {day: said(filing, day) for day in known} == known
    assert turns(filing)


def happen(filing: Filing, happening: Happening, today: date) -> None:
    """One thing, as a decision would bring it about; nothing happens to a filing that is over."""
    if filing.state != FilingState.IN_FORCE:
        return
    code = (ELECTRICIAN, TURNER)[happening.which % 2]
    if happening.what == "add":
        row = {"code": code, "name": "某职业", "work_type": "", "levels": [str(happening.which + 1)]}
        file_scope(filing, [row | {"audience": "own_staff"}], on=today, case=None)
    elif happening.what == "give_up":
        give_up(filing, [code], on=today, case=None)
    elif happening.what == "restate":
        restate(filing, ElementName.NAME, f"名称{happening.which}", on=today, case=None)
    elif happening.what == "renew":
        renewed(filing, today)
    elif happening.what == "end":
        pack = pack_of(Edition.objects.current().get(pack_id="FJ22").pk)
        over = Over(ENDS[happening.which % 2], today, "第五条", "终止")
        conclude(filing, over, pack=pack, at=noon(today))


def renewed(filing: Filing, today: date) -> None:
    """Another validity, end to end with the last."""
    assert filing.valid_until is not None
    begins = filing.valid_until + timedelta(days=1)
    filing.valid_until = date(begins.year + 3, begins.month, 1) - timedelta(days=1)
    filing.save(update_fields=["valid_until"])
    Term.objects.create(filing=filing, from_on=begins, until=filing.valid_until)
    set_timers(filing, at=noon(today))


def said(filing: Filing, day: date) -> Any:
    """What the filing said on a day."""
    was = as_of(filing, day)
    scope = sorted((row.code, row.levels) for row in was.scope)
    return was.state, sorted(map(repr, was.elements)), scope


def ensure_one_state(filing: Filing) -> None:
    """Its states follow each other without a gap and without two at once; the last one is its own."""
    rows = list(filing.standings.all())
    assert [row.state for row in rows if row.until is None] == [filing.state]
    for before, after in pairwise(rows):
        assert before.until == after.from_on - timedelta(days=1)


def ensure_no_work_after_its_time(filing: Filing, today: date) -> None:
    """It may be worked under only while it stands and its validity is not over."""
    assert filing.valid_until is not None
    assert not filing.operates_on(filing.valid_until + timedelta(days=1))
    if filing.state != FilingState.IN_FORCE:
        assert not filing.operates_on(today)
