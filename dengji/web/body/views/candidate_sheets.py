"""Candidates by sheet at the body's desk (导入考生名单): template, upload, what became of it, the rows left out."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.evaluations.acts.enlisting import enlist_by_sheet
from dengji.evaluations.candidates.listed import MOST_FAULTY, left_out, left_out_sheet, sheet_for
from dengji.evaluations.candidates.persons import gate_of
from dengji.evaluations.candidates.sheets import template
from dengji.evaluations.models.candidates import CandidateSheet
from dengji.institutions.acts.sheets import Upload
from dengji.institutions.lines import MOST_BYTES, MOST_ROWS
from dengji.web.access import at_desk
from dengji.web.body.forms import SheetForm
from dengji.web.body.planning import own_plan
from dengji.web.body.saving import saved
from dengji.web.body.views.candidates import around
from dengji.web.middleware import DeskRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@at_desk("body")
def sheet(request: DeskRequest, token: UUID) -> HttpResponse:
    """用表格导入: the good rows go in; what became of the sheet has a page of its own."""
    plan = own_plan(request, request.post, token)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["sheet"]
        upload = Upload(chosen.name, chosen.read(MOST_BYTES + 1))
        kept = saved(form, partial(enlist_by_sheet, plan, upload, by=request.post, at=clock.now()))
        if kept is not None:
            return redirect("body:candidate_taken", token, kept.token)
    shown = {"form": form, "says": gate_of(plan, clock.today()).says, "most_rows": MOST_ROWS}
    return render(request, "body/candidates_sheet.html", around(plan, **shown))


@require_safe
@at_desk("body")
@never_cache
def taken(request: DeskRequest, token: UUID, sheet: UUID) -> HttpResponse:
    """导入结果: how many came in, how many were there already, and each row that was left out, with why."""
    plan, kept = own_plan(request, request.post, token), _own_sheet(request, token, sheet)
    rows = left_out(kept)
    shown = {"sheet": kept, "rows": rows[:MOST_FAULTY], "more": max(len(rows) - MOST_FAULTY, 0)}
    return render(request, "body/candidates_taken.html", around(plan, **shown))


@require_safe
@at_desk("body")
def faulty(request: DeskRequest, token: UUID, sheet: UUID) -> HttpResponse:
    """下载有误的行: as they were typed, with the reasons, to mend and send again."""
    kept = _own_sheet(request, token, sheet)
    if not kept.left_out:
        raise Http404
    return _download(left_out_sheet(kept), "考生名单有误的行.xlsx")


@require_safe
@at_desk("body")
def blank(request: DeskRequest, token: UUID) -> HttpResponse:
    """下载模板."""
    own_plan(request, request.post, token)
    return _download(template(), "考生名单模板.xlsx")


def _own_sheet(request: DeskRequest, token: UUID, sheet: UUID) -> CandidateSheet:
    found = sheet_for(own_plan(request, request.post, token), sheet)
    if found is None:
        raise Http404
    return found


def _download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    named = content_disposition_header(as_attachment=True, filename=name)
    answer["Content-Disposition"] = named or "attachment"
    return answer
