"""One certificate (一本证书): what it says, its history, its place in the public log, its files; given out again."""

from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.certificates.acts import amending
from dengji.certificates.acts.handing_out import hand_out_credential, open_personal, print_one
from dengji.certificates.forms import titles
from dengji.certificates.history import Happening, standing
from dengji.certificates.models import Certificate
from dengji.certificates.queries import amendments_of, events_of, exchanged_for
from dengji.certificates.responsible import ensure_answers_for, ensure_state
from dengji.certificates.terms import AmendmentKind
from dengji.evaluations.terms import DocumentKind, Sex
from dengji.people.models import Post
from dengji.people.refusals import Refused
from dengji.web.access import at_desk
from dengji.web.certificates.forms import ReasonForm, ReplaceForm
from dengji.web.certificates.frame import READERS, WORKERS, certificate_at, saved_as, shown_to, works
from dengji.web.middleware import DeskRequest
from dengji.web.refusing import done


@never_cache
@at_desk("body", *READERS)
def shown(request: DeskRequest, number: str) -> HttpResponse:
    """证书页: masked; the whole name and number only after the reason was given, once."""
    found, personal = certificate_at(request, number), dict[str, str]()
    form = ReasonForm(request.POST if request.method == "POST" else None, label="查看的原因")
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        act = partial(open_personal, found, why, by=request.post, at=clock.now())
        done(form, lambda: personal.update(act()))
    events = events_of(found)
    history = [Happening(each.kind, each.says, each.on) for each in events]
    said = {
        "each": found,
        "title": titles()[found.regime],
        "standing": standing(found.state, found.corrected_on, history),
        "events": events,
        "amendments": amendments_of(found),
        "personal": _in_words(personal),
        "form": form,
        "works": works(request.post),
        "asks": _may_ask(found, request.post),
        "answers": _answers(found, request.post),
        "release": found.line.release if found.line else None,
        "not_taken": _not_taken(found),
        "instead_of": exchanged_for(found),
        "reviews": list(found.reviews.all()),
    }
    return shown_to(request, "certificate", said)


@require_safe
@at_desk("body", *WORKERS)
def pdf(request: DeskRequest, number: str) -> HttpResponse:
    """下载电子证书."""
    found = certificate_at(request, number)
    content = print_one(found, by=request.post, at=clock.now())
    return saved_as(content, f"{found.number}.pdf", "application/pdf")


@require_safe
@at_desk("body", *WORKERS)
def credential(request: DeskRequest, number: str) -> HttpResponse:
    """下载电子凭证: the file that `verify.py` checks without this house."""
    found = certificate_at(request, number)
    content = hand_out_credential(found, by=request.post, at=clock.now())
    return saved_as(content, f"{found.number}.json", "application/json")


@never_cache
@at_desk("body", *WORKERS)
def replace(request: DeskRequest, number: str) -> HttpResponse:
    """补发: the reason; then the certificate is printed again."""
    found = certificate_at(request, number)
    begun = {"version": found.version}
    form = ReplaceForm(request.POST if request.method == "POST" else None, initial=begun, label="补发的理由")
    if request.method == "POST" and done(
        form,
        lambda: amending.replace(
            found,
            form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            by=request.post,
            at=clock.now(),
        ),
    ):
        messages.success(request, "补发已登记，可以打印证书。")
        return redirect("certificates:certificate", number=found.number)
    return shown_to(request, "replace", {"each": found, "form": form})


def _may_ask(certificate: Certificate, post: Post) -> list[AmendmentKind]:
    """What somebody in this post may ask for this certificate now."""
    return [kind for kind in AmendmentKind if _answers(certificate, post) and _may_be(certificate, kind)]


def _answers(certificate: Certificate, post: Post) -> bool:
    try:
        ensure_answers_for(certificate, post)
    except Refused:
        return False
    return True


def _may_be(certificate: Certificate, kind: AmendmentKind) -> bool:
    try:
        ensure_state(certificate, kind)
    except Refused:
        return False
    return True


def _not_taken(certificate: Certificate) -> str:
    """Why the ministry's network did not take this one in (没有收下的原因); empty where it did, or has not answered."""
    answers = certificate.line.release.not_found if certificate.line else []
    reasons = (each["reason"] or "没有说明原因" for each in answers if each["row"] == certificate.number)
    return next(reasons, "")


def _in_words(personal: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was opened, line by line."""
    if not personal:
        return []
    document = personal.get("document") or DocumentKind.IDENTITY
    return [
        ("姓名", personal.get("name", "")),
        (str(DocumentKind(document).label), personal.get("number", "")),
        ("性别", dict(Sex.choices).get(personal.get("sex", ""), "—")),
        ("出生日期", personal.get("born") or "—"),
    ]
