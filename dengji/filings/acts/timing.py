"""The timers of filings (到期事项): put down with a validity, again when it, the text or the calendar changes."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from dengji.filings.models import Filing, Timer
from dengji.filings.terms import FilingState
from dengji.filings.texts import RENEWAL, text_of
from dengji.filings.windows import reminders
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.timing import dated
from dengji.policy.queries import calendar_in_force
from dengji.workdays.calendar import WorkCalendar

EXPIRY = "expiry"
SHOWN = ("falls_on", "acts_on", "provisional")


@dataclass(frozen=True, slots=True)
class Planned:
    """A timer as it should stand (应有的到期事项)."""

    key: str
    falls_on: date
    acts_on: date
    provisional: bool = False


@dataclass(slots=True)
class Work:
    """What is to be written (待写的到期事项)."""

    new: list[Timer] = field(default_factory=list)
    moved: list[Timer] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def set_timers(filing: Filing, *, at: datetime) -> int:
    """Put down what comes of itself to a filing; how many timers were new, moved or gone. Twice does no harm."""
    return set_timers_of([filing], at=at)


@transaction.atomic
def set_timers_of(filings: Sequence[Filing], *, at: datetime) -> int:
    """As `set_timers`, of many filings: four statements, whatever their number.

    Timers that fired stay. A filing that no longer stands waits for nothing.
    """
    planned_for, work = _planner(localdate(at)), Work()
    there: dict[int, list[Timer]] = defaultdict(list)
    for timer in Timer.objects.filter(filing__in=[filing.pk for filing in filings]):
        there[timer.filing_id].append(timer)
    for filing in filings:
        _compare(filing, planned_for(filing), there[filing.pk], work)
    Timer.objects.filter(pk__in=work.gone, fired_at=None).delete()
    Timer.objects.bulk_create(work.new, batch_size=1_000)
    Timer.objects.bulk_update(work.moved, SHOWN, batch_size=200)
    return len(work.new) + len(work.moved) + len(work.gone)


def _planner(on: date) -> Callable[[Filing], list[Planned]]:
    """Plans the timers of one filing after another, with texts and days that many share looked up once."""
    calendar = calendar_in_force()
    texts: dict[tuple[str, str, int | None], tuple[Pack | None, Pack | None]] = {}
    plans: dict[tuple[str, str, int | None, date], list[Planned]] = {}

    def planned(filing: Filing) -> list[Planned]:
        if filing.state != FilingState.IN_FORCE or filing.valid_until is None:
            return []
        key = (filing.place, filing.regime, filing.edition_id)
        if key not in texts:
            texts[key] = text_of(filing, on), text_of(filing, on, RENEWAL)
        if (*key, filing.valid_until) not in plans:
            plans[*key, filing.valid_until] = _plan(*texts[key], filing.valid_until, calendar)
        return plans[*key, filing.valid_until]

    return planned


def _plan(pack: Pack | None, renewal: Pack | None, expiry: date, calendar: WorkCalendar) -> list[Planned]:
    """The timers of the text, and the reminders of its window for renewals that fall on no such day."""
    found = _of_text(pack, expiry, calendar) if pack else []
    window = renewal.matters[RENEWAL].window if renewal else None
    if window is None:
        return found
    told = {each.falls_on for each in found if each.acts_on == each.falls_on}
    days = reminders(window, expiry=expiry, calendar=calendar)
    return found + [Planned(key, day, day) for key, day in days.items() if day not in told]


def _of_text(pack: Pack, expiry: date, calendar: WorkCalendar) -> list[Planned]:
    """The text's own timers; what is counted to the end of a day acts on the day after it."""
    return [
        Planned(
            each.timer.id,
            each.on,
            each.on if each.timer.before else each.on + timedelta(days=1),
            each.provisional,
        )
        for each in dated(pack, anchor=EXPIRY, on=expiry, calendar=calendar)
    ]


def _compare(filing: Filing, planned: Sequence[Planned], there: Sequence[Timer], work: Work) -> None:
    """What must be written so that a filing's timers stand as planned."""
    expiry = filing.valid_until
    wanted = {each.key: each for each in planned}
    stand = {timer.key: timer for timer in there if timer.anchor_on == expiry}
    for timer in there:
        if timer.fired_at is None and (timer.anchor_on != expiry or timer.key not in wanted):
            work.gone.append(timer.pk)
    for key, each in wanted.items():
        timer_there = stand.get(key)
        if timer_there is None and expiry is not None:
            said = {name: getattr(each, name) for name in SHOWN}
            work.new.append(Timer(filing=filing, key=key, anchor_on=expiry, **said))
        elif timer_there is not None and timer_there.fired_at is None and _moved(timer_there, each):
            work.moved.append(timer_there)


def _moved(timer: Timer, wanted: Planned) -> bool:
    before = [getattr(timer, name) for name in SHOWN]
    for name in SHOWN:
        setattr(timer, name, getattr(wanted, name))
    return before != [getattr(wanted, name) for name in SHOWN]
