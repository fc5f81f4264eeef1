"""计划人员: who does what, chosen, drawn, taken off; the draws to be checked; badges to be printed."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dengji import clock
from dengji.evaluations.acts.drawing import draw, draw_again
from dengji.evaluations.acts.staffing import assign, dismiss, name_head
from dengji.evaluations.examiners.badges import badges_pdf
from dengji.evaluations.examiners.registers import draw_within
from dengji.evaluations.models.plans import Plan
from dengji.web.access import at_desk
from dengji.web.annexes import answered
from dengji.web.body.plan_people import AgainForm, DrawForm, MemberForm, RegisteredForm, people_page
from dengji.web.body.planning import own_plan
from dengji.web.body.saving import saved
from dengji.web.drawing import checked
from dengji.web.middleware import DeskRequest

MEMBER, REGISTERED, DRAW = "member", "registered", "draw"


@at_desk("body")
def people(request: DeskRequest, token: UUID) -> HttpResponse:
    """人员安排: each with what speaks against him; one of the body, or of the register, is given a part."""
    mine = own_plan(request, request.post, token)
    page = people_page(mine)
    forms_there = _forms(request, mine, page)
    asked = request.POST.get("which", "")
    form = forms_there.get(asked)
    if request.method == "POST" and form is not None and form.is_valid():
        done = _drawn(request, mine, form) if asked == DRAW else _assigned(request, mine, form)
        if done:
            return redirect("body:plan_people", token=token)
    shown = {"plan": mine, "people": page, "forms": forms_there, "form": form, "nav": "plans"}
    return render(request, "body/plan_people.html", shown)


@require_POST
@at_desk("body")
def off(request: DeskRequest, token: UUID, pk: int) -> HttpResponse:
    """取消安排."""
    mine = own_plan(request, request.post, token)
    dismiss(mine, pk, by=request.post, at=clock.now())
    messages.success(request, "已取消安排。")
    return redirect("body:plan_people", token=token)


@require_POST
@at_desk("body")
def head(request: DeskRequest, token: UUID, pk: int) -> HttpResponse:
    """指定考评组长."""
    mine = own_plan(request, request.post, token)
    name_head(mine, pk, by=request.post, at=clock.now())
    messages.success(request, "已指定考评组长。")
    return redirect("body:plan_people", token=token)


@at_desk("body")
def again(request: DeskRequest, token: UUID, pk: int) -> HttpResponse:
    """补抽: another in place of one who was drawn and declines, with the reason."""
    mine = own_plan(request, request.post, token)
    row = mine.assignments.filter(pk=pk, drawn=True).first()
    if row is None:
        raise Http404
    form = AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        act = partial(
            draw_again, mine, pk, said["because"], seed=said["seed"], by=request.post, at=clock.now()
        )
        if saved(form, act) is not None:
            messages.success(request, f"已补抽1人代替{row.name}。")
            return redirect("body:plan_people", token=token)
    shown = {"plan": mine, "row": row, "form": form, "nav": "plans"}
    return render(request, "body/plan_people_again.html", shown)


@require_safe
@at_desk("body")
def drawn(request: DeskRequest, token: UUID, draw_token: UUID) -> HttpResponse:
    """抽取核对: a draw done again from its list and seed."""
    mine = own_plan(request, request.post, token)
    found = draw_within(request.post, draw_token)
    if found is None or found.plan_id != mine.pk:
        raise Http404
    return render(request, "body/plan_draw.html", {"plan": mine, "draw": checked(found), "nav": "plans"})


@require_safe
@at_desk("body")
def badges(request: DeskRequest, token: UUID) -> HttpResponse:
    """胸卡: one for each of the plan's people, eight to a sheet, as PDF."""
    mine = own_plan(request, request.post, token)
    return answered(badges_pdf(mine, on=clock.today()), f"胸卡{mine.number or ''}.pdf")


def _forms(request: DeskRequest, mine: Plan, page: Any) -> dict[str, forms.Form]:
    """The three forms of the page; the one that was sent holds what was typed."""
    which = request.POST.get("which", "")
    typed = {name: request.POST if which == name else None for name in (MEMBER, REGISTERED, DRAW)}
    return {
        MEMBER: MemberForm(typed[MEMBER], plan=mine, prefix=MEMBER),
        REGISTERED: RegisteredForm(typed[REGISTERED], people=page.eligible, prefix=REGISTERED),
        DRAW: DrawForm(typed[DRAW], initial={"wanted": page.lacking or 1}, prefix=DRAW),
    }


def _assigned(request: DeskRequest, mine: Plan, form: Any) -> bool:
    task, who = form.who()
    made = saved(form, partial(assign, mine, task, who, by=request.post, at=clock.now()))
    if made is not None:
        messages.success(request, f"已安排{made.name}：{made.get_task_display()}。")
    return made is not None


def _drawn(request: DeskRequest, mine: Plan, form: Any) -> bool:
    said = form.cleaned_data
    made = saved(
        form, partial(draw, mine, said["wanted"], seed=said["seed"], by=request.post, at=clock.now())
    )
    if made is not None:
        messages.success(request, f"已从{len(made.eligible)}人中随机抽取{len(made.drawn)}人。")
    return made is not None
