"""督导委派: the batches to come, who is sent to them; and a draw of examiners, to be checked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.evaluations.acts.sending import call_back, free_for, send
from dengji.evaluations.examiners import registers
from dengji.evaluations.models.plans import Plan
from dengji.people.refusals import Refused
from dengji.records.acts import note_refused_reading
from dengji.web.access import at_desk
from dengji.web.drawing import Checked, checked
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.examiners import BackForm, SendForm
from dengji.web.registry.reading import page_of
from dengji.web.registry.roles import ENTERING, READING


@require_safe
@at_desk("office", *ENTERING)
def listed(request: DeskRequest) -> HttpResponse:
    """待督导的批次: approved and not over, the next one first, with whoever is sent."""
    page = page_of(request, registers.plans_to_watch(request.post, clock.today()))
    return render(request, "registry/sending.html", {"page": page, "nav": "sending"})


@at_desk("office", *ENTERING)
def send_one(request: DeskRequest, token: UUID) -> HttpResponse:
    """委派督导员: who is sent to one batch, and another out of those who can go."""
    plan = _plan(request, token)
    known = free_for(plan)
    form = SendForm(request.POST or None, people=[person for person, why_not in known if not why_not])
    if request.method == "POST" and form.is_valid():
        chosen = next(each for each, _ in known if str(each.token) == form.cleaned_data["person"])
        try:
            send(plan, chosen, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"已委派{chosen}督导，并通知本人。")
            return redirect("registry:send", token=token)
    shown = {
        "plan": plan,
        "form": form,
        "sent": registers.watchers_of(plan),
        "busy": [(person, why_not) for person, why_not in known if why_not],
        "nav": "sending",
    }
    return render(request, "registry/send.html", shown)


@at_desk("office", *ENTERING)
def back(request: DeskRequest, token: UUID, pk: int) -> HttpResponse:
    """撤回委派: asked once more, with the reason; the supervisor is told."""
    plan = _plan(request, token)
    row = registers.watchers_of(plan).filter(pk=pk).first()
    if row is None:
        raise Http404
    form = BackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            call_back(plan, pk, form.cleaned_data["because"], by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"已撤回对{row.name}的委派，并通知本人。")
            return redirect("registry:send", token=token)
    return render(
        request, "registry/call_back.html", {"plan": plan, "row": row, "form": form, "nav": "sending"}
    )


@require_safe
@at_desk("office", *READING)
def draw(request: DeskRequest, token: UUID) -> HttpResponse:
    """抽取核对: a draw done again from its list and seed, for whoever may see the plan."""
    found = _draw(request, token)
    return render(request, "registry/draw.html", {"draw": found, "plan": found.draw.plan, "nav": "sending"})


def _draw(request: DeskRequest, token: UUID) -> Checked:
    found = registers.draw_within(request.post, token)
    if found is None:
        note_refused_reading(f"draw/{token}", by=request.post, at=clock.now())
        raise Http404
    return checked(found)


def _plan(request: DeskRequest, token: UUID) -> Plan:
    """A plan to which the post's office may send supervisors, or 404."""
    found = registers.plan_to_watch(request.post, token)
    if found is None:
        note_refused_reading(f"plan/{token}", by=request.post, at=clock.now())
        raise Http404
    return found
