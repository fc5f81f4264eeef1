"""The dossier of a plan and of its results (计划材料、结果材料): what conditions rest on, frozen when handed in.

Nothing personal stands in it: candidates are counted, and named by the address of their row.
"""

from datetime import date
from typing import Any

from django.db.models import Count

from dengji.evaluations.candidates.entry import barred
from dengji.evaluations.examiners.rosters import examiners_told
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.institutions.dossier import registers
from dengji.occupations.queries import kind_named, standing

FIELDS = (
    "code",
    "name",
    "work_type",
    "level",
    "audience",
    "categories",
    "methods",
    "standard",
    "standard_edition",
    "item_source",
    "starts_on",
    "ends_on",
    "expected",
    "fee_fen",
    "note",
)
"""What a plan says of itself, by the names of its columns."""
OF_BODY = ("body", "rules", "fees")


def build(plan: Plan, *, on: date) -> dict[str, Any]:
    """The dossier of a plan as it would be handed in on a day."""
    whole = registers(plan.filing.institution, on=on)
    return {key: whole[key] for key in OF_BODY} | {
        "filing_number": plan.filing.number,
        "plan": contents(plan),
        "occupations": [_occupation(plan)],
    }


def contents(plan: Plan) -> dict[str, Any]:
    """What a plan says: itself, its venues, who does what, and how many candidates it has by category."""
    said, told = {name: getattr(plan, name) for name in FIELDS}, examiners_told(plan)
    return {
        **{name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()},
        "number": plan.number,
        "standard_kind": kind_named(plan.code, plan.standard),
        "venues": [
            {"filed": each.filed_id, **{key: getattr(each, key) for key in VENUE}}
            for each in plan.venues.all()
        ],
        "assignments": [assigned(each) | told.get(each.pk, {}) for each in plan.assignments.all()],
        "candidates": _counted(plan),
        "entry": barred(plan),
    }


VENUE = ("name", "kind", "address", "seats", "video")


def assigned(each: Assignment) -> dict[str, Any]:
    """Somebody's part in a plan, as it is frozen."""
    return {
        "task": each.task,
        "name": each.name,
        "identity": each.identity,
        "member": each.member_id,
        "registered": each.registered_id,
        "drawn": each.drawn,
    }


def _occupation(plan: Plan) -> dict[str, Any]:
    """The plan's occupation in the shape of an application's, so that the same facts speak of it."""
    known = standing([plan.code]).get(plan.code)
    return {
        "code": plan.code,
        "name": known.name if known else plan.name,
        "work_type": plan.work_type,
        "levels": [plan.level] if plan.level else [],
        "audience": plan.audience,
        "standard": known.standard if known else None,
        "mark": known.mark if known else None,
        "group": known.group if known else None,
        "special_item": known.special_item if known else False,
    }


def _counted(plan: Plan) -> dict[str, int]:
    listed = plan.candidates.filter(withdrawn_at=None).values_list("category").annotate(Count("pk"))
    return dict(listed.order_by())
