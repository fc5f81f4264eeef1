"""The directory of filed bodies and each filing's page (机构目录、机构备案页)."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dengji import clock
from dengji.filings.queries import directory as filings_sought
from dengji.filings.register import filing_page, listed, places, published_rule
from dengji.records.queries import opened
from dengji.web.public.forms import SoughtForm
from dengji.web.public.sheets import directory_sheet
from dengji.workdays.words import in_words

PAGE = 25
MOST_EXPORTED = 5000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def directory(request: HttpRequest) -> HttpResponse:
    """机构目录: by place, occupation, level, kind, audience and state; the filters are in the address."""
    today = clock.today()
    map_of_places = places(today)
    form = SoughtForm(request.GET or {"sort": "name"}, places=map_of_places)
    pages = Paginator(filings_sought(form.sought, today).order_by(*form.order), PAGE)
    page = pages.get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "rows": [listed(each, today) for each in page],
        "places": map_of_places,
        "nav": "directory",
        "today": today,
    }
    return render(request, "public/directory.html", shown)


def export(request: HttpRequest) -> HttpResponse:
    """导出目录: what was sought as a sheet; the first so many lines, and the sheet says so."""
    today = clock.today()
    form = SoughtForm(request.GET or {"sort": "name"}, places=places(today))
    found = filings_sought(form.sought, today).order_by(*form.order)
    found = found.select_related("institution__organisation__division", "authority")
    count = found.count()
    asked = "，".join(f"{label}：{value}" for label, value in form.asked) or "全部"
    cut = f"，只导出前{MOST_EXPORTED}条，请缩小范围后分次导出" if count > MOST_EXPORTED else ""
    title = f"机构目录（{asked}），共{count}条{cut}，{in_words(today)}导出"
    rows = (listed(each, today) for each in found[:MOST_EXPORTED])
    answer = HttpResponse(directory_sheet(rows, title), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="directory-{today:%Y%m%d}.xlsx"'
    return answer


def filing(request: HttpRequest, number: str) -> HttpResponse:
    """机构备案页."""
    today = clock.today()
    page = filing_page(number, today)
    if page is None:
        raise Http404("没有这个备案号")
    return render(request, "public/filing.html", {"page": page, "nav": "directory", "today": today})


def rule(request: HttpRequest, number: str, rule: int) -> FileResponse:
    """规章制度全文: a rule that the body published."""
    file = published_rule(number, rule, clock.today())
    if file is None:
        raise Http404("没有公布这份制度")
    return FileResponse(opened(file), filename=file.name, content_type=file.media_type)
