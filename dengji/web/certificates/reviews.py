"""Certificates looked at again (证书复核申请): what holders doubt, taken in at the counter, answered with reasons."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.certificates.acts.reviewing import answer_review, ask_review
from dengji.certificates.models import Certificate, Review
from dengji.certificates.queries import review_for, reviews_within
from dengji.certificates.responsible import ensure_answers_for
from dengji.certificates.terms import ReviewState
from dengji.certificates.waiting import reviews_waiting
from dengji.people.models import Post
from dengji.people.refusals import Refused
from dengji.records.acts import note_refused_reading
from dengji.web.access import at_desk
from dengji.web.certificates.forms import AnswerForm, TakeInForm
from dengji.web.certificates.frame import READERS, WORKERS, certificate_at, number_of, shown_to
from dengji.web.middleware import DeskRequest
from dengji.web.refusing import done

A_PAGE = 50


@require_safe
@at_desk("body", *READERS)
def listed(request: DeskRequest) -> HttpResponse:
    """复核申请: those that wait for an answer of this organisation's, or all of them."""
    everything = request.GET.get("show") == "all"
    found = reviews_within(request.post) if everything else reviews_waiting(request.post)
    page = Paginator(found, A_PAGE).get_page(number_of(request))
    said = {"page": page, "everything": everything, "today": clock.today()}
    return shown_to(request, "reviews", said)


@never_cache
@at_desk("body", *READERS)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一件复核申请: what is doubted, and the answer."""
    found = review_for(request.post, token)
    if found is None:
        note_refused_reading(f"review/{token}", by=request.post, at=clock.now())
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    may = found.state == ReviewState.OPEN and _answers(found.certificate, request.post)
    if request.method == "POST" and done(form, lambda: _answered(found, form, request.post)):
        wrong = form.cleaned_data["wrong"] == "yes"
        messages.success(request, "已答复。请接着办理更正、换发或者撤销。" if wrong else "已答复。")
        return redirect("certificates:review", token=token)
    said = {"each": found, "certificate": found.certificate, "form": form, "may": may}
    return shown_to(request, "review", said)


@never_cache
@at_desk("body", *WORKERS)
def take_in(request: DeskRequest, number: str) -> HttpResponse:
    """登记复核申请: the holder came to the counter, or wrote."""
    found, made = certificate_at(request, number), list[Review]()
    form = TakeInForm(request.POST if request.method == "POST" else None, label="持证人的理由")
    act = partial(ask_review, found, by=request.post, at=clock.now())
    if request.method == "POST" and done(
        form, lambda: made.append(act(form.cleaned_data["reason"], form.cleaned_data["phone"]))
    ):
        messages.success(request, "复核申请已登记。")
        return redirect("certificates:review", token=made[0].token)
    return shown_to(request, "take_in", {"each": found, "form": form})


def _answered(found: Review, form: AnswerForm, by: Post) -> Review:
    said = form.cleaned_data
    return answer_review(found, said["says"], wrong=said["wrong"] == "yes", by=by, at=clock.now())


def _answers(certificate: Certificate, post: Post) -> bool:
    try:
        ensure_answers_for(certificate, post)
    except Refused:
        return False
    return True
