"""Certificates put right (证书更正、撤销、恢复): asked for, seconded, decided; what waits for whom."""

import io
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.certificates.acts import amending
from dengji.certificates.models import Amendment, Certificate
from dengji.certificates.queries import amendment_for, amendments_waiting, amendments_within
from dengji.certificates.responsible import taken_over
from dengji.certificates.terms import AmendmentKind, AmendmentState
from dengji.certificates.wanted import LABELS, AmendmentEntry, in_words, wanted_of
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.records.acts import note_refused_reading, store
from dengji.records.models import StoredFile
from dengji.records.queries import opened
from dengji.records.terms import Retention
from dengji.web.access import at_desk
from dengji.web.certificates.forms import CorrectForm, ExchangeForm, ProposeForm, ReasonForm
from dengji.web.certificates.frame import READERS, WORKERS, certificate_at, number_of, plain, shown_to
from dengji.web.middleware import DeskRequest
from dengji.web.refusing import done

A_PAGE = 50
SAID = {
    "second": (amending.second, "复核已登记。"),
    "decide": (amending.decide, "已核准，证书随之改变。"),
}
FORMS: dict[AmendmentKind, type[ProposeForm]] = {
    AmendmentKind.CORRECT: CorrectForm,
    AmendmentKind.EXCHANGE: ExchangeForm,
}


@require_safe
@at_desk("body", *READERS)
def listed(request: DeskRequest) -> HttpResponse:
    """变动申请: those that wait for this organisation, or all of them."""
    everything = request.GET.get("show") == "all"
    waiting = amendments_waiting(request.post).select_related("by__person").order_by("at", "pk")
    found = amendments_within(request.post) if everything else waiting
    page = Paginator(found, A_PAGE).get_page(number_of(request))
    return shown_to(request, "amendments", {"page": page, "everything": everything})


@never_cache
@at_desk("body", *WORKERS)
def propose(request: DeskRequest, number: str, kind: str) -> HttpResponse:
    """提出更正、撤销、恢复."""
    if kind not in AmendmentKind.values:
        raise Http404
    found, asked = certificate_at(request, number), AmendmentKind(kind)
    made = list[Amendment]()
    kind_of_form = FORMS.get(asked, ProposeForm)
    given: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form = kind_of_form(*given, label=f"{asked.label}的理由")
    if request.method == "POST" and done(form, lambda: made.append(_proposed(request, found, asked, form))):
        messages.success(request, f"{asked.label}申请已提出，等本单位的另一名人员复核。")
        return redirect("certificates:amendment", token=made[0].token)
    return shown_to(request, "propose", {"each": found, "form": form, "kind": asked})


@never_cache
@at_desk("body", *READERS)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一项变动申请: agreed to by a second person, decided, or not agreed to, with the reason."""
    found, by, at = _amendment(request, token), request.post, clock.now()
    label = "收回的理由" if found.by.person_id == by.person_id else "不同意的理由"
    form = ReasonForm(request.POST if "decline" in request.POST else None, label=label)
    if request.method == "POST" and request.POST.get("press") in SAID:
        act, words = SAID[request.POST["press"]]
        act(found, by=by, at=at)
        messages.success(request, words)
        return redirect("certificates:amendment", token=token)
    if form.is_bound and done(
        form, lambda: amending.decline(found, form.cleaned_data["reason"], by=by, at=at)
    ):
        messages.success(request, "已记下不同意，证书不变。")
        return redirect("certificates:amendment", token=token)
    may = _may(found, by)
    wanted = _in_words(found) if may or by.organisation_id == found.by.organisation_id else []
    said = {"each": found, "certificate": found.certificate, "form": form, "may": may, "wanted": wanted}
    return shown_to(request, "amendment", said)


@require_safe
@at_desk("body", *READERS)
def file(request: DeskRequest, token: UUID) -> HttpResponse:
    """证明材料: for those who may see the request."""
    found = _amendment(request, token).file
    if found is None:
        raise Http404
    kind = found.media_type
    return plain(FileResponse(opened(found), as_attachment=True, filename=found.name, content_type=kind))


def _proposed(
    request: DeskRequest, certificate: Certificate, kind: AmendmentKind, form: ProposeForm
) -> Amendment:
    said, at = form.cleaned_data, clock.now()
    kept = _kept(request, said["file"].name, said["file"].read()) if said["file"] else None
    entry = AmendmentEntry(kind, said["reason"], form.wanted, form.face, kept)
    return amending.propose(certificate, entry, by=request.post, at=at)


def _kept(request: DeskRequest, name: str, content: bytes) -> StoredFile:
    """The file as it was handed in."""
    by, keep = request.post, partial(store, content=io.BytesIO(content), name=name)
    return keep(owner=by.organisation, by=by, at=clock.now(), retention=Retention.FINDING_MATERIAL)


def _amendment(request: DeskRequest, token: UUID) -> Amendment:
    found = amendment_for(request.post, token)
    if found is None:
        note_refused_reading(f"amendment/{token}", by=request.post, at=clock.now())
        raise Http404
    return found


def _may(amendment: Amendment, post: Post) -> str:
    """What somebody in this post may press: "second", "decide", "decline" for his own, or nothing."""
    same, filing = amendment.by.organisation_id == post.organisation_id, amendment.certificate.filing
    if amendment.state == AmendmentState.SECOND and same and post.role in BODY_ROLES | DECIDING:
        return "decline" if amendment.by.person_id == post.person_id else "second"
    authority = filing is not None and filing.authority_id == post.organisation_id and post.role in DECIDING
    if amendment.state == AmendmentState.AUTHORITY and authority:
        return "decide"
    over = amendment.state == AmendmentState.SECOND and authority and taken_over(filing)
    return "decline" if over else ""


def _in_words(amendment: Amendment) -> list[tuple[str, str]]:
    """What the certificate shall say, line by line."""
    words = in_words(wanted_of(amendment))
    return [(LABELS[key], says) for key, says in words.items()]
