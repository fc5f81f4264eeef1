"""选填评价计划: the plans of the term that the system has, chosen into a form; what is typed beside them stays."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.evaluations.carried import plans_carried_out
from dengji.filings.acts.altering import fill_in
from dengji.filings.acts.drafts import keep_draft
from dengji.filings.forms import forms_of
from dengji.filings.queries import applied_for, draft_of
from dengji.people.refusals import Refused
from dengji.policy.engine.annexes import AnnexPart, Offered
from dengji.policy.engine.terms import Section
from dengji.web.access import at_desk
from dengji.web.body.annexes import typed_in
from dengji.web.body.frame import Filling, filling_of
from dengji.web.body.plan_rows import PlanRowsForm, rows_chosen
from dengji.web.body.views.sections import around
from dengji.web.middleware import DeskRequest


@at_desk("body")
def plan_rows(request: DeskRequest, token: UUID, form: str, part: str) -> HttpResponse:
    """选填评价计划: the latest first, those that stand in the form already chosen."""
    frame = filling_of(request.post, token, clock.today())
    annex = forms_of(frame.pack, frame.case.matter).get(form)
    found = next((each for each in annex.parts() if each.id == part), None) if annex else None
    filing = applied_for(frame.case).filing
    if annex is None or found is None or found.offered is not Offered.PLANS or filing is None:
        raise Http404
    offered = plans_carried_out(filing, clock.today())
    kept = applied_for(frame.case).forms.get(form, {}).get(part, [])
    there = [row.get("number", "") for row in kept]
    chosen = PlanRowsForm(request.POST if request.method == "POST" else None, offered=offered, part=found)
    if request.method == "POST" and chosen.is_valid():
        rows = rows_chosen(found, kept, offered, chosen.cleaned_data["plans"])
        try:
            fill_in(frame.case, form, {part: rows}, by=request.post, at=clock.now())
        except Refused as refused:
            chosen.refuse(refused.sentence, refused.remedy)
        else:
            _to_draft(request, frame, form, found, rows)
            messages.success(request, "已填入所选的评价计划，请核对，补上系统里没有的内容。")
            return redirect(frame.address("one_form", form=form))
    ticked = request.POST.getlist("plans") if request.method == "POST" else there
    numbers = {each.number for each in offered}
    shown = {
        "form": chosen,
        "annex": annex,
        "offered": [(each, each.number in ticked) for each in offered],
        "beside": [row for row in kept if row.get("number", "") not in numbers],
        "most": found.most,
        "back": frame.address("one_form", form=form),
    }
    return render(request, "body/plan_rows.html", around(frame, Section.FORMS) | shown)


def _to_draft(request: DeskRequest, frame: Filling, form: str, part: AnnexPart, rows: list[object]) -> None:
    """What was typed on the form and not saved yet stays, but for the rows that were chosen now."""
    page = frame.address("one_form", form=form)
    draft = draft_of(page, request.post)
    annex = forms_of(frame.pack, frame.case.matter)[form]
    if draft is not None:
        cells = {name: [cell] for name, cell in typed_in(annex, {part.id: rows}).items()}
        others = {name: said for name, said in draft.fields.items() if not name.startswith(f"{part.id}-")}
        keep_draft(page, {**others, **cells}, by=request.post, at=clock.now())
