"""What a decision makes of a filing that stands (备案新增、变更): more occupations, fewer, other elements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.filings.acts.standing import file_scope, file_venues, give_up, restate
from dengji.filings.effects.granting import handed_in, scope_in_words, told_of
from dengji.filings.models import Filing
from dengji.filings.terms import ElementName
from dengji.filings.upward import report_after
from dengji.institutions.acts.filed import change_held
from dengji.people.models import Post
from dengji.policy.effects import effect
from dengji.policy.engine.terms import Element
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed

OF_BODY = frozenset({Element.NAME, Element.ADDRESS, Element.LEGAL_REPRESENTATIVE})


def filing_of(case: Case) -> Filing:
    """The filing that a case is about, locked; raises NotAllowed where it no longer stands as it did."""
    filing = (
        Filing.objects.select_for_update(of=("self",)).select_related("institution").get(number=case.about)
    )
    if filing.institution_id != case.applicant_id:
        raise NotAllowed(f"备案{case.about}不属于本机构。")
    return filing


@effect("filing.add")
def add(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """新增职业、等级: what was applied for comes into the filing, what was given up leaves it; one expiry for all."""
    filing, dossier, today = filing_of(case), handed_in(case), localdate(at)
    codes = list(dossier.get("given_up", ()))
    left = filing.scope.in_force(today).filter(code__in=codes).values_list("name", flat=True)
    given_up = "、".join(dict.fromkeys(left))
    give_up(filing, codes, on=today, case=case)
    file_scope(filing, dossier["occupations"], on=today, case=case)
    file_venues(filing, dossier.get("venues", ()), on=today, whole=False, case=case)
    added = "；".join(scope_in_words(row) for row in dossier["occupations"])
    _told(filing, "filing.add", {"added": added, "given_up": codes}, by=by, at=at)
    report_after("filing.add", filing, pack_of(case.edition_id), at=at, case=case)
    return told_of(filing) | {"occupations": added, "given_up": given_up}


@effect("filing.change")
def change(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """备案变更: the elements that the application changes say something else from today; the others stand."""
    filing, dossier, today = filing_of(case), handed_in(case), localdate(at)
    changes = {Element(each["element"]): each["after"] for each in dossier["changes"]}
    for name in changes.keys() - {Element.VENUES, Element.OCCUPATIONS}:
        restate(filing, ElementName(name.value), changes[name], on=today, case=case)
    if Element.VENUES in changes:
        file_venues(filing, dossier["venues"], on=today, whole=True, case=case)
    if Element.OCCUPATIONS in changes:
        give_up(filing, dossier.get("given_up", ()), on=today, case=case)
        file_scope(filing, dossier["occupations"], on=today, case=case)
    if of_body := {name.value: value for name, value in changes.items() if name in OF_BODY}:
        change_held(filing.institution_id, of_body, by=by, at=at)
    said = "；".join(f"{each['label']}：{each['says']}" for each in dossier["changes"])
    _told(filing, "filing.change", {"changes": said}, by=by, at=at)
    report_after("filing.change", filing, pack_of(case.edition_id), at=at, case=case)
    return told_of(filing) | {"changes": said}


def _told(filing: Filing, act: str, after: dict[str, Any], *, by: Post | None, at: datetime) -> None:
    record(act=act, by=by, at=at, about=("filings.Filing", filing.pk), after=after)
