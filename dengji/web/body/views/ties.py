"""回避申报: what the body's own people declared on paper of candidates, entered with the paper; and withdrawn."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.evaluations.acts.declaring import record_declaration, withdraw_declaration
from dengji.evaluations.examiners.ties import ties_of_member
from dengji.institutions.models import Member
from dengji.web.access import at_desk
from dengji.web.body.candidate_forms import WhyForm
from dengji.web.body.frame import Frame, frame_of
from dengji.web.body.registers import REGISTERS, row_in
from dengji.web.body.saving import done, saved
from dengji.web.body.tie_forms import PaperTieForm
from dengji.web.body.views.sections import around
from dengji.web.middleware import DeskRequest

MEMBERS = REGISTERS["members"]


@at_desk("body")
def ties(request: DeskRequest, pk: int, token: UUID | None = None) -> HttpResponse:
    """登记书面申报: the ties that stand for somebody, and one more from the paper that he signed."""
    frame, member = _whose(request, pk, token)
    form = PaperTieForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        paper = form.cleaned_data["paper"]
        act = partial(
            record_declaration,
            member,
            form.entry(),
            content=paper,
            name=paper.name,
            by=request.post,
            at=clock.now(),
        )
        if saved(form, act) is not None:
            messages.success(request, "已登记回避关系，有这名考生的批次不会安排他评分。")
            return redirect(frame.address("ties", pk=pk))
    shown = {"form": form, "row": member, "ties": list(ties_of_member(member))}
    return render(request, "body/ties.html", around(frame, MEMBERS.part) | shown | _back(frame, pk))


@at_desk("body")
def withdraw(request: DeskRequest, pk: int, tie: int, token: UUID | None = None) -> HttpResponse:
    """撤回书面申报: asked once more, with the reason."""
    frame, member = _whose(request, pk, token)
    there = ties_of_member(member).filter(pk=tie).first()
    if there is None:
        raise Http404
    form = WhyForm(request.POST or None, label="撤回的理由")
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        act = partial(withdraw_declaration, member, there, why, by=request.post, at=clock.now())
        if done(form, act):
            messages.success(request, "已撤回这项回避申报。")
            return redirect(frame.address("ties", pk=pk))
    shown = {"form": form, "row": member, "tie": there}
    return render(request, "body/tie_withdraw.html", around(frame, MEMBERS.part) | shown | _back(frame, pk))


def _whose(request: DeskRequest, pk: int, token: UUID | None) -> tuple[Frame, Member]:
    """One of the body's own people, or 404."""
    frame = frame_of(request.post, token, clock.today())
    member = row_in(frame.institution, MEMBERS, pk)
    if member is None:
        raise Http404
    return frame, member


def _back(frame: Frame, pk: int) -> dict[str, str]:
    return {"back": frame.address("row", register="members", pk=pk)}
