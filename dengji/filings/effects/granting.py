"""What a favourable decision does (备案效果): the filing stands, with number, scope, venues and validity."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.filings.acts.standing import elements_in, file_scope, file_venues, stand
from dengji.filings.levels import in_levels
from dengji.filings.models import Filing
from dengji.filings.terms import Origin
from dengji.filings.upward import report_after
from dengji.filings.validity import expiry
from dengji.people.models import Organisation, Post
from dengji.policy.effects import effect
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.pack import Pack
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case
from dengji.procedure.serials import next_number
from dengji.procedure.terms import Act


@effect("filing.grant")
def grant(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """准予备案: numbered in the place's form, its scope and venues as handed in, valid from the day of the notice."""
    pack, today = pack_of(case.edition_id), localdate(at)
    dossier = handed_in(case)
    filing = Filing.objects.create(
        number=_number(pack, case, today),
        institution_id=case.applicant_id,
        authority=accepted_by(case),
        edition_id=case.edition_id,
        regime=case.regime,
        origin=Origin.CASE,
        case=case,
        granted_on=today,
        valid_from=today,
        valid_until=expiry(pack, today),
        place=case.place,
    )
    file_scope(filing, dossier["occupations"], on=today, case=case)
    file_venues(filing, dossier["venues"], on=today, whole=True, case=case)
    stand(filing, elements_in(dossier), case=case, at=at)
    record(
        act="filing.grant", by=by, at=at, about=("filings.Filing", filing.pk), after={"number": filing.number}
    )
    report_after("filing.grant", filing, pack, at=at, case=case)
    return told_of(filing) | {"occupations": "；".join(scope_in_words(row) for row in dossier["occupations"])}


def told_of(filing: Filing) -> dict[str, Any]:
    """What letters say of a filing that stands: its number and its days."""
    return {
        "filing": filing.pk,
        "number": filing.number,
        "valid_from": spoken(filing.valid_from),
        "valid_until": spoken(filing.valid_until) if filing.valid_until else "长期",
    }


def handed_in(case: Case) -> dict[str, Any]:
    """The dossier as it was handed in last."""
    return case.submissions.order_by("-ordinal").values_list("dossier", flat=True)[0]


def accepted_by(case: Case) -> Organisation:
    """The authority that accepted the case: whoever files, supervises (谁备案、谁监管)."""
    accepted = case.events.filter(act=Act.ACCEPT).select_related("by__organisation").last()
    return accepted.by.organisation if accepted and accepted.by else case.holder


def _number(pack: Pack, case: Case, today: date) -> str:
    form = pack.numbers[pack.validity.number if pack.validity else "filing"]
    return next_number(form, kind=case.body_kind, division=case.place, year=today.year)


def scope_in_words(row: Mapping[str, Any]) -> str:
    """An occupation with its work type and levels, as a letter names it."""
    work_type = f"（{row['work_type']}）" if row["work_type"] else ""
    return f"{row['name']}{work_type}{in_levels(row['levels'])}"
