"""The demo's operator (演示操作员): answers for the ministry's network, in demo mode only."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.exchange.clients import NotReached, NotUnderstood, Refused
from dengji.exchange.operator import decide, report_at, reports
from dengji.people.terms import Role
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest

A_PAGE = 50
ROW = "row-"
MOST_ROWS = 500
"""Rows of one report that can be declined one by one on the page; further ones are published with the rest."""


@at_desk("office", Role.MINISTRY)
def ministry(request: DeskRequest) -> HttpResponse:
    """部中心答复: the reports that wait, and a button to publish or decline each."""
    if request.method == "POST":
        return _decided(request)
    return _shown(request, lambda: {"page": Paginator(reports(), A_PAGE).get_page(request.GET.get("page"))})


@at_desk("office", Role.MINISTRY)
def ministry_report(request: DeskRequest, receipt: str) -> HttpResponse:
    """逐行答复: one report with its rows; those with a reason are not published."""
    if request.method == "POST":
        return _decided(request)

    def one() -> dict[str, Any]:
        found = report_at(receipt)
        if found is None:
            raise Http404
        return {"report": found, "rows": found.rows[:MOST_ROWS]}

    return _shown(request, one, page="web/ministry_report.html")


def _shown(
    request: DeskRequest, wanted: Callable[[], dict[str, Any]], page: str = "web/ministry.html"
) -> HttpResponse:
    if not settings.DENGJI_DEMO:
        raise Http404
    try:
        said = wanted()
    except (NotReached, NotUnderstood, Refused) as wrong:
        return render(request, "web/ministry.html", {"wrong": str(wrong)})
    return render(request, page, said)


def _decided(request: DeskRequest) -> HttpResponse:
    reason, on = request.POST.get("reason", "").strip(), clock.today()
    receipt = request.POST.get("receipt", "")
    if not settings.DENGJI_DEMO:
        raise Http404
    if "decline" in request.POST and not reason:
        messages.error(request, "不予公布的，请写明理由。")
        return redirect("public:ministry")
    try:
        if "decline" in request.POST:
            decide(receipt, on=on, reason=reason)
        else:
            decide(receipt, on=on, declined=_declined(request))
    except (NotReached, NotUnderstood, Refused):
        messages.error(request, "没有答复成：这件报送已经答复过，或者模拟平台现在没有应答。")
    else:
        messages.success(request, "已答复。对方系统在两分钟内取回答复，案件随后进入下一步。")
    return redirect("public:ministry")


def _declined(request: DeskRequest) -> dict[str, str]:
    """The rows for which a reason was written."""
    said = {name: str(why).strip() for name, why in request.POST.items() if name.startswith(ROW)}
    return {name.removeprefix(ROW): why for name, why in said.items() if why}
