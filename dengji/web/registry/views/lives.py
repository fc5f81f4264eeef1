"""What an authority does about a filing of its own accord (依职权办理): proposes its end, takes over its duties."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.filings.acts.ordering import ORDERED_END, propose_end, take_over
from dengji.filings.history import duties_of
from dengji.filings.models import Filing
from dengji.filings.terms import FilingState
from dengji.filings.texts import text_of
from dengji.people.refusals import Refused
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.filings import EndForm, TakeOverForm
from dengji.web.registry.forms.plain import PlainForm
from dengji.web.registry.reading import filings_of
from dengji.web.registry.roles import ENTERING

Done = TypeVar("Done")


@at_desk("office", *ENTERING)
def end(request: DeskRequest, number: str) -> HttpResponse:
    """提起终结备案: the reason; a case opens in which the findings are stated and the decision is made."""
    filing = own_filing(request, number)
    form = EndForm(request.POST or None)
    case = _acted(
        request, form, lambda said: propose_end(filing, said["reason"], by=request.post, at=clock.now())
    )
    if case is not None:
        messages.success(request, "已提起，请在案件中核对事实、上传依据，再作决定。")
        return redirect("office:case", token=case.token)
    shown = {
        "filing": filing,
        "form": form,
        "text": text_of(filing, clock.today(), ORDERED_END),
        "nav": "filings",
    }
    return render(request, "registry/end_filing.html", shown | {"matter": ORDERED_END})


@at_desk("office", *ENTERING)
def taken_over(request: DeskRequest, number: str) -> HttpResponse:
    """接管后续责任: where the body no longer exists, its authority answers for what is still owed."""
    filing = own_filing(request, number)
    form = TakeOverForm(request.POST or None)
    taken = _acted(
        request, form, lambda said: take_over(filing, said["because"], by=request.post, at=clock.now())
    )
    if taken is not None:
        messages.success(request, f"已接管{taken}项后续责任。" if taken else "后续责任已经接管，没有变化。")
        return redirect("registry:filing", number=number)
    duties = duties_of(filing)
    shown = {
        "filing": filing,
        "form": form,
        "passing": [duty for duty in duties if duty.passes],
        "staying": [duty for duty in duties if duty.own],
        "nav": "filings",
    }
    return render(request, "registry/take_over.html", shown)


def _acted(request: DeskRequest, form: PlainForm, act: Callable[[dict[str, Any]], Done]) -> Done | None:
    """What the act gives for what was sent; None where nothing was, or it was refused and the form says why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return None


def own_filing(request: DeskRequest, number: str) -> Filing:
    """A filing of the post's own authority, or 404."""
    found = filings_of(request.post, {}, clock.today()).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def may_end(filing: Filing, request: DeskRequest) -> bool:
    """Whether the post's authority may propose the end of the filing here, by a text that rules such an end."""
    mine = filing.authority_id == request.post.organisation_id and request.post.role in ENTERING
    stands = mine and filing.state == FilingState.IN_FORCE
    return stands and text_of(filing, clock.today(), ORDERED_END) is not None
