"""考评员、质量督导员批量登记: template, sheet, what became of it, and the rows left out to mend and send again."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.evaluations.acts.rostering import register_by_sheet
from dengji.evaluations.examiners.roster_sheets import ROSTER
from dengji.evaluations.examiners.roster_taken import left_out, left_out_sheet, sheet_kept, sheets_kept
from dengji.evaluations.models.examiners import RosterSheet
from dengji.institutions.acts.sheets import Upload
from dengji.institutions.sheets import MOST_BYTES, template
from dengji.people.refusals import Refused
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.examiners import SheetForm
from dengji.web.registry.views.rostering import KEEPING, kept_by
from dengji.web.sheets import attachment

MOST_SHOWN, LAST = 200, 10


@at_desk("office", *KEEPING)
def enter_sheet(request: DeskRequest) -> HttpResponse:
    """批量登记: everybody who is sound goes in; what became of the sheet has a page of its own."""
    kept = kept_by(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    form.offer("authority", [(str(each.pk), each.name) for each in kept])
    if request.method == "POST" and form.is_valid():
        authority = next(each for each in kept if str(each.pk) == form.cleaned_data["authority"])
        chosen = form.cleaned_data["sheet"]
        try:
            upload = Upload(chosen.name, chosen.read(MOST_BYTES + 1))
            made = register_by_sheet(authority, upload, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("registry:examiners_taken", made.token)
    before = sheets_kept(request.post)[:LAST]
    shown = {"form": form, "before": before, "nav": "examiners"}
    return render(request, "registry/examiners_sheet.html", shown)


@require_safe
@at_desk("office", *KEEPING)
@never_cache
def taken(request: DeskRequest, token: UUID) -> HttpResponse:
    """导入结果: how many went in, how many stood there, and each row that was left out, with why."""
    sheet = _sheet(request, token)
    rows = left_out(sheet)
    more = max(len(rows) - MOST_SHOWN, 0)
    shown = {"sheet": sheet, "rows": rows[:MOST_SHOWN], "more": more, "nav": "examiners"}
    return render(request, "registry/examiners_taken.html", shown)


@require_safe
@at_desk("office", *KEEPING)
def faulty(request: DeskRequest, token: UUID) -> HttpResponse:
    """下载有误的行: as they were typed, with the reasons, to mend and send again."""
    sheet = _sheet(request, token)
    if not sheet.left_out:
        raise Http404
    return attachment(left_out_sheet(sheet), "考评员督导员有误的行.xlsx")


@require_safe
@at_desk("office", *KEEPING)
def blank(request: DeskRequest) -> HttpResponse:
    """下载模板."""
    return attachment(template(ROSTER), "考评员督导员登记模板.xlsx")


def _sheet(request: DeskRequest, token: UUID) -> RosterSheet:
    found = sheet_kept(request.post, token)
    if found is None:
        raise Http404
    return found
