"""通知发送: what did not reach people of this place, why, and what waits to go out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dengji import clock
from dengji.messages.outside import switch_outside, try_outside_again
from dengji.messages.queries import candidates_told, queues, undelivered, undelivered_at
from dengji.messages.sending import try_again
from dengji.messages.terms import Channel
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.reading import page_of
from dengji.web.registry.roles import ADMINISTRATOR


@require_safe
@at_desk("office", *ADMINISTRATOR)
def listed(request: DeskRequest) -> HttpResponse:
    """未能送达的通知: to the people of this place, the latest first; and how much waits by each channel."""
    page = page_of(request, undelivered(request.post.organisation))
    there = queues()
    shown = {
        "page": page,
        "queues": there,
        "candidates": candidates_told(request.post.organisation),
        "by_sms": any(each.channel == Channel.SMS for each in there),
        "nav": "undelivered",
    }
    return render(request, "registry/undelivered.html", shown)


@require_POST
@at_desk("office", *ADMINISTRATOR)
def switch(request: DeskRequest) -> HttpResponse:
    """考生短信开关: for the administrator's own place."""
    on = request.POST.get("on") == "yes"
    switch_outside(on=on, by=request.post, at=clock.now())
    messages.success(request, "从现在起给考生发送短信。" if on else "从现在起不再给考生发送短信。")
    return redirect("registry:undelivered")


@require_POST
@at_desk("office", *ADMINISTRATOR)
def candidates_again(request: DeskRequest) -> HttpResponse:
    """重新发送考生短信: everything that was given up within the place."""
    count = try_outside_again(by=request.post, at=clock.now())
    messages.success(request, f"{count}条考生短信会再次发送。")
    return redirect("registry:undelivered")


@require_POST
@at_desk("office", *ADMINISTRATOR)
def again(request: DeskRequest, pk: int) -> HttpResponse:
    """重新发送: with the next run."""
    dispatch = undelivered_at(request.post.organisation, pk)
    if dispatch is None:
        raise Http404
    try_again(dispatch, by=request.post, at=clock.now())
    messages.success(request, f"给{dispatch.message.recipient}的通知会再次发送。")
    return redirect("registry:undelivered")
