"""Application rounds (申报批次): listed, opened, and decided in one selection over all who applied."""

from collections.abc import Mapping
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from dengji import clock
from dengji.notices.terms import CASE_ROLES
from dengji.procedure.acts.selecting import Call, decide_selection, ensure_selectable, open_round
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.office.attempt import attempt
from dengji.web.office.forms import RoundForm
from dengji.web.office.selection import (
    RoundPage,
    in_order,
    matters_with_rounds,
    ranking,
    round_page,
    rounds_of,
)


@at_desk("office")
def listed(request: DeskRequest) -> HttpResponse:
    """申报批次: the office's rounds, the latest first."""
    given = {
        "nav": "rounds",
        "rounds": rounds_of(request.post),
        "today": clock.today(),
        "may_open": request.post.role in CASE_ROLES and bool(matters_with_rounds(request.post)),
    }
    return render(request, "office/rounds.html", given)


@at_desk("office", *CASE_ROLES)
def new(request: DeskRequest) -> HttpResponse:
    """发布申报安排: a call opened from a day to a day."""
    form = RoundForm(request.POST or None, bases=matters_with_rounds(request.post), today=clock.today())
    if request.method == "POST" and form.is_valid():
        call = _call(form)
        opened = attempt(
            form, partial(open_round, request.post.organisation, call, by=request.post, at=clock.now())
        )
        if opened is not None:
            messages.success(request, f"“{opened.title}”已发布。")
            return redirect("office:round", round_id=opened.pk)
    return render(request, "office/new_round.html", {"nav": "rounds", "form": form})


@at_desk("office")
def shown(request: DeskRequest, round_id: int) -> HttpResponse:
    """一个申报批次: its cases by score; where all have come to the selection, the one decision over them."""
    found = get_object_or_404(rounds_of(request.post), pk=round_id)
    page = round_page(found, request.post, request.POST.dict(), clock.today())
    form = forms.Form(request.POST or None)
    given = {"nav": "rounds", "page": page, "round": found, "form": form}
    if request.method == "POST" and form.is_valid() and _whole(form, page, request.POST.dict()):
        ranked = ranking(page.rows)
        chosen = {row.case.pk: row.reason.strip() for row in page.rows if row.chosen}
        if "confirm" not in request.POST:
            attempt(form, partial(ensure_selectable, found, ranked, chosen, at=clock.now()))
            if form.is_valid() and "edit" not in request.POST:
                return render(request, "office/round_check.html", given | {"order": in_order(page.rows)})
        else:
            act = partial(decide_selection, found, ranked, chosen, by=request.post, at=clock.now())
            if attempt(form, act) is not None:
                messages.success(request, f"遴选已作出：{len(chosen)}家列入建议名单，其余已告知。")
                return redirect("office:round", round_id=found.pk)
    return render(request, "office/round.html", given)


def _call(form: RoundForm) -> Call:
    pack_id, _, matter = form.cleaned_data["basis"].partition(":")
    said = form.cleaned_data
    return Call(
        pack_id, matter, said["title"], said["scope"], said["opens_on"], said["closes_until"], said["places"]
    )


def _whole(form: forms.Form, page: RoundPage, said: Mapping[str, str]) -> bool:
    """Whether every case has a place of its own, each chosen one a reason, and the list is the one that was seen."""
    ranks = [row.rank.strip() for row in page.rows]
    if sorted(ranks, key=lambda rank: (len(rank), rank)) != [str(place + 1) for place in range(len(ranks))]:
        form.add_error(None, f"请给每件申请排一个名次，从1到{len(ranks)}，不重复。")
    for row in page.rows:
        if row.chosen and not row.reason.strip():
            form.add_error(None, f"请写明{row.case.applicant}入选的理由。")
        if said.get(f"version-{row.case.pk}") != str(row.case.version):
            form.add_error(None, f"{row.case.applicant}的申请在您打开本页后有变化，请核对名单后重新提交。")
    return not form.errors
