"""销毁清册: proposed, decided, carried out, and the certificate that stays."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.evaluations.acts import archiving
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.records.archives import destructible, disposal_for, disposals_within, things_of
from dengji.records.keeping import approve_disposal, propose_disposal, refuse_disposal
from dengji.records.models import Disposal
from dengji.records.queries import opened
from dengji.records.terms import DisposalState
from dengji.web.access import at_desk
from dengji.web.archives.forms import CarryOutForm, DecideForm, ProposeForm
from dengji.web.archives.frame import READERS, done, page_of, shown_to
from dengji.web.middleware import DeskRequest

KEEPERS = tuple(BODY_ROLES | DECIDING)
MOST_SHOWN = 200


@require_safe
@at_desk("body", *READERS)
def listed(request: DeskRequest) -> HttpResponse:
    """销毁清册: the latest first."""
    return shown_to(request, "disposals", {"page": page_of(request, disposals_within(request.post))})


@at_desk("body", *KEEPERS)
def propose(request: DeskRequest) -> HttpResponse:
    """提出销毁: what has run out, the oldest first, ticked by hand."""
    offered = destructible(request.post, clock.today())
    form = ProposeForm(request.POST or None, offered=offered)
    if request.method == "POST":
        made: list[Disposal] = []
        if done(form, lambda: made.append(_proposed(request, form))):
            messages.success(request, f"销毁清册已提出，等{made[0].authority}审批。")
            return redirect("archives:disposal", token=made[0].token)
    ticked = {str(each) for each in form["items"].value() or ()}
    return shown_to(request, "propose", {"form": form, "offered": offered[:MOST_SHOWN], "ticked": ticked})


@require_safe
@at_desk("body", *READERS)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一份销毁清册."""
    disposal, post = _disposal(request, token), request.post
    proposed = disposal.state == DisposalState.PROPOSED
    may = {
        "decides": proposed
        and disposal.authority_id == post.organisation_id
        and post.role in DECIDING
        and disposal.proposed_by.person_id != post.person_id,
        "carries_out": disposal.state == DisposalState.APPROVED
        and disposal.owner_id == post.organisation_id
        and post.role in KEEPERS,
    }
    return shown_to(request, "disposal", {"disposal": disposal, "things": things_of(disposal)} | may)


@at_desk("office", *DECIDING)
def decide(request: DeskRequest, token: UUID) -> HttpResponse:
    """审批销毁."""
    disposal, form = _disposal(request, token), DecideForm(request.POST or None)
    if request.method == "POST" and done(form, lambda: _decided(request, disposal, form)):
        messages.success(request, f"销毁清册{disposal.get_state_display()}。")
        return redirect("archives:disposal", token=token)
    return shown_to(request, "decide", {"disposal": disposal, "form": form, "things": things_of(disposal)})


@at_desk("body", *KEEPERS)
def carry_out(request: DeskRequest, token: UUID) -> HttpResponse:
    """实施销毁: on a page of its own that says what is lost for ever."""
    disposal, form = _disposal(request, token), CarryOutForm(request.POST or None)
    if request.method == "POST" and done(
        form,
        lambda: archiving.carry_out(
            disposal,
            form.cleaned_data["way"],
            form.cleaned_data["witnesses"],
            by=request.post,
            at=clock.now(),
        ),
    ):
        messages.success(request, "已登记销毁，销毁证明可以下载。")
        return redirect("archives:disposal", token=token)
    return shown_to(request, "carry_out", {"disposal": disposal, "form": form, "things": things_of(disposal)})


@require_safe
@at_desk("body", *READERS)
def certificate(request: DeskRequest, token: UUID) -> HttpResponse:
    """销毁证明."""
    file = _disposal(request, token).certificate
    if file is None:
        raise Http404
    with opened(file) as content:
        answer = HttpResponse(content.read(), content_type=file.media_type)
    answer.headers["Content-Disposition"] = f'inline; filename="destruction-{token}.pdf"'
    return answer


def _proposed(request: DeskRequest, form: ProposeForm) -> Disposal:
    return propose_disposal(form.chosen, form.cleaned_data["reason"], by=request.post, at=clock.now())


def _decided(request: DeskRequest, disposal: Disposal, form: DecideForm) -> None:
    act = approve_disposal if form.cleaned_data["decision"] == "approve" else refuse_disposal
    act(disposal, form.cleaned_data["opinion"], by=request.post, at=clock.now())


def _disposal(request: DeskRequest, token: UUID) -> Disposal:
    disposal = disposal_for(request.post, token)
    if disposal is None:
        raise Http404
    return disposal
