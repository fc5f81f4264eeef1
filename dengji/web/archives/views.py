"""档案: the list, one archive with its five volumes, where a thing lies, holds."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.people.terms import DECIDING, Role
from dengji.records.archives import ArchivePage, archive_page, destructible, item_for
from dengji.records.archives import listed as found
from dengji.records.keeping import hold, lift, place
from dengji.web.access import at_desk
from dengji.web.archives.forms import PlaceForm, ReasonForm, SoughtForm
from dengji.web.archives.frame import READERS, done, page_of, shown_to
from dengji.web.middleware import DeskRequest

KEEPERS = (Role.MANAGER, Role.STAFF, *DECIDING)


@require_safe
@at_desk("body", *READERS)
def listed(request: DeskRequest) -> HttpResponse:
    """档案列表: by the day on which the first term runs out."""
    form, today = SoughtForm(request.GET), clock.today()
    form.is_valid()
    words, state = form.cleaned_data.get("words", ""), form.cleaned_data.get("state", "")
    page = page_of(request, found(request.post, words, state, today))
    filters = urlencode({key: said for key, said in (("words", words), ("state", state)) if said})
    said = {"form": form, "page": page, "filters": filters, "today": today}
    return shown_to(request, "archives", said | {"due": destructible(request.post, today)[:1].count()})


@require_safe
@at_desk("body", *READERS)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一卷档案."""
    page = _page(request, token)
    post, archive = request.post, page.archive
    may = {
        "keeps": archive.owner_id == post.organisation_id and post.role in KEEPERS,
        "watches": archive.authority_id == post.organisation_id and post.role in DECIDING,
    }
    return shown_to(request, "archive", {"shown": page} | may)


@at_desk("body", *KEEPERS)
def item(request: DeskRequest, pk: int) -> HttpResponse:
    """登记存放处."""
    thing = item_for(request.post, pk)
    if thing is None:
        raise Http404
    form = PlaceForm(request.POST or None, initial={"kept_at": thing.kept_at, "quantity": thing.quantity})
    if request.method == "POST" and done(
        form, lambda: place(thing, **form.cleaned_data, by=request.post, at=clock.now())
    ):
        messages.success(request, f"“{thing.label}”的存放处已登记。")
        return redirect("archives:archive", token=thing.archive.token)
    return shown_to(request, "item", {"item": thing, "form": form})


@at_desk("office", *DECIDING)
def hold_one(request: DeskRequest, token: UUID) -> HttpResponse:
    """停止销毁."""
    page, form = _page(request, token), ReasonForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: hold(page.archive, form.cleaned_data["reason"], by=request.post, at=clock.now())
    ):
        messages.success(request, "这卷档案已停止销毁。")
        return redirect("archives:archive", token=token)
    return shown_to(request, "hold", {"shown": page, "form": form})


@at_desk("office", *DECIDING)
def lift_one(request: DeskRequest, token: UUID) -> HttpResponse:
    """解除停止销毁."""
    page, form = _page(request, token), ReasonForm(request.POST or None)
    standing = page.hold
    if standing is None:
        return redirect("archives:archive", token=token)
    if request.method == "POST" and done(
        form, lambda: lift(standing, form.cleaned_data["reason"], by=request.post, at=clock.now())
    ):
        messages.success(request, "停止销毁已解除。")
        return redirect("archives:archive", token=token)
    return shown_to(request, "lift", {"shown": page, "form": form})


def _page(request: DeskRequest, token: UUID) -> ArchivePage:
    page = archive_page(request.post, token, clock.today())
    if page is None:
        raise Http404
    return page
