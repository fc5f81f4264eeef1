"""Commitment, last look, handing in, and what happens next (承诺、核对、提交、回执)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.filings import dossier
from dengji.filings.acts.applying import hand_in, sign
from dengji.filings.progress import stages
from dengji.filings.queries import applied_for, live_subject, materials
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.policy.engine.path import step_of
from dengji.policy.engine.terms import Section
from dengji.procedure.ground import judged_for
from dengji.procedure.queries import standing
from dengji.procedure.terms import CaseState
from dengji.web.access import at_desk
from dengji.web.annexes import annexes
from dengji.web.body.forms import CommitmentForm
from dengji.web.body.frame import as_seen, filling_of, own_case
from dengji.web.body.views.sections import around, finished
from dengji.web.dossier import readable
from dengji.web.middleware import DeskRequest
from dengji.web.typed import keeps_typed, opened


@at_desk("body")
@keeps_typed
def commitment(request: DeskRequest, token: UUID) -> HttpResponse:
    """承诺: the body's head answers for the truth of what is handed in."""
    frame = filling_of(request.post, token, clock.today())
    if "finish" in request.POST or "undone" in request.POST:
        return finished(request, frame, Section.COMMITMENT)
    head = frame.institution.legal_representative == request.post.person.full_name
    saved = {"name": request.post.person.full_name, "as_legal_representative": head}
    form = opened(CommitmentForm, request, saved)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            sign(
                frame.case, said["name"], as_legal_representative=said["as_legal_representative"],
                by=request.post, at=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
        else:
            messages.success(request, "承诺已签署。")
            return redirect(frame.section(Section.COMMITMENT))
    shown = {
        "form": form,
        "may_sign": request.post.role == Role.MANAGER,
        "application": applied_for(frame.case),
    }
    return render(request, "body/commitment.html", around(frame, Section.COMMITMENT) | shown)


@at_desk("body")
def last_look(request: DeskRequest, token: UUID) -> HttpResponse:
    """核对并提交: everything on one page, then the application is handed in."""
    case = own_case(request.post, token)
    if request.method == "POST" and case.state == CaseState.OPEN:  # pressed twice
        return redirect("body:handed_in", token=token)
    frame = filling_of(request.post, token, clock.today())
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            hand_in(as_seen(request, frame.case), by=request.post, at=clock.now())
        except Refused as refused:
            refusal = refused
        else:
            return redirect("body:handed_in", token=token)
    start = step_of(frame.pack, frame.case.matter, frame.case.step)
    built = dossier.build(frame.case, on=clock.today())
    ready = judged_for(live_subject(frame.case, clock.today()), start.conditions, clock.today())
    owed = {each.key for each in materials(frame.case, clock.today()) if each.asked}
    barring = {result.condition.id for result in ready.unmet}
    shown = {
        "refusal": refusal,
        "dossier": readable(built, frame.pack, frame.case.matter, owed=owed),
        "annexes": annexes(frame.pack, frame.case.matter, built),
        "ready": ready,
        "ahead": [check for check in frame.checked.unmet if check.result.condition.id not in barring],
        "frame": frame,
        "nav": "home",
    }
    return render(request, "body/last_look.html", shown, status=409 if refusal else 200)


@at_desk("body")
def handed_in(request: DeskRequest, token: UUID) -> HttpResponse:
    """提交成功: the number of the application, and what happens next and when."""
    case, on = own_case(request.post, token), clock.today()
    shown = {"case": case, "now": standing(case, on), "stages": stages(case, on), "nav": "home"}
    return render(request, "body/handed_in.html", shown)
