"""公告: what the authority tells the public, put up and taken down."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.notices.acts.announcing import announce, withdraw_announcement
from dengji.notices.models import Announcement
from dengji.notices.queries import announcements_of
from dengji.people.refusals import Refused
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.trail import AnnouncementForm
from dengji.web.registry.reading import page_of
from dengji.web.registry.roles import SPEAKING


@require_safe
@at_desk("office", *SPEAKING)
def listed(request: DeskRequest) -> HttpResponse:
    """本机关公告: those that stand and those taken down."""
    page = page_of(request, announcements_of(request.post.organisation))
    return render(request, "registry/announcements.html", {"page": page, "nav": "announcements"})


@require_safe
@at_desk("office", *SPEAKING)
def shown(request: DeskRequest, pk: int) -> HttpResponse:
    """一则公告."""
    announcement = _announcement(request, pk)
    seen = {"announcement": announcement, "nav": "announcements"}
    return render(request, "registry/announcement.html", seen)


@at_desk("office", *SPEAKING)
def new(request: DeskRequest) -> HttpResponse:
    """发布公告: written, looked at as the public will see it, then put up at once."""
    form = AnnouncementForm(request.POST or None)
    seen = {"form": form, "nav": "announcements"}
    if request.method != "POST" or "edit" in request.POST or not form.is_valid():
        return render(request, "registry/announce.html", seen)
    if "confirm" not in request.POST:
        return render(request, "registry/announce_check.html", seen)
    try:
        put_up = announce(request.post.organisation, **form.cleaned_data, by=request.post, at=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return render(request, "registry/announce.html", seen)
    messages.success(request, "公告已发布，公众现在可以看到。")
    return redirect("registry:announcement", pk=put_up.pk)


@at_desk("office", *SPEAKING)
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """撤下公告: it no longer stands on the public pages; what it said stays on record."""
    announcement = _announcement(request, pk)
    if request.method != "POST":
        seen = {"announcement": announcement, "nav": "announcements"}
        return render(request, "registry/withdraw_announcement.html", seen)
    withdraw_announcement(announcement, by=request.post, at=clock.now())
    messages.success(request, "公告已撤下，公众不再看到。")
    return redirect("registry:announcement", pk=pk)


def _announcement(request: DeskRequest, pk: int) -> Announcement:
    """An announcement of the post's authority, or 404."""
    found = announcements_of(request.post.organisation).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
