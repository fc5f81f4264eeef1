"""备案补录: filings made before the system, entered by form or by sheet."""

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dengji import clock
from dengji.filings.acts.entering import enter, enter_by_sheet
from dengji.filings.mending import left_out, sheet_to_mend
from dengji.filings.queries import filing_by_number
from dengji.filings.sheets import OLD_FILINGS, OldFiling
from dengji.filings.terms import Audience
from dengji.institutions.acts.sheets import Upload
from dengji.institutions.sheets import template
from dengji.institutions.terms import VenueKind
from dengji.people.refusals import Refused
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.filings import (
    MOST_ROWS,
    OldFilingForm,
    ScopeFormSet,
    ScopeRows,
    SheetForm,
    VenueFormSet,
    VenueRows,
)
from dengji.web.registry.places import places_of
from dengji.web.registry.roles import ENTERING
from dengji.web.sheets import attachment

SALT = "registry.left-out"
ADDED = 3
ROWS = (("scope", "audience", Audience.OWN_STAFF.value), ("venues", "kind", VenueKind.THEORY.value))
"""The rows of the form: how their fields begin, and the one that comes filled in."""
EMPTY = {"venues-TOTAL_FORMS": "0", "venues-INITIAL_FORMS": "0"}


@at_desk("office", *ENTERING)
def enter_one(request: DeskRequest) -> HttpResponse:
    """补录一件备案: the filing and the rows of its scope."""
    if request.method != "POST":
        return _entry_page(
            request, OldFilingForm(), ScopeFormSet(prefix="scope"), VenueFormSet(prefix="venues")
        )
    form = OldFilingForm(request.POST)
    if "more" in request.POST:
        asked = _with_more_rows(request)
        rows, places = ScopeFormSet(asked, prefix="scope"), _venues(asked)
        return _entry_page(request, OldFilingForm(initial=request.POST.dict()), rows, places)
    rows, places = ScopeFormSet(request.POST, prefix="scope"), _venues(request.POST)
    if form.is_valid() and rows.is_valid() and places.is_valid():
        old = form.filing(rows.scope(), places.venues())
        try:
            filing = enter(old, by=request.post, at=clock.now())
        except Refused as refused:
            if _pressed_twice(request, old):
                return redirect("registry:filing", number=old.number)
            form.refuse(refused)
        else:
            messages.success(request, f"备案 {filing} 已补录。")
            return redirect("registry:filing", number=filing.number)
    return _entry_page(request, form, rows, places)


@at_desk("office", *ENTERING)
def enter_sheet(request: DeskRequest) -> HttpResponse:
    """批量补录: every sound filing goes in, every row left out is named."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        upload = Upload(sheet.name, sheet.read())
        try:
            entered = enter_by_sheet(upload, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            rest = left_out(upload, entered.faulty)
            shown = {"entered": entered, "rest": rest, "kept": signing.dumps(rest, salt=SALT, compress=True)}
            return render(request, "registry/entered.html", shown | {"nav": "filings"})
    return render(request, "registry/enter_sheet.html", {"form": form, "nav": "filings"})


@require_safe
@at_desk("office", *ENTERING)
def template_sheet(request: DeskRequest) -> HttpResponse:
    """下载模板."""
    return attachment(template(OLD_FILINGS), "备案补录模板.xlsx")


@require_POST
@at_desk("office", *ENTERING)
def mend_sheet(request: DeskRequest) -> HttpResponse:
    """下载未录入的行: with the reasons, to mend and send again. The page that named them carried them, signed."""
    try:
        lines = signing.loads(request.POST.get("kept", ""), salt=SALT)
    except signing.BadSignature as wrong:
        raise Http404 from wrong
    return attachment(sheet_to_mend(lines), f"未录入的备案{clock.today().isoformat()}.xlsx")


def _venues(asked: QueryDict) -> VenueRows:
    """The venues as typed; a form without them has none."""
    given = asked if "venues-TOTAL_FORMS" in asked else None
    return VenueFormSet(given, prefix="venues") if given else VenueFormSet(EMPTY, prefix="venues")


def _with_more_rows(request: DeskRequest) -> QueryDict:
    """The rows as typed, and some empty ones more."""
    asked = request.POST.copy()
    for prefix, column, begun in ROWS:
        said = asked.get(f"{prefix}-TOTAL_FORMS", "0")
        there = min(int(said) if said.isdecimal() else 0, MOST_ROWS)
        wanted = min(there + ADDED, MOST_ROWS)
        asked[f"{prefix}-TOTAL_FORMS"] = str(wanted)
        asked.setdefault(f"{prefix}-INITIAL_FORMS", "0")
        for number in range(there, wanted):
            asked.setdefault(f"{prefix}-{number}-{column}", begun)
    return asked


def _pressed_twice(request: DeskRequest, old: OldFiling) -> bool:
    there = filing_by_number(old.number, clock.today())
    same = there is not None and there.entered_by_id == request.post.pk
    return same and there is not None and there.granted_on == old.granted_on


def _entry_page(
    request: DeskRequest, form: OldFilingForm, rows: ScopeRows, venues: VenueRows
) -> HttpResponse:
    given = {
        "form": form,
        "rows": rows,
        "venues": venues,
        "places": places_of(request.post.organisation),
        "nav": "filings",
    }
    return render(request, "registry/enter.html", given)
