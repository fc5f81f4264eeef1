"""胸卡核对: what the code on a badge leads to; everybody may see whether it is valid today."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.evaluations.examiners.badges import badge_at


@require_safe
def badge(request: HttpRequest, token: UUID, key: str) -> HttpResponse:
    """胸卡核对: whose it is, for which batch, and whether it is valid today."""
    today = clock.today()
    found = badge_at(token, key, today)
    if found is None:
        raise Http404("没有这张胸卡")
    return render(request, "public/badge.html", {"badge": found, "today": today})
