"""What is done to a plan as a whole (评价计划办理): handed in, taken back, changed, cancelled; each on its own page."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.evaluations.acts import planning
from dengji.evaluations.acts.planning import open_case_of
from dengji.evaluations.dossier import contents
from dengji.evaluations.terms import PlanState
from dengji.evaluations.texts import PLAN, RESULTS
from dengji.web.access import at_desk
from dengji.web.body.forms import PlainForm
from dengji.web.body.plan_forms import BecauseForm
from dengji.web.body.planning import own_plan, plan_page
from dengji.web.body.saving import done
from dengji.web.middleware import DeskRequest
from dengji.web.plan_dossier import people_of, plan_lines, venues_of
from dengji.web.typed import keeps_typed, opened


@at_desk("body")
def hand_in(request: DeskRequest, token: UUID) -> HttpResponse:
    """核对并报送: everything on one page, then it goes to whoever reviews it."""
    on, mine = clock.today(), own_plan(request, request.post, token)
    page, form = plan_page(mine, on), PlainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(planning.hand_in, mine, by=request.post, at=clock.now())
        if done(form, act):
            waits = "审查结果会通知本机构。" if mine.state == PlanState.HANDED_IN else "可以按计划实施。"
            messages.success(request, f"评价计划已报送，编号{mine.number}。{waits}")
            return redirect("body:plan", token=token)
    said = contents(mine)
    shown = {
        "plan": mine,
        "page": page,
        "form": form,
        "lines": plan_lines(said),
        "sheets": [venues_of(said), people_of(said)],
        "nav": "plans",
    }
    return render(request, "body/plan_hand_in.html", shown)


@at_desk("body")
@keeps_typed
def take_back(request: DeskRequest, token: UUID) -> HttpResponse:
    """撤回报送: on a page of its own that says what it means."""
    mine = own_plan(request, request.post, token)
    form = opened(BecauseForm, request, {})
    matter = RESULTS if mine.state == PlanState.REPORTED else PLAN
    if request.method == "POST" and form.is_valid():
        reason, by, at = form.cleaned_data["reason"], request.post, clock.now()
        if done(form, partial(planning.take_back, mine, reason, matter=matter, by=by, at=at)):
            messages.success(request, "报送已撤回。")
            return redirect("body:plan", token=token)
    case = open_case_of(mine, matter)
    given = {"plan": mine, "case": case, "form": form, "results": matter == RESULTS, "nav": "plans"}
    return render(request, "body/plan_take_back.html", given)


@at_desk("body")
@keeps_typed
def cancel(request: DeskRequest, token: UUID) -> HttpResponse:
    """取消计划: on a page of its own, with the reason."""
    mine = own_plan(request, request.post, token)
    form = opened(BecauseForm, request, {})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, partial(planning.cancel, mine, reason, by=request.post, at=clock.now())):
            messages.success(request, "计划已取消。")
            return redirect("body:plan", token=token)
    given = {"plan": mine, "page": plan_page(mine, clock.today()), "form": form, "nav": "plans"}
    return render(request, "body/plan_cancel.html", given)


@at_desk("body")
def change(request: DeskRequest, token: UUID, back: bool = False) -> HttpResponse:
    """变更计划、放弃变更: an approved plan is opened again, or is again as it was approved."""
    mine, form = own_plan(request, request.post, token), PlainForm(request.POST or None)
    if back and not mine.versions.exists():
        raise Http404
    act, says = (
        (planning.drop_change, "已放弃变更，计划恢复为核准的内容。")
        if back
        else (planning.change, "现在可以修改计划；修改后要重新报送，通过审查以前不能实施。")
    )
    deed = partial(act, mine, by=request.post, at=clock.now())
    if request.method == "POST" and form.is_valid() and done(form, deed):
        messages.success(request, says)
        return redirect("body:plan", token=token)
    given = {"plan": mine, "form": form, "back": back, "nav": "plans"}
    return render(request, "body/plan_change.html", given)
