"""转用文本: the cases that stand on a text that no longer governs, and taking one over to another text by hand."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.people.refusals import Refused
from dengji.policy.engine.path import step_of
from dengji.policy.queries import pack_of
from dengji.procedure.acts.following import move_over
from dengji.procedure.lists import named
from dengji.procedure.models import Case
from dengji.procedure.refusals import Moved
from dengji.procedure.transfers import (
    Transfer,
    case_in_place,
    cases_behind,
    cases_in_place,
    told_behind,
    transfers_for,
)
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.transfers import BehindForm, TransferForm, sides
from dengji.web.registry.reading import page_of
from dengji.web.registry.roles import ADMINISTRATOR


@require_safe
@at_desk("office", *ADMINISTRATOR)
def listed(request: DeskRequest) -> HttpResponse:
    """在办案件的文本: those whose text no longer governs; with words, every case under way that they fit."""
    form, today = BehindForm(request.GET), clock.today()
    form.is_valid()
    words = form.cleaned_data.get("words", "")
    found = cases_in_place(request.post).filter(named(words)).order_by("id") if words else None
    page = page_of(request, cases_behind(request.post, today) if found is None else found)
    lines = told_behind(list(page), today)
    given = {"form": form, "page": page, "lines": lines, "filtered": bool(words), "nav": "texts"}
    return render(request, "registry/cases.html", given)


@at_desk("office", *ADMINISTRATOR)
def transfer(request: DeskRequest, token: UUID) -> HttpResponse:
    """转用文本: the steps of both texts beside each other, the step chosen, the reason, and what comes of it."""
    case = case_in_place(request.post, token)
    if case is None:
        raise Http404
    offered = transfers_for(case)
    chosen = _chosen(request, offered)
    pack = pack_of(case.edition_id)
    given = {
        "case": case,
        "pack": pack,
        "step": step_of(pack, case.matter, case.step),
        "offered": offered,
        "chosen": chosen,
        "nav": "texts",
    }
    if chosen is None:
        return render(request, "registry/transfer.html", given)
    form = TransferForm(request.POST or None, to=chosen, stands=case.step)
    if request.method == "POST" and form.is_valid() and _moved(request, case, chosen, form):
        messages.success(request, f"{case.applicant}的案件（{case.number}）已转用《{chosen.pack.title}》。")
        return redirect("registry:cases")
    steps = sides(pack.matters[case.matter].steps, chosen.pack.matters[case.matter].steps)
    return render(request, "registry/transfer.html", given | {"form": form, "steps": steps})


def _chosen(request: DeskRequest, offered: list[Transfer]) -> Transfer | None:
    """The text that the address or the form names; the only one where there is but one."""
    said = request.POST.get("edition") or request.GET.get("edition", "")
    if len(offered) == 1:
        return offered[0]
    return next((each for each in offered if str(each.edition.pk) == said), None)


def _moved(request: DeskRequest, case: Case, to: Transfer, form: TransferForm) -> bool:
    """Whether the case was taken over; a refusal stays on the page with what was typed. Raises `Moved`."""
    said = request.POST.get("version", "")
    case.version = int(said) if said.isdecimal() else case.version
    step, reason = form.cleaned_data["step"], form.cleaned_data["reason"]
    try:
        move_over(case, to.edition, step, reason, by=request.post, at=clock.now())
    except Moved:
        raise
    except Refused as refused:
        form.refuse(refused)
        return False
    return True
