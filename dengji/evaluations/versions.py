"""What a plan said when it was approved (核准内容): kept with each approval, and put back where a change fails."""

from datetime import date, datetime
from typing import Any

from dengji.evaluations.candidates.entry import rechecked
from dengji.evaluations.dossier import FIELDS, VENUE, assigned, contents
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.evaluations.models.plans import Assignment, Plan, PlanVenue, PlanVersion
from dengji.evaluations.terms import PlanState, Task
from dengji.procedure.models import Case

DAYS = ("starts_on", "ends_on")
PERSON = ("task", "name", "identity", "member", "registered", "drawn")


def kept(plan: Plan, case: Case, *, at: datetime) -> PlanVersion:
    """Keep what the plan says as its next approved version."""
    ordinal = plan.versions.count() + 1
    return PlanVersion.objects.create(plan=plan, ordinal=ordinal, content=contents(plan), case=case, at=at)


def restored(plan: Plan) -> None:
    """Make the plan say again what it said when it was last approved; the caller saves it."""
    said = plan.versions.latest("ordinal").content
    for name in FIELDS:
        value = said[name]
        setattr(plan, name, date.fromisoformat(value) if name in DAYS and value else value)
    plan.state = PlanState.APPROVED
    rechecked(plan)
    _put_back_venues(plan, said["venues"])
    _put_back_people(plan, said["assignments"])


def _put_back_venues(plan: Plan, said: list[dict[str, Any]]) -> None:
    """The venues as they were; one that stays keeps its row, on which rooms may rest."""
    plan.venues.exclude(name__in=[row["name"] for row in said]).delete()
    for row in said:
        columns = {key: row[key] for key in VENUE if key != "name"} | {"filed_id": row["filed"]}
        PlanVenue.objects.update_or_create(plan=plan, name=row["name"], defaults=columns)


def _put_back_people(plan: Plan, said: list[dict[str, Any]]) -> None:
    """The people as they were; whoever stays keeps his row, on which sheets and reports may rest.

    Whom the authority sent is not the body's to put back or take away.
    """
    wanted = [{key: row[key] for key in PERSON} for row in said if row["task"] != Task.WATCHER]
    there = list(plan.assignments.exclude(task=Task.WATCHER))
    for each in there:
        if assigned(each) not in wanted:
            each.delete()
    known = [assigned(each) for each in there]
    columns = {"member": "member_id", "registered": "registered_id"}
    signing = RegisteredPerson.objects.filter(pk__in=[row["registered"] for row in wanted])
    posts = dict(signing.values_list("pk", "post"))
    Assignment.objects.bulk_create(
        Assignment(
            plan=plan,
            post_id=posts.get(row["registered"]),
            **{columns.get(key, key): value for key, value in row.items()},
        )
        for row in wanted
        if row not in known
    )
