"""What is reported of filings that stand (备案数据报送): changed, renewed, ended, where their text has it reported.

What a text reports before it decides goes up at a step of the case (procedure.external).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from dengji.exchange.acts import Reporting, ask
from dengji.exchange.contents import content, with_digest
from dengji.exchange.terms import Register, Report
from dengji.filings.models import Filing
from dengji.institutions.models import Institution
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Effect, ReportKind
from dengji.procedure.external import OCCUPATION
from dengji.procedure.models import Case


def report_after(
    name: str,
    filing: Filing,
    pack: Pack,
    *,
    at: datetime,
    case: Case | None = None,
    told: Mapping[str, Any] = {},
) -> None:
    """效果发生后报送: what the text has reported once this has come about; nothing where it says nothing.

    `told` goes with it. Sent after the act is done.
    """
    says = next((each for each in pack.reports if each.on == name), None)
    if says is None:
        return
    payload = _of_body(filing) | dict(told)
    if says.kind is ReportKind.FILINGS:
        payload |= _scope(filing, localdate(at))
    about = f"filing:{filing.pk}:{Effect(name).value}:{case.pk if case else 0}"
    reporting = Reporting(says.kind, says.operation, sender=filing.authority_id, place=filing.place)
    ask(Register.MINISTRY_NETWORK, about=about, payload=with_digest(payload), at=at, reporting=reporting)


def _of_body(filing: Filing) -> dict[str, Any]:
    body = Institution.objects.select_related("organisation").get(pk=filing.institution_id)
    return {
        "filing": filing.number,
        "body": body.organisation.name,
        "uscc": body.organisation.uscc,
        "kind": body.kind,
        "place": filing.place,
    }


def _scope(filing: Filing, on: date) -> dict[str, Any]:
    rows = filing.scope.in_force(on).order_by("code", "work_type", "audience")
    return {
        "valid_until": filing.valid_until.isoformat() if filing.valid_until else None,
        "occupations": [{key: getattr(row, key) for key in OCCUPATION} for row in rows],
    }


@content(Report.FILINGS)
def filings(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """备案数据: with the body's address and head as they are registered; no name lies in the row that waits."""
    body = Institution.objects.filter(organisation__uscc=payload.get("uscc") or None).first()
    if body is None:
        return payload
    registered = {"address": body.registered_address, "legal_representative": body.legal_representative}
    return {**payload, **registered}
