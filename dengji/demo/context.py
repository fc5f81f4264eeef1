"""What the foot of every page shows of the demonstration's clock (演示时间)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from dengji import clock
from dengji.workdays.periods import Period, same_day_after
from dengji.workdays.terms import Unit

STEPS = (("1天", Period(1, Unit.DAY)), ("1周", Period(7, Unit.DAY)), ("1个月", Period(1, Unit.MONTH)))


@dataclass(frozen=True, slots=True)
class ClockShown:
    """The clock at the foot: what it shows, where each button would take it, and the page to come back to."""

    today: date
    days_ahead: int
    steps: tuple[tuple[str, date], ...]
    back: str


def foot(request: HttpRequest) -> dict[str, Any]:
    """演示时间: in a demonstration only."""
    if not settings.DENGJI_DEMO:
        return {}
    today = clock.today()
    steps = tuple((label, same_day_after(today, period)) for label, period in STEPS)
    return {"demo_clock": ClockShown(today, clock.ahead.get(), steps, page_to_come_back_to(request))}


def page_to_come_back_to(request: HttpRequest) -> str:
    """The page that somebody looks at; the one before it on the clock's own pages, and after a form was sent.

    Always one of ours: the first page, where what the browser says leads elsewhere.
    """
    page = _page_before(request)
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}) else "/"


def _page_before(request: HttpRequest) -> str:
    where = request.resolver_match
    if where is not None and where.app_name == "demo":
        return request.POST.get("next") or request.GET.get("next") or "/"
    return request.META.get("HTTP_REFERER", "/") if request.method == "POST" else request.get_full_path()
