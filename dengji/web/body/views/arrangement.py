"""Arrangement at the body's desk (考务编排): sittings, rooms, who is on duty, seats by lot, tickets, sign-in lists."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dengji import clock
from dengji.evaluations.acts import arranging, printing
from dengji.evaluations.sittings.on_the_day import arrangement_of, duty_for, room_for, sitting_line
from dengji.evaluations.sittings.tickets import MOST_AT_ONCE
from dengji.policy.engine.practice import Method
from dengji.web.access import at_desk
from dengji.web.annexes import answered
from dengji.web.body.arrangement_forms import DutyForm, RoomForm, SittingForm
from dengji.web.body.day_pages import around, found, own_sitting, pressed
from dengji.web.body.planning import own_plan
from dengji.web.body.saving import saved
from dengji.web.middleware import DeskRequest


@require_safe
@at_desk("body")
def arrangement(request: DeskRequest, token: UUID) -> HttpResponse:
    """考务编排: what is still wrong, then sittings with their rooms, people and staff."""
    plan = own_plan(request, request.post, token)
    stands = arrangement_of(plan)
    parts = range(1, -(-stands.ticketed // MOST_AT_ONCE) + 1)
    given = {"stands": stands, "parts": parts, "at_once": MOST_AT_ONCE, "tab": "arrangement"}
    return render(request, "body/arrangement.html", around(plan, **given))


@at_desk("body")
def add_sitting(request: DeskRequest, token: UUID) -> HttpResponse:
    """添加场次."""
    plan = own_plan(request, request.post, token)
    form = SittingForm(request.POST if request.method == "POST" else None, plan=plan)
    if request.method == "POST" and form.is_valid():
        act = partial(arranging.add_sitting, plan, form.entry(), by=request.post, at=clock.now())
        made = saved(form, act)
        if made is not None:
            messages.success(request, "场次已添加。接下来添加这一场的考场。")
            return redirect("body:room_add", token, made.pk)
    return render(request, "body/arrangement_sitting.html", around(plan, form=form))


@at_desk("body")
def add_room(request: DeskRequest, token: UUID, sitting: int) -> HttpResponse:
    """添加考场: in a venue of the plan."""
    there = own_sitting(request, token, sitting)
    line = sitting_line(there)
    typed = request.POST if request.method == "POST" else None
    form = RoomForm(typed, venues=there.plan.venues.all(), line=line)
    if request.method == "POST" and form.is_valid():
        act = partial(arranging.add_room, there, *form.room(), by=request.post, at=clock.now())
        made = saved(form, act)
        if made is not None:
            messages.success(request, f"{made.name}已添加，{made.capacity}个座位。")
            return redirect("body:arrangement", token)
    return render(request, "body/arrangement_room.html", around(there.plan, form=form, line=line))


@at_desk("body")
def drop_sitting(request: DeskRequest, token: UUID, sitting: int) -> HttpResponse:
    """取消场次: first a page that says what goes with it."""
    there = own_sitting(request, token, sitting)
    line = sitting_line(there)
    if request.method == "POST":
        _, done = pressed(request, partial(arranging.drop_sitting, there, by=request.post, at=clock.now()))
        if done:
            messages.success(request, f"{line.label}{line.when}这一场已取消。")
        return redirect("body:arrangement", token)
    return render(request, "body/arrangement_drop.html", around(there.plan, line=line))


@at_desk("body")
def drop_room(request: DeskRequest, token: UUID, room: int) -> HttpResponse:
    """取消考场: first a page that says what goes with it."""
    plan = own_plan(request, request.post, token)
    there = found(room_for(plan, room))
    if request.method == "POST":
        _, done = pressed(request, partial(arranging.drop_room, there, by=request.post, at=clock.now()))
        if done:
            messages.success(request, f"{there.name}已取消。")
        return redirect("body:arrangement", token)
    line = sitting_line(there.sitting)
    return render(request, "body/arrangement_drop.html", around(plan, line=line, room=there))


@require_POST
@at_desk("body")
def put_on_duty(request: DeskRequest, token: UUID, room: int) -> HttpResponse:
    """安排考场人员."""
    plan = own_plan(request, request.post, token)
    there = found(room_for(plan, room))
    form = DutyForm(request.POST, staff=list(plan.assignments.all()))
    if not form.is_valid():
        messages.error(request, f"请选择要安排到{there.name}的人员。")
        return redirect("body:arrangement", token)
    who = form.who()
    _, done = pressed(request, partial(arranging.put_on_duty, there, who, by=request.post, at=clock.now()))
    if done:
        messages.success(request, f"{there.name}已安排{who.name}。")
    return redirect("body:arrangement", token)


@require_POST
@at_desk("body")
def take_off_duty(request: DeskRequest, token: UUID, duty: int) -> HttpResponse:
    """撤下考场人员. Pressed twice, there is nobody left to take off."""
    plan = own_plan(request, request.post, token)
    there = duty_for(plan, duty)
    if there is not None:
        _, done = pressed(request, partial(arranging.take_off_duty, there, by=request.post, at=clock.now()))
        if done:
            messages.success(request, f"{there.assignment.name}已从{there.room.name}撤下。")
    return redirect("body:arrangement", token)


@require_POST
@at_desk("body")
def seat(request: DeskRequest, token: UUID, method: str) -> HttpResponse:
    """编排座位: everybody who sits for a method, by lot."""
    plan = own_plan(request, request.post, token)
    found(method if method in plan.methods else None)
    many, done = pressed(request, partial(arranging.seat, plan, method, by=request.post, at=clock.now()))
    if done:
        messages.success(request, f"{Method(method).label}已随机编排{many}名考生的座位。")
    return redirect("body:arrangement", token)


@require_POST
@at_desk("body")
def give_tickets(request: DeskRequest, token: UUID) -> HttpResponse:
    """核发准考证: numbers for everybody who has a seat."""
    plan = own_plan(request, request.post, token)
    many, done = pressed(request, partial(arranging.give_tickets, plan, by=request.post, at=clock.now()))
    if done:
        messages.success(request, f"已核发{many}人的准考证。" if many else "准考证都已经核发过了。")
    return redirect("body:arrangement", token)


@require_safe
@at_desk("body")
@never_cache
def tickets(request: DeskRequest, token: UUID, part: int = 1) -> HttpResponse:
    """下载准考证: as PDF, on record."""
    plan = own_plan(request, request.post, token)
    content = printing.print_tickets(plan, part=max(part, 1), by=request.post, at=clock.now())
    return answered(content, f"准考证{plan.number}.pdf")


@require_safe
@at_desk("body")
@never_cache
def sign_in(request: DeskRequest, token: UUID, sitting: int) -> HttpResponse:
    """下载签到表: of a sitting, as PDF, on record."""
    there = own_sitting(request, token, sitting)
    content = printing.print_sign_in(there, by=request.post, at=clock.now())
    return answered(content, f"签到表{there.plan.number}.pdf")
