"""Days of filings (备案到期): reckoned again when calendar or texts change, and acted on when they have come."""

import hashlib
import logging
from collections.abc import Iterator
from datetime import date, datetime

from django.db import DatabaseError
from django.db.models import F
from django.utils.timezone import localdate

from dengji.filings.acts.firing import fire, timers_due
from dengji.filings.acts.overtaking import let_go, overtaken
from dengji.filings.acts.timing import set_timers_of
from dengji.filings.models import Filing
from dengji.filings.terms import FilingState
from dengji.monitors.models import Seen
from dengji.monitors.pages import batched
from dengji.people.refusals import Refused
from dengji.policy.models import Adoption
from dengji.policy.queries import editions_current, schedules_current
from dengji.procedure.models import Case

log = logging.getLogger("dengji.monitors")

AT_ONCE = 500
RECKONED_BY = "reckoned_by"


def fire_due(at: datetime) -> int:
    """到期处理: every timer whose day has come, in order, each in its own transaction; how many acted."""
    return sum(1 for timer in _due(localdate(at)) if _fired(timer, at))


def reckon_again(at: datetime) -> int:
    """到期日更新: timers set anew for every filing once a schedule or a text has changed; how many moved."""
    digest = basis(localdate(at))
    seen = Seen.objects.filter(name=RECKONED_BY).first()
    if seen is not None and seen.digest == digest:
        return 0
    standing = Filing.objects.filter(state=FilingState.IN_FORCE).exclude(valid_until=None)
    filings = standing.order_by("id").iterator(chunk_size=AT_ONCE)
    moved = sum(set_timers_of(page, at=at) for page in batched(filings, AT_ONCE))
    Seen.objects.update_or_create(name=RECKONED_BY, defaults={"digest": digest})
    return moved


def let_go_overtaken(at: datetime) -> int:
    """备案终结后的在办案件: those that were to end or renew a filing which is over already end by themselves."""
    return sum(1 for case in overtaken() if _let_go(case, at))


def _let_go(case: Case, at: datetime) -> bool:
    """Whether a case ended; one that somebody is just deciding is left for the next run."""
    try:
        return bool(let_go(case, at=at))
    except (DatabaseError, Refused, LookupError):
        log.exception("The case %s could not be let go.", case.number)
        return False


def _due(on: date) -> Iterator[int]:
    """The timers that are due, page by page, so that memory does not grow with their number."""
    after = (date.min, 0)
    while page := timers_due(on, after=after, most=AT_ONCE):
        yield from (number for _, number in page)
        after = page[-1]


def _fired(timer: int, at: datetime) -> bool:
    """Whether a timer acted; one that fails is left for the next run, and holds up no other."""
    try:
        return fire(timer, at=at) is not None
    except (DatabaseError, Refused, LookupError):
        log.exception("The timer %s failed.", timer)
        return False


def basis(on: date) -> str:
    """By what days are reckoned: the schedules, the texts in the library, the decisions that cover the day."""
    schedules = schedules_current().values_list("year", "id")
    editions = editions_current().order_by("pack_id").values_list("pack_id", "sha256")
    decisions = Adoption.objects.covering(on).order_by("id").values_list("id", F("until_on"))
    said = repr((list(schedules), list(editions), list(decisions)))
    return hashlib.sha256(said.encode()).hexdigest()
