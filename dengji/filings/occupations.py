"""The occupations of an application (申报职业) as its dossier tells them."""

from typing import Any

from dengji.filings.models import Application, AppliedOccupation
from dengji.occupations.queries import Standing, standing


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
