"""The demo's operator (演示操作员): answers for the ministry's network, in demo mode only."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.exchange.clients import NotReached, NotUnderstood, Refused
from dengji.exchange.operator import decide, reports
from dengji.people.terms import Role
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest


@at_desk("office", Role.MINISTRY)
def ministry(request: DeskRequest) -> HttpResponse:
    """部中心答复: the reports that wait, and a button to publish or decline each."""
    if not settings.DENGJI_DEMO:
        raise Http404
    try:
        if request.method == "POST":
            return _decided(request)
        listed = reports()
    except (NotReached, NotUnderstood, Refused) as wrong:
        return render(request, "web/ministry.html", {"wrong": str(wrong)})
    return render(request, "web/ministry.html", {"reports": listed})


def _decided(request: DeskRequest) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()
    if "decline" in request.POST and not reason:
        messages.error(request, "不予公布的，请写明理由。")
    else:
        declined = reason if "decline" in request.POST else ""
        decide(request.POST.get("receipt", ""), on=clock.today(), reason=declined)
        messages.success(request, "已答复。对方系统在两分钟内取回答复，案件随后进入下一步。")
    return redirect("public:ministry")
