"""One check of a campaign (检查): its result entered, an inspector replaced."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.supervision.acts.checking import note_result, put_in_place
from dengji.supervision.listing import inspectors_for
from dengji.supervision.models import Inspection
from dengji.supervision.queries import going
from dengji.supervision.terms import Came
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.refusing import done
from dengji.web.supervision.forms import ReplaceForm, ResultForm
from dengji.web.supervision.frame import WORKERS, inspection_at


@at_desk("office", *WORKERS)
def result(request: DeskRequest, token: UUID) -> HttpResponse:
    """登记检查结果."""
    found = inspection_at(request, token)
    first = {"came": found.came, "says": found.says, "on": found.inspected_on or clock.today()}
    form = ResultForm(request.POST or None, initial=first)
    if request.method == "POST" and done(form, lambda: _noted(request, found, form)):
        messages.success(request, f"{found.filing.institution}的检查结果已登记。")
        return redirect("supervision:campaign", token=found.campaign.token)
    said = {"each": found, "form": form, "going": going(found), "nav": "supervision"}
    return render(request, "supervision/check.html", said)


@at_desk("office", *WORKERS)
def replaced(request: DeskRequest, token: UUID, inspector: int) -> HttpResponse:
    """替换检查人员."""
    found = inspection_at(request, token)
    leaves = next((each for each in going(found).now if each.pk == inspector), None)
    if leaves is None:
        raise Http404
    there = {each.person_id for each in found.inspectors.all()}
    people = [each for each in inspectors_for(found.campaign) if each.pk not in there]
    form = ReplaceForm(request.POST or None, people=people)
    if request.method == "POST" and done(form, lambda: _replaced(request, found, inspector, form)):
        messages.success(request, f"已由{form.cleaned_data['person']}替换{leaves}。")
        return redirect("supervision:campaign", token=found.campaign.token)
    said = {"each": found, "form": form, "leaves": leaves, "nav": "supervision"}
    return render(request, "supervision/replace.html", said)


def _noted(request: DeskRequest, found: Inspection, form: ResultForm) -> None:
    said = form.cleaned_data
    note_result(found, Came(said["came"]), said["says"], on=said["on"], by=request.post, at=clock.now())


def _replaced(request: DeskRequest, found: Inspection, inspector: int, form: ReplaceForm) -> None:
    said = form.cleaned_data
    put_in_place(found, inspector, said["person"], said["because"], by=request.post, at=clock.now())
