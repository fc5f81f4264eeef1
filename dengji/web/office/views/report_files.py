"""Reports carried by hand (报送文件): taken out as a sheet, its answers put back, looked at, and taken in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dengji import clock
from dengji.exchange.files.acts import give_up, take_again, take_out, usable_columns
from dengji.exchange.files.models import AnswerSheet, ReportFile
from dengji.exchange.files.putting import Upload, put_back, take_in
from dengji.exchange.files.queries import file_for, files_of, sheet_for, standings_in
from dengji.exchange.files.refusals import NotCarried
from dengji.exchange.terms import Report
from dengji.institutions.lines import Line, lines_of
from dengji.people.refusals import Refused
from dengji.records.acts import note_refused_reading
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.office.report_forms import AnswerForm, GiveUpForm
from dengji.web.office.reporting import lines
from dengji.web.office.views.reports import CARRIERS, READERS, way
from dengji.web.sheets import attachment

A_PAGE = 50
SHOWN = 100  # reports of a file on its page, refused rows of a sheet
DOWNLOAD = "请从国家平台重新下载结果表，保存为xlsx或CSV，再放回来。"
MOST_BYTES = 5 * 1024 * 1024


@require_safe
@at_desk("office", *READERS)
def listed(request: DeskRequest) -> HttpResponse:
    """报送文件: those of the authority, the latest first, and what waits to be taken out."""
    found = files_of(request.post.organisation_id).order_by("-id")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "office/reports/files.html", {"page": page} | way(request))


@require_POST
@at_desk("office", *CARRIERS)
def take(request: DeskRequest, kind: str) -> HttpResponse:
    """生成报送文件: the waiting reports of a kind; pressed twice, it is one."""
    if kind not in Report.values:
        raise Http404
    try:
        file = take_out(kind, by=request.post, at=clock.now())
    except NotCarried as refused:
        messages.error(request, f"{refused.sentence}{refused.remedy}")
        return redirect("office:report_files")
    messages.success(request, f"已生成文件{file.number}，请下载后到国家平台报送。")
    return redirect("office:report_file", token=file.token)


@require_safe
@at_desk("office", *READERS)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一份报送文件: what is in it, where it stands, what comes next."""
    return _file_page(request, _file_at(request, token), AnswerForm())


@never_cache
@require_POST
@at_desk("office", *CARRIERS)
def download(request: DeskRequest, token: UUID) -> HttpResponse:
    """下载: the sheet made anew, on the trail; where the content changed, only to whoever wants it as it is now."""
    file = _file_at(request, token)
    try:
        taken = take_again(file, by=request.post, at=clock.now(), as_it_is="as_it_is" in request.POST)
    except NotCarried as refused:
        return _back(request, file, refused)
    if not taken.content:
        shown = {
            "file": file,
            "rows": lines(taken.changed[:SHOWN], clock.today()),
            "many": len(taken.changed),
        }
        return render(request, "office/reports/changed.html", shown | {"nav": "reports"})
    return attachment(taken.content, f"{file.number}.xlsx")


@at_desk("office", *CARRIERS)
def drop(request: DeskRequest, token: UUID) -> HttpResponse:
    """作废报送文件: on a page of its own that says what will be."""
    file, form = _file_at(request, token), GiveUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            many = give_up(file, form.cleaned_data["because"], by=request.post, at=clock.now())
        except NotCarried as refused:
            return _back(request, file, refused)
        messages.success(request, f"文件{file.number}已作废，{many}件退回待报送。")
        return redirect("office:report_files")
    return render(request, "office/reports/give_up.html", {"file": file, "form": form, "nav": "reports"})


@at_desk("office", *CARRIERS)
def put(request: DeskRequest, token: UUID) -> HttpResponse:
    """放回结果: the sheet is read and shown; nothing is taken in yet."""
    file = _file_at(request, token)
    if request.method != "POST":
        return redirect("office:report_file", token=token)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        chosen = form.cleaned_data["sheet"]
        try:
            upload = _upload(file, chosen.name, chosen.read(MOST_BYTES + 1))
            sheet = put_back(file, upload, by=request.post, at=clock.now())
        except NotCarried as refused:
            form.add_error("sheet", f"{refused.sentence}{refused.remedy}")
        except Refused as refused:
            form.add_error("sheet", f"{refused.sentence}{DOWNLOAD}")
        else:
            return redirect("office:answer_sheet", token=sheet.token)
    return _file_page(request, file, form)


@at_desk("office", *CARRIERS)
def answers(request: DeskRequest, token: UUID) -> HttpResponse:
    """核对结果: how many are confirmed, refused and not told, and what cannot be used; then it may be taken in."""
    sheet = sheet_for(request.post.organisation_id, token)
    if sheet is None:
        _refused(request, f"answer-sheet/{token}")
        raise Http404
    if request.method == "POST":
        return _taken_in(request, sheet)
    refused = [(key, said[1]) for key, said in sheet.told.items() if not said[0]]
    given = {"sheet": sheet, "file": sheet.file, "refused": refused[:SHOWN], "nav": "reports"}
    return render(request, "office/reports/answers.html", given | {"more": max(len(refused) - SHOWN, 0)})


def _taken_in(request: DeskRequest, sheet: AnswerSheet) -> HttpResponse:
    try:
        taken = take_in(sheet, by=request.post, at=clock.now())
    except NotCarried as refused:
        return _back(request, sheet.file, refused)
    waits = f"，还有{taken.waiting}件等其余的行" if taken.waiting else ""
    said = f"已收下{taken.rows}行结果，{taken.answered}件有了答复{waits}。"
    messages.success(request, said if taken.rows else "这份结果表以前已经收下，没有重复登记。")
    return redirect("office:report_file", token=sheet.file.token)


def _file_page(request: DeskRequest, file: ReportFile, form: AnswerForm) -> HttpResponse:
    page = Paginator(file.reports.select_related("request"), SHOWN).get_page(request.GET.get("page"))
    inside = list(page.object_list)
    rows = lines([each.request for each in inside], clock.today())
    given = {
        "file": file,
        "page": page,
        "rows": list(zip(inside, rows, strict=True)),
        "standings": standings_in(file).items(),
        "open": file.given_up_at is None and file.answered < file.reports_in,  # type: ignore[attr-defined]
        "sheets": file.sheets.all(),
        "form": form,
    }
    return render(request, "office/reports/file.html", given | way(request))


def _upload(file: ReportFile, name: str, content: bytes) -> Upload:
    """The sheet's rows under the heads that the column map names. Raises NotAllowed, NotCarried."""
    form = usable_columns(file.kind).answers_of(file.kind)
    found = lines_of(name, content, form.heads, most_bytes=MOST_BYTES)
    return Upload(name, content, _rows(found.heads, found.first, found.lines))


def _rows(
    heads: tuple[str, ...], first: int, below: Iterable[Line]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for at, line in enumerate(below, first):
        yield at, dict(zip(heads, line, strict=False))


def _file_at(request: DeskRequest, token: UUID) -> ReportFile:
    """The file at an address. Raises Http404 for another authority's; the attempt is on the trail."""
    found = file_for(request.post.organisation_id, token)
    if found is None:
        _refused(request, f"report-file/{token}")
        raise Http404
    return found


def _refused(request: DeskRequest, what: str) -> None:
    note_refused_reading(what, by=request.post, at=clock.now())


def _back(request: HttpRequest, file: ReportFile, refused: NotCarried) -> HttpResponse:
    """Back to the file's page with why it could not be done."""
    messages.error(request, f"{refused.sentence}{refused.remedy}")
    return redirect("office:report_file", token=file.token)
