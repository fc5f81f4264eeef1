"""A filing's life as pages show it (备案内容、到期事项、沿革): the same at the body's desk and at the office's."""

from datetime import date
from typing import Any

from dengji.filings.history import as_of, coming, duties_of, renewal_time, turns
from dengji.filings.models import Filing
from dengji.web.middleware import DeskRequest


def life_of(filing: Filing, request: DeskRequest, today: date) -> dict[str, Any]:
    """What `parts/filing_life.html` shows, and when the filing may be renewed; on the day that the address asks for."""
    return {
        "renewal": renewal_time(filing, today),
        "now": as_of(filing, _day_asked(request, today)),
        "today": today,
        "coming": coming(filing, today),
        "turns": turns(filing),
        "duties": duties_of(filing),
    }


def _day_asked(request: DeskRequest, today: date) -> date:
    """The day for which the page is asked (`on=2026-11-22`); today where none is, or none that there is."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today
