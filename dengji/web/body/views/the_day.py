"""The day itself at the body's desk (实施现场): who came, by room and seat; what went wrong."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.evaluations.acts.attending import mark, note_incident
from dengji.evaluations.sittings.on_the_day import incidents_named, seats_of, sitting_line, sittings_of
from dengji.web.access import at_desk
from dengji.web.body.day_forms import AttendanceForm, IncidentForm
from dengji.web.body.day_pages import around, own_sitting
from dengji.web.body.planning import own_plan
from dengji.web.body.saving import saved
from dengji.web.middleware import DeskRequest

MOST_ON_A_PAGE = 500
"""A larger sitting is marked room by room."""


@require_safe
@at_desk("body")
@never_cache
def day(request: DeskRequest, token: UUID) -> HttpResponse:
    """实施现场: how each sitting stands, and what went wrong."""
    plan = own_plan(request, request.post, token)
    shown = {"sittings": sittings_of(plan), "incidents": incidents_named(plan), "tab": "day"}
    return render(request, "body/day.html", around(plan, today=clock.today(), **shown))


@at_desk("body")
@never_cache
def attendance(request: DeskRequest, token: UUID, sitting: int) -> HttpResponse:
    """登记到场: by room and seat; everybody is there unless said otherwise."""
    there = own_sitting(request, token, sitting)
    line = sitting_line(there)
    chosen = request.GET.get("room", "")
    room = next((each.room for each in line.rooms if str(each.room.pk) == chosen), None)
    if room is None and line.people > MOST_ON_A_PAGE and line.rooms:
        room = line.rooms[0].room
    lines = seats_of(there, room.pk if room else None)
    form = AttendanceForm(lines, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = partial(mark, there, form.came(), by=request.post, at=clock.now())
        many = saved(form, act)
        if many is not None:
            messages.success(request, f"已登记{many}名考生的到场情况。")
            return redirect("body:day", token)
    by_room = line.people > MOST_ON_A_PAGE
    shown = {
        "by_room": by_room,
        "line": line,
        "room": room,
        "form": form,
        "rooms": form.rooms(),
        "today": clock.today(),
    }
    return render(request, "body/day_attendance.html", around(there.plan, **shown))


@at_desk("body")
@never_cache
def incident(request: DeskRequest, token: UUID, sitting: int) -> HttpResponse:
    """登记现场情况: of what kind, to whom, what was done about it; what follows from each kind stands beside it."""
    there = own_sitting(request, token, sitting)
    line = sitting_line(there)
    form = IncidentForm(request.POST if request.method == "POST" else None, seats=seats_of(there), line=line)
    if request.method == "POST" and form.is_valid():
        act = partial(note_incident, there, form.entry(), by=request.post, at=clock.now())
        made = saved(form, act)
        if made is not None:
            messages.success(request, f"已登记：{made.get_kind_display()}。")
            return redirect("body:day", token)
    return render(request, "body/day_incident.html", around(there.plan, line=line, form=form))
