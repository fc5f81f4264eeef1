"""The dossier of an application (申请材料): the body's registers, what is applied for, documents, commitment."""

from datetime import date
from typing import Any

from dengji.filings.models import Application, AppliedOccupation
from dengji.institutions.dossier import registers
from dengji.institutions.models import Institution
from dengji.occupations.queries import Standing, standing
from dengji.procedure.models import Case
from dengji.records.queries import attached


def build(case: Case, *, on: date) -> dict[str, Any]:
    """The dossier of a case as it would be handed in on a day; its shape is that of facts and pages alike."""
    application = Application.objects.get(pk=case.pk)
    institution = Institution.objects.select_related("organisation").get(pk=case.applicant_id)
    return registers(institution, on=on) | {
        "occupations": applied(application),
        "documents": attached(case),
        "declarations": application.declarations,
        "commitment": {
            "signed_by": application.signed_by,
            "signed_at": application.signed_at.isoformat() if application.signed_at else None,
            "legal_representative": application.signed_as_legal_representative,
        },
    }


def before_application(institution: Institution, *, on: date) -> dict[str, Any]:
    """The dossier before anything is applied for: what the registers alone say, for the eligibility check."""
    return registers(institution, on=on)


def applied(application: Application) -> list[dict[str, Any]]:
    """The occupations applied for, each with its standing in the catalogue."""
    rows = list(application.occupations.all())
    known = standing([row.code for row in rows])
    return [_occupation(row, known.get(row.code)) for row in rows]


def _occupation(row: AppliedOccupation, known: Standing | None) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": known.name if known else row.code,
        "work_type": row.work_type,
        "levels": row.levels,
        "audience": row.audience,
        "standard": known.standard if known else None,
        "mark": known.mark if known else None,
        "group": known.group if known else None,
        "special_item": known.special_item if known else False,
    }
