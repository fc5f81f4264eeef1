"""Corrections of checked scores (成绩更正核准): those that wait for the office, and the decision on each."""

from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from dengji import clock
from dengji.evaluations.acts import correcting
from dengji.evaluations.scores.scorebook import corrections_for
from dengji.people.terms import DECIDING
from dengji.policy.engine.practice import Method
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.office.attempt import attempt

PAGE = 50


class DeclineForm(forms.Form):
    """Why a correction is not agreed to."""

    because = forms.CharField(
        label="不同意的理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明不同意的理由。", "max_length": "理由不超过500字。"},
    )


@at_desk("office", *sorted(DECIDING))
def listed(request: DeskRequest) -> HttpResponse:
    """成绩更正: those that wait for this office, the oldest first."""
    page = Paginator(corrections_for(request.post.organisation_id), PAGE).get_page(request.GET.get("page"))
    rows = [(each, Method(each.score.method).label) for each in page]
    return render(request, "office/corrections.html", {"page": page, "rows": rows, "nav": "corrections"})


@at_desk("office", *sorted(DECIDING))
def correction(request: DeskRequest, token: UUID) -> HttpResponse:
    """核准一次更正: agreed to, or not, with the reason."""
    found = get_object_or_404(corrections_for(request.post.organisation_id), token=token)
    by, at = request.post, clock.now()
    form = DeclineForm(request.POST if "decline" in request.POST else None)
    if "agree" in request.POST:
        correcting.confirm(found, by=by, at=at)
        messages.success(request, "已核准，成绩已更正。")
        return redirect("office:corrections")
    if form.is_bound and form.is_valid():
        because = form.cleaned_data["because"]
        if attempt(form, partial(correcting.decline, found, because, by=by, at=at)) is not None:
            messages.success(request, "已记下不同意，成绩不变。")
            return redirect("office:corrections")
    given = {"each": found, "label": Method(found.score.method).label, "form": form, "nav": "corrections"}
    return render(request, "office/correction.html", given)
