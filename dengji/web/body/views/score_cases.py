"""One score and what becomes of it (成绩更正、复核), and how a group scores (评分项、考评员账号)."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from dengji import clock
from dengji.evaluations.acts import complaining, correcting, signing
from dengji.evaluations.scores.roll import BY_GROUP
from dengji.evaluations.scores.scorebook import complaints, corrections, entries_of
from dengji.evaluations.scores.sheetbook import examiners_of, signed_sheets
from dengji.evaluations.terms import ComplaintState, CorrectionState
from dengji.people.queries import colleagues
from dengji.people.refusals import Refused
from dengji.people.terms import BODY_ROLES
from dengji.policy.engine.practice import Method
from dengji.web.access import at_desk
from dengji.web.body.forms import PlainForm
from dengji.web.body.planning import own_plan
from dengji.web.body.score_forms import AccountForm, AnswerForm, CorrectionForm, DeclineForm, ItemsForm
from dengji.web.body.views.scores import around, own_book
from dengji.web.middleware import DeskRequest

PAGE = 50


def attempted(form: PlainForm, act: Callable[[], object]) -> bool:
    """Whether the act was done; why it was not is said above the form."""
    try:
        act()
    except Refused as refused:
        form.refuse(refused.sentence, refused.remedy)
        return False
    return True


@at_desk("body")
def score(request: DeskRequest, token: UUID, method: str, candidate: UUID) -> HttpResponse:
    """一名考生的一项成绩: all traces of it; a correction is proposed here."""
    book = own_book(request, token, method)
    who = get_object_or_404(book.plan.candidates.all(), token=candidate)
    line = book.lines([who])[0]
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and line.score is not None and form.is_valid():
        after, reason = form.cleaned_data["after"], form.cleaned_data["reason"]
        act = partial(correcting.propose, line.score, after, reason, by=request.post, at=clock.now())
        if attempted(form, act):
            messages.success(request, "已提出更正，等本机构另一名人员复核。")
            return redirect("body:score_corrections", token=token)
    shown = {"book": book, "line": line, "form": form, "sheets": signed_sheets(line.score)}
    if line.score is not None:
        found = corrections(book.plan).filter(score=line.score)
        shown |= {"entries": entries_of(line.score), "corrections": found}
    return render(request, "body/score.html", around(book.plan, **shown))


@at_desk("body")
def listed_corrections(request: DeskRequest, token: UUID) -> HttpResponse:
    """成绩更正: those that wait first."""
    plan = own_plan(request, request.post, token)
    page = Paginator(corrections(plan), PAGE).get_page(request.GET.get("page"))
    rows = [(each, Method(each.score.method).label) for each in page]
    return render(request, "body/scores_corrections.html", around(plan, page=page, rows=rows))


@at_desk("body")
def correction(request: DeskRequest, token: UUID, correction: UUID) -> HttpResponse:
    """复核一次更正: agreed to by a second person, or not, with the reason."""
    plan = own_plan(request, request.post, token)
    found = get_object_or_404(corrections(plan), token=correction)
    form = DeclineForm(request.POST if "decline" in request.POST else None)
    at, by = clock.now(), request.post
    if "agree" in request.POST:
        done = correcting.second(found, by=by, at=at)
        said = "成绩已更正。" if done.state == CorrectionState.MADE else "已同意，等备案机关核准后生效。"
        messages.success(request, said)
        return redirect("body:score_corrections", token=token)
    if form.is_bound and form.is_valid():
        act = partial(correcting.decline, found, form.cleaned_data["because"], by=by, at=at)
        if attempted(form, act):
            messages.success(request, "已记下不同意，成绩不变。")
            return redirect("body:score_corrections", token=token)
    mine = found.by.person_id == by.person_id
    waits = found.state == CorrectionState.SECOND
    shown = {"each": found, "form": form, "label": Method(found.score.method).label, "mine": mine}
    return render(request, "body/scores_correction.html", around(plan, waits=waits, **shown))


@at_desk("body")
def listed_complaints(request: DeskRequest, token: UUID) -> HttpResponse:
    """成绩复核申请: the open ones first."""
    plan = own_plan(request, request.post, token)
    page = Paginator(complaints(plan), PAGE).get_page(request.GET.get("page"))
    rows = [(each, Method(each.method).label) for each in page]
    return render(request, "body/scores_complaints.html", around(plan, page=page, rows=rows))


@at_desk("body")
def complaint(request: DeskRequest, token: UUID, complaint: UUID) -> HttpResponse:
    """答复一次复核申请: with the reason, which the candidate reads; where it is upheld, a correction follows."""
    plan = own_plan(request, request.post, token)
    found = get_object_or_404(complaints(plan), token=complaint)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, upheld = form.cleaned_data["answer"], form.cleaned_data["upheld"] == "yes"
        act = partial(complaining.answer, found, said, upheld=upheld, by=request.post, at=clock.now())
        if attempted(form, act):
            messages.success(request, "已答复，考生查询成绩时可以看到。")
            if not upheld:
                return redirect("body:score_complaints", token=token)
            return redirect("body:score", token=token, method=found.method, candidate=found.candidate.token)
    shown = {"each": found, "form": form, "label": Method(found.method).label}
    waits = found.state == ComplaintState.OPEN
    return render(request, "body/scores_complaint.html", around(plan, waits=waits, **shown))


@at_desk("body")
def items(request: DeskRequest, token: UUID, method: str) -> HttpResponse:
    """评分项: what the group scores, before anybody has begun."""
    book = own_book(request, token, method)
    now = signing.items_of(book.plan, method)
    told = "\n".join(f"{each['label']} {each['most']}" for each in now if each["id"] != signing.TOTAL)
    form = ItemsForm(request.POST or None, initial={"items": told})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["items"]
        act = partial(signing.lay_down_form, book.plan, Method(method), said, by=request.post, at=clock.now())
        if attempted(form, act):
            messages.success(request, f"已设定{len(said)}个评分项。")
            return redirect("body:method_scores", token=token, method=method)
    return render(request, "body/scores_items.html", around(book.plan, book=book, form=form, items=now))


@at_desk("body")
def accounts(request: DeskRequest, token: UUID) -> HttpResponse:
    """考评员账号: with which account each of the body's own examiners signs; how many sheets each has signed."""
    plan = own_plan(request, request.post, token)
    posts = list(colleagues(plan.filing.institution.organisation, clock.today(), *BODY_ROLES))
    rows = [(each, AccountForm(each, posts, initial={"post": each.post_id})) for each in examiners_of(plan)]
    for place, (each, _) in enumerate(rows):
        if str(each.pk) == request.POST.get("assignment"):
            form = AccountForm(each, posts, request.POST)
            rows[place] = (each, form)
            if form.is_valid():
                post = form.posts[form.cleaned_data["post"]]
                act = partial(signing.sign_in_as, each, post, by=request.post, at=clock.now())
                if attempted(form, act):
                    messages.success(request, f"{each.name}用这个账号评分、签字。")
                    return redirect("body:score_accounts", token=token)
    by_group = [Method(each).label for each in plan.methods if each in BY_GROUP]
    return render(request, "body/scores_accounts.html", around(plan, rows=rows, by_group=by_group))
