"""日历: what falls due at one's desk this month, as a calendar and a list, and as a feed at a private address."""

from calendar import Calendar as Months
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event

from dengji import clock
from dengji.evaluations.agenda import plan_agenda
from dengji.filings.agenda import Item, agenda, cut_short
from dengji.people.acts.feeds import close_feed, open_feed
from dengji.people.models import Post
from dengji.people.queries import feed_of, post_of_feed
from dengji.web.access import at_desk, desk_of
from dengji.web.inbox.doors import EVERYBODY
from dengji.web.inbox.forms import FallingForm
from dengji.web.middleware import DeskRequest

BEHIND, AHEAD = timedelta(days=31), timedelta(days=366)
EARLIEST, LATEST = 2000, 2099


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's page (日历一格)."""

    on: date
    within: bool
    items: Sequence[Item]


@require_safe
@at_desk("office", *EVERYBODY)
def month(request: DeskRequest) -> HttpResponse:
    """日历: a month, the one of today where none is asked for."""
    today = clock.today()
    first = month_asked(request.GET.get("month", ""), today)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    found, feed = falling_due(request.post, first, last), feed_of(request.post)
    form = FallingForm(request.GET)
    items = form.chosen(found)
    shown: dict[str, Any] = {
        "first": first,
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": (last + timedelta(days=1)).strftime("%Y-%m"),
        "weeks": weeks(first, items),
        "items": items,
        "form": form,
        "filtered": form.narrows,
        "cut_short": cut_short(found),
        "today": today,
        "feed": settings.DENGJI_ADDRESS + reverse("inbox:feed", args=[feed.token]) if feed else "",
        "base": f"{desk_of(request.post.role)}/base.html",
        "nav": "calendar",
    }
    return render(request, "inbox/calendar.html", shown)


@require_POST
@at_desk("office", *EVERYBODY)
def subscribe(request: DeskRequest) -> HttpResponse:
    """生成订阅地址: a new private address; one that there was is dead."""
    open_feed(by=request.post, at=clock.now())
    messages.success(request, "订阅地址已生成，原来的地址作废。")
    return redirect("inbox:calendar")


@require_POST
@at_desk("office", *EVERYBODY)
def unsubscribe(request: DeskRequest) -> HttpResponse:
    """关闭订阅地址: it answers no more."""
    close_feed(by=request.post, at=clock.now())
    messages.success(request, "订阅地址已关闭。")
    return redirect("inbox:calendar")


@require_safe
def feed(request: HttpRequest, token: UUID) -> HttpResponse:
    """日历订阅: what falls due in the coming year, for whoever has the private address; 404 once it is dead."""
    post = post_of_feed(token, clock.today())
    if post is None:
        raise Http404
    today = clock.today()
    calendar = as_calendar(
        f"{post.organisation}：到期日历", falling_due(post, today - BEHIND, today + AHEAD), clock.now()
    )
    said = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    said["Content-Disposition"] = 'inline; filename="dengji.ics"'
    said["Cache-Control"] = "private, max-age=900"
    return said


def falling_due(post: Post, first: date, last: date) -> list[Item]:
    """到期事项: of cases, filings, publicities, rounds and plans, by day."""
    found = [*agenda(post, first, last), *plan_agenda(post, first, last)]
    return sorted(found, key=lambda item: (item.on, item.kind, item.title))


def as_calendar(name: str, items: Sequence[Item], at: datetime) -> bytes:
    """Items as an iCalendar (RFC 5545) of whole days."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dengji//Dengji//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for item in items:
        event = Event()
        event.add("uid", f"{item.key}@dengji")
        event.add("dtstamp", at)
        event.add("dtstart", item.on)
        event.add("summary", f"{item.what}{'（暂定）' if item.provisional else ''}：{item.whom}")
        event.add("categories", [item.kind.label])
        event.add("url", settings.DENGJI_ADDRESS + item.path)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def month_asked(said: str, today: date) -> date:
    """The first day of the month that the address asks for (2026-11); this month where there is no such one."""
    try:
        first = date.fromisoformat(f"{said}-01")
    except ValueError:
        return today.replace(day=1)
    return first if EARLIEST <= first.year <= LATEST else today.replace(day=1)


def weeks(first: date, items: Sequence[Item]) -> list[list[Day]]:
    """The weeks of a month, Monday first, each day with what falls due on it."""
    by_day: dict[date, list[Item]] = {}
    for item in items:
        by_day.setdefault(item.on, []).append(item)
    return [
        [Day(day, day.month == first.month, by_day.get(day, ())) for day in week]
        for week in Months().monthdatescalendar(first.year, first.month)
    ]
