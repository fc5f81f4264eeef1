"""Evidence at the body's desk (过程资料): the list, what lies elsewhere, large files that come in parts."""

from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dengji import clock
from dengji.evaluations.acts import evidencing
from dengji.evaluations.models.day import Upload
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.sittings.on_the_day import evidence_of, sittings_of, unfinished, upload_for
from dengji.people.refusals import Refused
from dengji.procedure.refusals import Moved
from dengji.web.access import at_desk
from dengji.web.body.day_forms import ElsewhereForm, EvidenceForm, FileSaidForm
from dengji.web.body.day_pages import around, found, pressed
from dengji.web.body.planning import own_plan
from dengji.web.body.saving import saved
from dengji.web.middleware import DeskRequest

PART = 4 * 1024 * 1024  # bytes of a part
SENT = {"part": PART, "piece": evidencing.PIECE, "most": evidencing.LARGEST}
OFFSET, LONGEST_OFFSET = "Upload-Offset", 12
BROKEN, TAKEN_ELSEWHERE, TOO_LARGE, REFUSED = 400, 409, 413, 422
NO_SCRIPT = (
    "大文件要分段传，这个浏览器没有运行分段上传的程序，没有传。请换一个浏览器，或者登记校验值和存放处。"
)


@require_safe
@at_desk("body")
def evidence(request: DeskRequest, token: UUID) -> HttpResponse:
    """过程资料: what is here, what lies elsewhere, and what is on its way."""
    plan = own_plan(request, request.post, token)
    shown = {"evidence": list(evidence_of(plan)), "unfinished": list(unfinished(plan)), "tab": "evidence"}
    return render(request, "body/evidence.html", around(plan, **shown))


@at_desk("body")
def elsewhere(request: DeskRequest, token: UUID) -> HttpResponse:
    """登记存放在别处的资料: its digest, and where it lies."""
    plan = own_plan(request, request.post, token)
    form = ElsewhereForm(request.POST if request.method == "POST" else None, sittings=sittings_of(plan))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        entry, lies = form.entry(), (said["sha256"], said["kept_at"])
        act = partial(evidencing.register_elsewhere, plan, entry, *lies, by=request.post, at=clock.now())
        made = saved(form, act)
        if made is not None:
            messages.success(request, f"已登记“{made.title}”。")
            return redirect("body:evidence", token)
    return render(request, "body/evidence_elsewhere.html", around(plan, form=form))


@at_desk("body")
def upload(request: DeskRequest, token: UUID) -> HttpResponse:
    """上传资料: the page on which a file is chosen; its program asks here where to send the parts."""
    plan = own_plan(request, request.post, token)
    form = EvidenceForm(request.POST if request.method == "POST" else None, sittings=sittings_of(plan))
    if request.method == "POST" and "name" in request.POST:
        return _begun(request, plan, form)
    if request.method == "POST" and form.is_valid():
        form.refuse(NO_SCRIPT)
    return render(request, "body/evidence_upload.html", around(plan, form=form, **SENT))


@at_desk("body")
def going_on(request: DeskRequest, token: UUID, upload: UUID) -> HttpResponse:
    """继续上传、完成上传: once the whole file is here it is registered; until then the same file is chosen again."""
    plan, there = _own_upload(request, token, upload)
    if there.done_at is not None:
        messages.success(request, f"“{there.name}”已经登记。")
        return redirect("body:evidence", token)
    form = EvidenceForm(
        request.POST if request.method == "POST" else None,
        sittings=sittings_of(plan),
        initial={"kind": there.kind, "title": there.title, "sitting": there.sitting_id or ""},
    )
    if request.method == "POST" and form.is_valid():
        act = partial(evidencing.finish_upload, there, form.entry(), by=request.post, at=clock.now())
        made = saved(form, act)
        if made is not None:
            messages.success(request, f"“{made.title}”已上传并登记。")
            return redirect("body:evidence", token)
    whole = there.received == there.size
    shown = {"form": form, "upload": there, "whole": whole, **SENT}
    return render(request, "body/evidence_upload.html", around(plan, **shown))


@require_POST
@at_desk("body")
def part(request: DeskRequest, token: UUID, upload: UUID) -> HttpResponse:
    """接收一段: the raw bytes from an offset on; says how much is here (409 where the offset does not fit)."""
    _, there = _own_upload(request, token, upload)
    said = request.headers.get(OFFSET, "")
    if not said.isdecimal() or len(said) > LONGEST_OFFSET:
        return _told(there.received, "没有说明从哪里开始。", BROKEN)
    try:
        content = request.read(PART + 1)
    except UnreadablePostError:
        return _told(there.received, "网络中断，这一段没有收全。", BROKEN)
    if len(content) > PART:
        return _told(there.received, "这一段太大。", TOO_LARGE)
    try:
        here = evidencing.take_part(there, int(said), BytesIO(content), by=request.post, at=clock.now())
    except Moved as moved:
        _, now = _own_upload(request, token, upload)
        return _told(now.received, f"{moved.sentence}{moved.remedy}", TAKEN_ELSEWHERE)
    except Refused as refused:
        return _told(there.received, f"{refused.sentence}。{refused.remedy}", REFUSED)
    return JsonResponse({"offset": here})


@at_desk("body")
def give_up(request: DeskRequest, token: UUID, upload: UUID) -> HttpResponse:
    """放弃上传: first a page that says what is lost. Pressed twice, there is nothing left to give up."""
    plan = own_plan(request, request.post, token)
    there = upload_for(plan, upload)
    if request.method == "POST":
        if there is not None and there.done_at is None:
            _, done = pressed(
                request, partial(evidencing.give_up_upload, there, by=request.post, at=clock.now())
            )
            if done:
                messages.success(request, f"已放弃上传“{there.name}”。")
        return redirect("body:evidence", token)
    there = found(there if there and there.done_at is None else None)
    return render(request, "body/evidence_give_up.html", around(plan, upload=there))


def _begun(request: DeskRequest, plan: Plan, form: EvidenceForm) -> HttpResponse:
    """Where the parts go and from where on, for the page's program; or what is still wrong, before anything is sent."""
    file = FileSaidForm(request.POST)
    if not (form.is_valid() & file.is_valid()):
        return JsonResponse({"says": _faults(form) + _faults(file)}, status=REFUSED)
    try:
        made = evidencing.begin_upload(plan, file.file(), form.entry(), by=request.post, at=clock.now())
    except Refused as refused:
        return JsonResponse({"says": [f"{refused.sentence}{refused.remedy}"]}, status=REFUSED)
    address = reverse("body:evidence_going_on", args=(plan.token, made.token))
    return JsonResponse({"address": address, "offset": made.received})


def _faults(form: Any) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


def _told(offset: int, says: str, status: int) -> JsonResponse:
    return JsonResponse({"offset": offset, "says": says}, status=status)


def _own_upload(request: DeskRequest, token: UUID, upload: UUID) -> tuple[Plan, Upload]:
    """One upload of one of the body's own plans, or 404."""
    plan = own_plan(request, request.post, token)
    return plan, found(upload_for(plan, upload))
