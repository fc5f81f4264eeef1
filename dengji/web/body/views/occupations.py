"""Occupations and levels (职业和等级): searched in the catalogue, added with levels and audience, dropped."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.filings.acts.applying import Wanted, apply_for, drop
from dengji.filings.levels import in_levels
from dengji.filings.models import AppliedOccupation, ScopeRow
from dengji.filings.occupations import applied
from dengji.filings.queries import applied_for
from dengji.occupations.queries import search, standing, work_types
from dengji.people.refusals import Refused
from dengji.policy.engine.terms import Section
from dengji.web.access import at_desk
from dengji.web.body.forms import AppliedForm
from dengji.web.body.frame import Filling, filling_of
from dengji.web.body.views.sections import around, finished
from dengji.web.middleware import DeskRequest
from dengji.web.typed import keeps_typed, opened


@dataclass(frozen=True, slots=True)
class Row:
    """An occupation applied for, in words (申报职业)."""

    pk: int
    code: str
    name: str
    work_type: str
    levels: str
    audience: str


@at_desk("body")
def occupations(request: DeskRequest, token: UUID) -> HttpResponse:
    """职业和等级: what is applied for, and the search for more, with or without scripts."""
    frame = filling_of(request.post, token, clock.today())
    if request.method == "POST":
        return finished(request, frame, Section.OCCUPATIONS)
    sought = request.GET.get("q", "").strip()[:60]
    found = search(sought, frame.case.regime) if sought else ()
    shown = {"rows": _rows(frame), "q": sought, "found": found, "most": len(found) == MOST_FOUND}
    shown |= {"filed": _filed(frame)}
    return render(request, "body/occupations.html", around(frame, Section.OCCUPATIONS) | shown)


@at_desk("body")
@keeps_typed
def choose(request: DeskRequest, code: str, token: UUID, pk: int | None = None) -> HttpResponse:
    """添加职业: the levels and the audience of one occupation; `pk` is the row that is changed."""
    frame = filling_of(request.post, token, clock.today())
    known, row = standing([code]).get(code), _row(frame, pk)
    if known is None or (row is not None and row.code != code):
        raise Http404
    saved = (
        {} if row is None else {"work_type": row.work_type, "levels": row.levels, "audience": row.audience}
    )
    form = opened(AppliedForm, request, saved, regime=frame.case.regime, work_types=work_types(code))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wanted = Wanted(code, said["work_type"], said.get("levels", []), said["audience"])
        try:
            apply_for(frame.case, wanted, in_place_of=row, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
        else:
            messages.success(request, f"“{known.name}”已列入申报范围。")
            return redirect(frame.section(Section.OCCUPATIONS))
    shown = {"form": form, "known": known, "row": row}
    shown |= {"filed": [each for each in _filed(frame) if each.code == code]}
    return render(request, "body/choose.html", around(frame, Section.OCCUPATIONS) | shown)


@at_desk("body")
def drop_one(request: DeskRequest, pk: int, token: UUID) -> HttpResponse:
    """移除职业: asked once more, then taken out of the application."""
    frame = filling_of(request.post, token, clock.today())
    row = next((each for each in _rows(frame) if each.pk == pk), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        drop(frame.case, pk, by=request.post, at=clock.now())
        messages.success(request, f"“{row.name}”已移出申报范围。")
        return redirect(frame.section(Section.OCCUPATIONS))
    return render(request, "body/drop.html", around(frame, Section.OCCUPATIONS) | {"row": row})


MOST_FOUND = 20


def _rows(frame: Filling) -> list[Row]:
    application = applied_for(frame.case)
    named = {
        (each["code"], each["work_type"], each["audience"]): each["name"] for each in applied(application)
    }
    return [
        Row(
            row.pk,
            row.code,
            named[row.code, row.work_type, row.audience],
            row.work_type,
            in_levels(row.levels) or "不分等级",
            row.get_audience_display(),
        )
        for row in application.occupations.all()
    ]


def _filed(frame: Filling) -> list[ScopeRow]:
    """What the filing that the application is about allows today; nothing for a first one."""
    filing = applied_for(frame.case).filing
    return list(filing.scope.in_force(clock.today())) if filing else []


def _row(frame: Filling, pk: int | None) -> AppliedOccupation | None:
    if pk is None:
        return None
    row = applied_for(frame.case).occupations.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
