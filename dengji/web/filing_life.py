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
    over, duties = filing.state != FilingState.IN_FORCE, duties_of(filing)
    renewal = None if over else renewal_time(filing, today)
    return {
        "over": over,
        "renewal": renewal,
        "window": renewal.days.standing(today) if renewal else None,
        "now": as_of(filing, _day_asked(request, today)),
        "today": today,
        "coming": coming(filing, today),
        "chapters": chapters(turns(filing)),
        "duties": duties,
        "passing": any(duty.passes for duty in duties),
    }


def chapters(told: Sequence[Turn]) -> list[Chapter]:
    """备案沿革 by day and case, the latest first; the last is how the filing began."""
    days = [(on, list(of_day)) for on, of_day in groupby(told, key=lambda turn: turn.on)]
    return [
        Chapter(on, case, [turn for turn in found if turn.case in mine], on == days[-1][0])
        for on, found in days
        for case, mine in _parts(found)
    ]


def _parts(found: Sequence[Turn]) -> list[tuple[Case | None, Sequence[Case | None]]]:
    """The cases of a day, each with whose turns are told under it; what came of none goes with the only one."""
    cases: list[Case | None] = [*dict.fromkeys(turn.case for turn in found if turn.case)]
    if len(cases) < 2:
        return [(cases[0] if cases else None, [*cases, None])]
    apart: list[Case | None] = [None] if any(turn.case is None for turn in found) else []
    return [(case, [case]) for case in cases + apart]


def _day_asked(request: DeskRequest, today: date) -> date:
    """The day for which the page is asked (`on=2026-11-22`); today where none is, or none that there is."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today
