"""What comes of itself (到期处理): a timer acts once, on its day or whenever it is looked at after that."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.filings.models import Timer
from dengji.filings.telling import tell_of_timer
from dengji.filings.terms import FilingState
from dengji.filings.texts import RENEWAL, text_of
from dengji.policy.effects import run_effect
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.pack import Timer as Rule
from dengji.procedure.ground import facts_for
from dengji.procedure.subject import Subject


def timers_due(on: date, *, after: tuple[date, int], most: int) -> list[tuple[date, int]]:
    """到期事项: the next timers that are to act by a day and have not, by day and number, after a key.

    Asked every hour of however many timers there are: written out, for the index `timer_waiting`.
    """
    with connection.cursor() as cursor:
        cursor.execute(DUE, [on, *after, most])
        return [(_day(acts_on), number) for acts_on, number in cursor.fetchall()]


DUE = """SELECT acts_on, id FROM filings_timer
WHERE fired_at IS NULL AND acts_on <= %s AND (acts_on, id) > (%s, %s) ORDER BY acts_on, id LIMIT %s"""


def _day(value: date | str) -> date:
    """A day as this database gives it: SQLite keeps text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@transaction.atomic
def fire(timer_id: int, *, at: datetime) -> Timer | None:
    """到期处理: do what the text says of that day. None where it was done already, or waits for something else.

    What the text makes depend on a fact waits as long as that fact holds, or is not known, and is looked at again.
    """
    timers = Timer.objects.select_for_update(of=("self",)).select_related(
        "filing__institution__organisation", "filing__authority"
    )
    on = localdate(at)
    timer = timers.filter(pk=timer_id, fired_at=None, acts_on__lte=on).first()
    if timer is None:
        return None
    pack = text_of(timer.filing, on)
    rule = next((each for each in pack.timers if each.id == timer.key), None) if pack else None
    if pack is not None and rule is not None and _waits(timer, pack, rule, on):
        return None
    timer.fired_at = at
    timer.save(update_fields=["fired_at"])
    if timer.filing.state == FilingState.IN_FORCE and rule is not None:
        for name in rule.effect:
            run_effect(name, timer, by=None, at=at, detail={"pack": pack, "rule": rule})
    tell_of_timer(timer, rule, pack, at=at)
    after = {"timer": timer.key, "falls_on": timer.falls_on.isoformat(), "number": timer.filing.number}
    record(act="filing.timer", by=None, at=at, about=("filings.Filing", timer.filing_id), after=after)
    return timer


def _waits(timer: Timer, pack: Pack, rule: Rule, on: date) -> bool:
    """Whether what the text makes an exception of holds, or is not known."""
    if rule.unless is None:
        return False
    filing = timer.filing
    body = filing.institution.organisation
    subject = Subject(body, pack, RENEWAL, filing.regime, {}, about=filing.number)
    known = facts_for(subject, (rule.unless,), on).get(rule.unless)
    return known is None or bool(known.value)
