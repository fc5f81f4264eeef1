"""Whom a change of a standard's rules concerns (标准规定影响的计划): plans that begin from its day on, at its place."""

from datetime import date

from django.db.models import Q, QuerySet

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState
from dengji.occupations.models import Standard
from dengji.people.models import Organisation
from dengji.people.queries import stem

STILL = (PlanState.DRAFT, PlanState.HANDED_IN, PlanState.APPROVED)


def plans_touched(standard: Standard, authority: Organisation, from_on: date) -> QuerySet[Plan]:
    """受影响的计划: those of the edition that are not carried out yet, the first to begin first."""
    found = Plan.objects.filter(
        Q(starts_on__gte=from_on) | Q(starts_on=None),
        standard=standard.title,
        standard_edition=standard.edition,
        state__in=STILL,
        filing__place__startswith=stem(authority.division_id),
    )
    return found.select_related("filing__institution__organisation").order_by("starts_on", "id")
