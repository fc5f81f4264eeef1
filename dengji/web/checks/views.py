"""证书批量核对: the sheet in, the sheet with answers out; nothing of it is kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.certificates.acts.checking import check_sheet
from dengji.certificates.bulk import FORM
from dengji.institutions.sheets import MOST_BYTES, template
from dengji.people.refusals import Refused
from dengji.people.terms import BODY_ROLES, OFFICE_ROLES
from dengji.web.access import at_desk, desk_of
from dengji.web.checks.forms import SheetForm
from dengji.web.middleware import DeskRequest
from dengji.web.tally import tried_this_hour

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHECKERS = tuple(BODY_ROLES | OFFICE_ROLES)
MOST = 10  # sheets an hour and organisation
TOO_OFTEN = f"贵单位一小时内已核对{MOST}个表格，请一小时后再核对。"


@never_cache
@at_desk("body", *CHECKERS)
def sheet(request: DeskRequest) -> HttpResponse:
    """批量核对: the page, and the answers to a sheet."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_bound and form.is_valid():
        at, held = clock.now(), form.cleaned_data["sheet"]
        if tried_this_hour(f"sheets:{request.post.organisation_id}", at) > MOST:
            form.add_error("sheet", TOO_OFTEN)
            return _page(request, form)
        try:
            result = check_sheet(held.name, held.read(MOST_BYTES + 1), by=request.post, at=at)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _xlsx(result.sheet(), f"证书核对结果{at:%Y%m%d-%H%M}.xlsx")
    return _page(request, form)


@require_safe
@at_desk("body", *CHECKERS)
def blank(request: DeskRequest) -> HttpResponse:
    """下载模板."""
    return _xlsx(template(FORM), "证书核对模板.xlsx")


def _page(request: DeskRequest, form: SheetForm) -> HttpResponse:
    base = f"{desk_of(request.post.role)}/base.html"
    return render(request, "checks/sheet.html", {"base": base, "nav": "checks", "form": form})


def _xlsx(content: bytes, name: str) -> HttpResponse:
    named = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": named})
