"""Reports to the ministry's network (报送): the list, its sheet, and a report's page with what comes next."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from dengji import clock
from dengji.exchange.clients import address_of, by_files
from dengji.exchange.files.queries import files_unanswered, tasks_of, waiting_to_be_taken
from dengji.exchange.files.refusals import NotCarried
from dengji.exchange.models import Request
from dengji.exchange.reports import SORTS, Sought, counts, report_within, reports_within
from dengji.exchange.terms import Register, Standing
from dengji.exchange.trying import send_again
from dengji.people.queries import divisions_below, stem
from dengji.people.terms import DECIDING, OFFICE_ROLES
from dengji.procedure.paging import paged
from dengji.records.acts import note_refused_reading
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.office.report_forms import SoughtForm
from dengji.web.office.reporting import Line, lines, page_of
from dengji.web.office.sheets import MOST_ROWS
from dengji.web.office.turning import without
from dengji.web.sheets import attachment, sheet

READERS = tuple(sorted(OFFICE_ROLES))
CARRIERS = tuple(sorted(DECIDING))
HEADS = (
    "种类",
    "操作类型",
    "内容",
    "说明",
    "行政区划代码",
    "情况",
    "最迟报送",
    "迟报",
    "提出日期",
    "报送日期",
    "回执号或文件编号",
    "答复日期",
    "未成的原因",
)


@require_safe
@at_desk("office", *READERS)
def listed(request: DeskRequest) -> HttpResponse:
    """报送: what the authority has to report, filtered by what stands in the address."""
    form, sought = _sought(request)
    on, mine = clock.today(), [request.post.organisation_id]
    number = request.GET.get("page", "1")
    page = paged(reports_within(mine, sought=sought, on=on), int(number) if number.isdecimal() else 1)
    told, overdue = counts(mine, on=on), tasks_of(request.post.organisation_id, on).late
    filtered = any(request.GET.get(name) for name in form.fields if name != "sort")
    shown = {
        "form": form,
        "sought": sought,
        "page": page,
        "rows": lines(page.rows, on),
        "tabs": _tabs(request, told),
        "everything": sum(told[each] for each in Standing),
        "overdue": overdue,
        "all": without(request, "page", "standing", "late"),
        "late": without(request, "page", "standing", late="on"),
        "filtered": filtered,
        "narrowed": any(request.GET.get(name) for name in ("operation", "place", "sort")),
        "sorted": SORTS.get(sought.sort, ""),
        "plain": without(request, "page"),
    }
    return render(request, "office/reports/list.html", shown | way(request))


@require_safe
@at_desk("office", *READERS)
def export(request: DeskRequest) -> HttpResponse:
    """导出: the list that is shown, every page of it, as a sheet."""
    _, sought = _sought(request)
    on = clock.today()
    found = reports_within([request.post.organisation_id], sought=sought, on=on)[:MOST_ROWS]
    content = sheet(f"报送 {on.isoformat()}", HEADS, (_cells(each) for each in lines(list(found), on)))
    return attachment(content, f"报送{on.isoformat()}.xlsx")


@require_safe
@at_desk("office", *READERS)
def report(request: DeskRequest, number: int) -> HttpResponse:
    """一件报送: what is sent, where it stands, what was answered, what comes next."""
    found = report_at(request, number)
    shown = {"request_": found, "page": page_of(found, request.post, clock.today()), "nav": "reports"}
    return render(request, "office/reports/report.html", shown | way(request))


@require_POST
@at_desk("office", *CARRIERS)
def again(request: DeskRequest, number: int) -> HttpResponse:
    """再次报送: what the network would not take is sent again."""
    found = report_at(request, number)
    try:
        send_again(found, by=request.post, at=clock.now())
    except NotCarried as refused:
        messages.error(request, refused.sentence)
    else:
        carried = by_files(Register.MINISTRY_NETWORK)
        messages.success(
            request, "已退回待报送，请生成报送文件。" if carried else "已重新排队，几分钟内再次报送。"
        )
    return redirect("office:report", number=number)


def report_at(request: DeskRequest, number: int) -> Request:
    """The report of that number. Raises Http404 for another authority's; the attempt is on the trail."""
    found = report_within([request.post.organisation_id], number)
    if found is None:
        note_refused_reading(f"report/{number}", by=request.post, at=clock.now())
        raise Http404
    return found


def way(request: DeskRequest) -> dict[str, Any]:
    """How reports go to the network here, what waits to be carried, and whether the post carries."""
    carried, mine = by_files(Register.MINISTRY_NETWORK), request.post.organisation_id
    return {
        "nav": "reports",
        "carried": carried,
        "connected": bool(address_of(Register.MINISTRY_NETWORK)),
        "carries": request.post.role in DECIDING,
        "to_take": waiting_to_be_taken(mine) if carried else [],
        "unanswered": files_unanswered(mine).count() if carried else 0,
    }


def _sought(request: DeskRequest) -> tuple[SoughtForm, Sought]:
    """The filters as they stand in the address; what is not offered counts as not asked."""
    places = [(each.code, each.name) for each in divisions_below(request.post.organisation.division_id)]
    form = SoughtForm(request.GET, places=places)
    form.is_valid()
    said = {name: value for name, value in form.cleaned_data.items() if value}
    if "place" in said:
        said["place"] = stem(said["place"])
    return form, Sought(**said | {"overdue": said.pop("late", False)})


def _tabs(request: DeskRequest, standings: dict[str, int]) -> list[tuple[Standing, int, str]]:
    """The states with their counts, each with its address."""
    return [
        (each, standings[each], without(request, "page", "late", standing=each.value)) for each in Standing
    ]


def _cells(line: Line) -> tuple[str, ...]:
    each, due = line.request, line.due
    days = (each.asked_at, each.sent_at, each.answered_at)
    asked, sent, answered = (localdate(day).isoformat() if day else "" for day in days)
    return (
        each.get_kind_display(),
        each.get_operation_display(),
        line.title,
        line.detail,
        each.place,
        str(line.standing.label),
        due.day.isoformat() if due else "",
        "是" if due and due.late else "",
        asked,
        sent,
        each.receipt,
        answered,
        each.fault,
    )
