"""What becomes of a filing (变更内容、退出的职业): filed values beside the new ones, occupations that leave."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render

from dengji import clock
from dengji.filings.acts.altering import leave_out, propose
from dengji.filings.changes import FOLLOWING, PROPOSED, filed
from dengji.filings.models import Application, Filing
from dengji.filings.queries import applied_for
from dengji.people.refusals import Refused
from dengji.policy.engine.terms import Element, Section
from dengji.web.access import at_desk
from dengji.web.body.forms import ChangesForm, GivenUpForm
from dengji.web.body.frame import Filling, filling_of
from dengji.web.body.views.sections import around, finished, saved
from dengji.web.middleware import DeskRequest
from dengji.web.typed import keeps_typed, opened


@at_desk("body")
@keeps_typed
def changes(request: DeskRequest, token: UUID) -> HttpResponse:
    """变更内容: each element that may change, as it is filed and as it shall be."""
    frame = filling_of(request.post, token, clock.today())
    if "finish" in request.POST or "undone" in request.POST:
        return finished(request, frame, Section.CHANGES)
    application, filing = _about(frame)
    elements = [each for each in frame.matter.elements if each in (*PROPOSED, *FOLLOWING)]
    before = {element: filed(filing, element, clock.today()) for element in elements}
    form = opened(ChangesForm, request, application.proposed, before=before)
    if request.method == "POST" and form.is_valid():
        said = {Element(name): value for name, value in form.cleaned_data.items()}
        try:
            propose(frame.case, said, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
        else:
            messages.success(request, "变更内容已保存。")
            return saved(request, frame, Section.CHANGES)
    return render(request, "body/changes.html", around(frame, Section.CHANGES) | {"form": form})


@at_desk("body")
@keeps_typed
def given_up(request: DeskRequest, token: UUID) -> HttpResponse:
    """退出的职业: which occupations of the filing leave it with this application."""
    frame = filling_of(request.post, token, clock.today())
    if "finish" in request.POST or "undone" in request.POST:
        return finished(request, frame, Section.GIVEN_UP)
    application, filing = _about(frame)
    held = {row.code: row.name for row in filing.scope.in_force(clock.today())}
    form = opened(GivenUpForm, request, {"codes": application.given_up}, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            leave_out(frame.case, form.cleaned_data["codes"], by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
        else:
            messages.success(request, "退出的职业已保存。")
            return saved(request, frame, Section.GIVEN_UP)
    return render(request, "body/given_up.html", around(frame, Section.GIVEN_UP) | {"form": form})


def _about(frame: Filling) -> tuple[Application, Filing]:
    """The application and the filing that it is about. Raises Http404 for a first one."""
    application = applied_for(frame.case)
    if application.filing is None:
        raise Http404
    return application, application.filing
