"""Complaints that came by letter, telephone or from above (登记举报投诉), entered by the office."""

from secrets import token_urlsafe

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.supervision.acts.complaining import Receipt, complain
from dengji.supervision.codes import code_of
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.refusing import done
from dengji.web.supervision.complaint_forms import EnterForm
from dengji.web.supervision.frame import WORKERS, places_of


@at_desk("office", *WORKERS)
def entered(request: DeskRequest) -> HttpResponse:
    """登记来信来电、上级转办; the code is shown once, to be told to whoever complained."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EnterForm(*given, places=places_of(request.post), on=clock.today())
    code, made = code_of(token_urlsafe(16)), list[Receipt]()
    if request.method == "POST" and done(
        form, lambda: made.append(complain(form.told(code), by=request.post, at=clock.now()))
    ):
        there = made[0].complaint
        if there.authority_id != request.post.organisation_id:
            messages.warning(request, f"同样的内容由{there.authority}办理，不用再登记。")
            return redirect("supervision:complaints")
        told = f"已登记。反映人可以凭回执号{there.receipt}、查询码{code}查办理情况，查询码只显示这一次。"
        messages.success(request, told if made[0].opens else "同样的内容已经登记，就是这一件。")
        return redirect("supervision:complaint", token=there.token)
    return render(request, "supervision/complaint_enter.html", {"form": form, "nav": "supervision"})
