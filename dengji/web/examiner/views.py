"""The examiners' pages (考评员页面): what I have to score, my sheet for a candidate, signing what is filled in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from dengji import clock
from dengji.evaluations.acts import signing
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Assignment
from dengji.evaluations.scores.sheetbook import (
    SHOWN,
    drafts,
    duties,
    others,
    own_assignment,
    own_sheet,
    sheets_page,
    to_be_scored,
    totals,
)
from dengji.evaluations.scores.signatures import intact
from dengji.people.refusals import Refused
from dengji.people.terms import BODY_ROLES, Role
from dengji.policy.engine.practice import Method
from dengji.web.access import at_desk
from dengji.web.examiner.forms import MarksForm
from dengji.web.middleware import DeskRequest

PAGE = 50
WHO = (Role.EXAMINER, *sorted(BODY_ROLES))


@at_desk("examiner", *WHO)
def home(request: DeskRequest) -> HttpResponse:
    """我的评分任务: what is not done first."""
    shown = {"duties": duties(request.post), "today": clock.today(), "nav": "examiner"}
    return render(request, "examiner/home.html", shown)


@at_desk("examiner", *WHO)
def candidates(request: DeskRequest, plan: UUID, method: str) -> HttpResponse:
    """评分名单: the candidates of one method with how far my own sheets are."""
    mine = _mine(request, plan, method)
    shown = request.GET.get("show", "")
    page = Paginator(sheets_page(mine.plan, method, mine, shown).order_by("ordinal"), PAGE).get_page(
        request.GET.get("page")
    )
    people = list(page)
    sheets = totals(mine, method, people)
    rows = [(who, sheets.get(who.pk)) for who in people]
    given: dict[str, Any] = {"page": page, "rows": rows, "shown": shown, "tabs": SHOWN.items()}
    given |= {"waiting": drafts(mine, method).count()}
    return render(request, "examiner/candidates.html", _around(mine, method) | given)


@at_desk("examiner", *WHO)
def sheet(request: DeskRequest, plan: UUID, method: str, candidate: UUID) -> HttpResponse:
    """评分表: save as often as one likes, sign once; the others' only after that."""
    mine = _mine(request, plan, method)
    who = get_object_or_404(to_be_scored(mine.plan, method, mine), token=candidate)
    kept = own_sheet(who, method, mine)
    items = signing.items_of(mine.plan, method)
    form = MarksForm(items, request.POST or None, initial=kept.items if kept else {})
    whole = form.ensure_whole if "sign" in request.POST else form.is_valid
    if request.method == "POST" and form.is_valid() and whole():
        try:
            return _kept(request, mine, Method(method), who, form)
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
    signed = kept is not None and kept.signed_at is not None
    marks = [(each, (kept.items if kept else {}).get(each["id"])) for each in items]
    given: dict[str, Any] = {"who": who, "kept": kept, "form": form, "signed": signed, "marks": marks}
    given |= {"others": others(kept), "intact": kept is not None and intact(kept)}
    return render(request, "examiner/sheet.html", _around(mine, method) | given)


@at_desk("examiner", *WHO)
def sign_all(request: DeskRequest, plan: UUID, method: str) -> HttpResponse:
    """签署填好的评分表: each with its total, before they are signed together."""
    mine = _mine(request, plan, method)
    if request.method == "POST":
        signed = signing.sign_all(mine, Method(method), by=request.post, at=clock.now())
        messages.success(request, f"已签{signed}张评分表。")
        return redirect("examiner:candidates", plan=plan, method=method)
    needed = {each["id"] for each in signing.items_of(mine.plan, method)}
    waiting = [(each, needed <= set(each.items)) for each in drafts(mine, method)]
    ready = sum(whole for _, whole in waiting)
    return render(request, "examiner/sign.html", _around(mine, method) | {"waiting": waiting, "ready": ready})


def _mine(request: DeskRequest, plan: UUID, method: str) -> Assignment:
    """The person's own part in the batch, or 404."""
    found = own_assignment(request.post, plan, method)
    if found is None:
        raise Http404
    return found


def _around(mine: Assignment, method: str) -> dict[str, Any]:
    return {
        "mine": mine,
        "plan": mine.plan,
        "method": method,
        "label": Method(method).label,
        "nav": "examiner",
    }


def _kept(
    request: DeskRequest, mine: Assignment, method: Method, who: Candidate, form: MarksForm
) -> HttpResponse:
    at, by = clock.now(), request.post
    kept = signing.save_sheet(who, method, mine, form.marks(), by=by, at=at)
    if "sign" not in request.POST:
        messages.success(request, "已保存，还没有签字。")
        return redirect("examiner:candidates", plan=mine.plan.token, method=method)
    signing.sign(kept, by=by, at=at)
    messages.success(request, f"第{who.ordinal}号的评分表已签字。")
    return redirect("examiner:candidates", plan=mine.plan.token, method=method)
