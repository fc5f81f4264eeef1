"""Plans at the body's desk (机构评价计划): the list, a new one, a plan's page, and what is filled in."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.evaluations.acts.planning import begin, fill_in
from dengji.evaluations.acts.venues import use_venues
from dengji.evaluations.dossier import contents
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.offering import offered, proposed
from dengji.evaluations.queries import SORTS, Wanted, cases_of, plans
from dengji.evaluations.sittings.places import places_for
from dengji.evaluations.voided import voided
from dengji.filings.queries import filings_of
from dengji.web.access import at_desk
from dengji.web.body.frame import own_institution
from dengji.web.body.outcome import outcome_of
from dengji.web.body.plan_forms import (
    PlanForm,
    ScopeForm,
    SoughtForm,
    VenuesForm,
    as_typed,
    from_proposal,
)
from dengji.web.body.planning import helps, own_plan, plan_page
from dengji.web.body.saving import done, saved
from dengji.web.body.views.filings import own_filing
from dengji.web.middleware import DeskRequest
from dengji.web.plan_dossier import people_of, plan_lines, venues_of
from dengji.web.typed import keeps_typed, opened


@require_safe
@at_desk("body")
def listed(request: DeskRequest) -> HttpResponse:
    """评价计划: the body's plans, filtered by what stands in the address; a new one begins at a filing."""
    on = clock.today()
    held = filings_of(own_institution(request.post), on)
    form = SoughtForm(request.GET, filings=[each.filing.number for each in held])
    form.is_valid()
    wanted = Wanted(**{name: said for name, said in form.cleaned_data.items() if said})
    number = request.GET.get("page", "1")
    shown = {
        "form": form,
        "page": plans(request.post, wanted, on, int(number) if number.isdecimal() else 1),
        "filtered": any(request.GET.get(name) for name in form.fields if name != "sort"),
        "narrowed": any(request.GET.get(name) for name in form.fields if name not in ("words", "state")),
        "sorted": SORTS.get(wanted.sort, ""),
        "filings": [each for each in held if each.filing.operates_on(on)],
        "nav": "plans",
    }
    return render(request, "body/plans.html", shown)


@at_desk("body")
@keeps_typed
def new(request: DeskRequest, number: str) -> HttpResponse:
    """新建评价计划: first the occupation and level out of the filing's scope, then what is proposed for it."""
    on, filing = clock.today(), own_filing(request, number)
    offers = offered(filing, on)
    chosen = offers.chosen(request.GET.get("scope", ""))
    if offers.why_not or not offers.choices or (chosen is None and request.method != "POST"):
        asked = ScopeForm(request.GET if "scope" in request.GET else None, offered=offers)
        given = {"filing": filing, "offers": offers, "form": asked, "nav": "plans"}
        return render(request, "body/plan_new.html", given)
    begun = from_proposal(proposed(chosen, offers)) if chosen else {}
    form = opened(PlanForm, request, begun, offered=offers, helps=helps(offers, None, on))
    if request.method == "POST" and form.is_valid():
        token = _token(request.POST.get("key", ""))
        act = partial(begin, filing, form.entry(), token=token, by=request.post, at=clock.now())
        plan = saved(form, act)
        if plan is not None:
            messages.success(request, "计划已保存，还没有报送。接下来选使用的场所、安排人员。")
            return redirect("body:plan", token=plan.token)
    given = {"filing": filing, "form": form, "key": uuid4(), "nav": "plans", "chosen": chosen}
    return render(request, "body/plan_form.html", given)


@require_safe
@at_desk("body")
def plan(request: DeskRequest, token: UUID) -> HttpResponse:
    """计划页: where it stands, what comes next, what it says, what became of it."""
    on, mine = clock.today(), own_plan(request, request.post, token)
    said = contents(mine)
    shown = {
        "page": plan_page(mine, on),
        "plan": mine,
        "lines": plan_lines(said),
        "sheets": [venues_of(said), people_of(said)],
        "cases": cases_of(mine),
        "outcome": outcome_of(mine, on),
        "voided": voided(mine),
        "scope": as_typed(mine)["scope"],
        "nav": "plans",
    }
    return render(request, "body/plan.html", shown)


@at_desk("body")
@keeps_typed
def edit(request: DeskRequest, token: UUID) -> HttpResponse:
    """填写计划: what it says; the check stands beside it."""
    on, mine = clock.today(), own_plan(request, request.post, token)
    page, offers = plan_page(mine, on), offered(mine.filing, on)
    form = opened(PlanForm, request, as_typed(mine), offered=offers, helps=helps(offers, mine, on))
    if request.method == "POST" and form.is_valid():
        act = partial(fill_in, mine, form.entry(), by=request.post, at=clock.now())
        if done(form, act):
            messages.success(request, "计划内容已保存。")
            return redirect("body:plan", token=token)
    return render(request, "body/plan_form.html", around(request, mine, page, form))


@at_desk("body")
@keeps_typed
def venues(request: DeskRequest, token: UUID) -> HttpResponse:
    """使用的场所: those of the filing, and the body's others, which are marked as not filed."""
    on, mine = clock.today(), own_plan(request, request.post, token)
    page, places = plan_page(mine, on), places_for(mine, on)
    begun = {"venues": [each.key for each in places if each.chosen]}
    form = opened(VenuesForm, request, begun, places=places)
    if request.method == "POST" and form.is_valid():
        keys = form.cleaned_data["venues"]
        act = partial(use_venues, mine, keys, by=request.post, at=clock.now())
        if done(form, act):
            messages.success(request, f"使用的场所已保存，共{len(keys)}处。")
            return redirect("body:plan", token=token)
    given = around(request, mine, page, form) | {"places": places}
    return render(request, "body/plan_venues.html", given)


def around(request: DeskRequest, mine: Plan, page: Any, form: Any) -> dict[str, Any]:
    """What stands around a form of a plan; the version is the plan's newest, once a refusal has said so."""
    return {"plan": mine, "filing": mine.filing, "page": page, "form": form, "nav": "plans"}


def _token(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
