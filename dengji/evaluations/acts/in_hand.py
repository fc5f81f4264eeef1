"""A plan in hand (计划办理): locked while something is done to it, and what was done put on the trail."""

from collections.abc import Mapping
from datetime import datetime

from dengji.audit.acts import record
from dengji.evaluations.models.plans import Plan
from dengji.people.models import Post


def locked(plan: int) -> Plan:
    """The plan of that key as it stands now, with its filing and body, locked until the transaction ends."""
    found = Plan.objects.select_for_update(of=("self",)).select_related("filing__institution__organisation")
    return found.get(pk=plan)


def on_trail(act: str, plan: Plan, said: Mapping[str, object], *, by: Post, at: datetime) -> None:
    """Put an act on a plan on the trail, by its short name."""
    record(act=f"plan.{act}", by=by, at=at, about=("evaluations.Plan", plan.pk), after=said)
