"""What is sealed of a body's people, opened for one pair of eyes (查看身份证号)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from dengji import clock
from dengji.institutions.acts.opening import open_identity
from dengji.people.refusals import Refused
from dengji.web.access import at_desk
from dengji.web.body.candidate_forms import WhyForm
from dengji.web.body.frame import frame_of
from dengji.web.body.registers import REGISTERS, row_in
from dengji.web.body.views.sections import around
from dengji.web.middleware import DeskRequest


@at_desk("body")
@never_cache
def number(request: DeskRequest, pk: int, token: UUID | None = None) -> HttpResponse:
    """查看身份证号: after the reason was given, and on record."""
    frame, book = frame_of(request.post, token, clock.today()), REGISTERS["members"]
    member, whole = row_in(frame.institution, book, pk), ""
    if member is None:
        raise Http404
    form = WhyForm(request.POST or None, label="查看的原因")
    if request.method == "POST" and form.is_valid():
        try:
            whole = open_identity(member, form.cleaned_data["reason"], by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
    shown = {
        "form": form,
        "row": member,
        "whole": whole,
        "back": frame.address("row", register="members", pk=pk),
    }
    return render(request, "body/number.html", around(frame, book.part) | shown)
