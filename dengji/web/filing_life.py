"""A filing's life as pages show it (备案内容、到期事项、沿革): the same at the body's desk and at the office's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from dengji.filings.history import Turn, as_of, coming, duties_of, renewal_time, turns
from dengji.filings.models import Filing
from dengji.filings.terms import FilingState
from dengji.procedure.models import Case
from dengji.web.middleware import DeskRequest


@dataclass(frozen=True, slots=True)
class Chapter:
    """Everything that one day, or one case of that day, changed of a filing (一次变动)."""

    on: date
    case: Case | None
    turns: Sequence[Turn]
    first: bool


def life_of(filing: Filing, request: DeskRequest, today: date) -> dict[str, Any]:
    """What `parts/filing_life.html` shows, and when the filing may be renewed; on the day that the address asks for."""
    over = filing.state != FilingState.IN_FORCE
    renewal = None if over else renewal_time(filing, today)
    return {
        "over": over,
        "renewal": renewal,
        "window": renewal.days.standing(today) if renewal else None,
        "now": as_of(filing, _day_asked(request, today)),
        "today": today,
        "coming": coming(filing, today),
        "chapters": chapters(turns(filing)),
        "duties": duties_of(filing),
    }


def chapters(told: Sequence[Turn]) -> list[Chapter]:
    """备案沿革 by day, the latest first; the last is how the filing began."""
    days = [(on, list(of_day)) for on, of_day in groupby(told, key=lambda turn: turn.on)]
    return [
        Chapter(on, next((turn.case for turn in found if turn.case), None), found, on == days[-1][0])
        for on, found in days
    ]


def _day_asked(request: DeskRequest, today: date) -> date:
    """The day for which the page is asked (`on=2026-11-22`); today where none is, or none that there is."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today
