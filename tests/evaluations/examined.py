"""Batches of examination bodies in tests (考核批次): under Jilin's draft, of one day, with a group of the register."""

from datetime import date

from dengji.evaluations.acts import planning, reporting, sending, staffing
from dengji.evaluations.acts.supervising import PartEntry, ReportEntry, report_on
from dengji.evaluations.examiners.roster_entries import HeldEntry
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.terms import PlanState, Task
from dengji.evaluations.texts import PLAN, RESULTS
from dengji.filings.models import Filing
from dengji.filings.sheets import Scope
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.policy.engine.practice import Practice
from dengji.procedure.models import Case
from tests.batch import decided, given_candidates, given_plan, given_scores
from tests.cast import AT, FIRE_OPERATOR, Cast
from tests.evaluations.people import given_examiner, given_supervisor
from tests.evaluations.places import given_filed, said
from tests.packs.folder import pack_of_text
from tests.road import manager_of, on_day, post_in

DAY, NEXT = date(2026, 12, 7), on_day(date(2026, 12, 8))
ENTRY = {
    "code": FIRE_OPERATOR,
    "audience": "public",
    "categories": ["public"],
    "methods": ["theory"],
    "starts_on": DAY,
    "ends_on": DAY,
}
"""A plan of one day, theory alone."""


def given_examining(cast: Cast) -> Filing:
    """A filing of an examination body by the province, without end."""
    scope = Scope(FIRE_OPERATOR, "", ("5", "4", "2"), "public")
    body, authority = cast.examination_body, cast.province_bureau
    return given_filed(body, authority, scope, regime="access_qualification", until=None)


def given_examined(
    filing: Filing, cast: Cast, how_many: int = 3, held: HeldEntry | None = None, **changes: object
) -> Plan:
    """A plan with so many examiners of the register, the first of them the head; not handed in."""
    plan, by = given_plan(filing, said(**{**ENTRY, **changes})), manager_of(filing.institution)
    for each in plan.assignments.filter(task=Task.EXAMINER):
        staffing.dismiss(plan, each.pk, by=by, at=AT)
    for number in range(how_many):
        person = given_examiner(cast, 700 + number, held=(held or HeldEntry(FIRE_OPERATOR, "3"),))
        task = Task.EXAMINER if number else Task.HEAD_EXAMINER
        staffing.assign(plan, task, staffing.Somebody(registered=person), by=by, at=AT)
    return plan


def given_taken(filing: Filing, cast: Cast, **changes: object) -> Plan:
    """A plan that the centre took."""
    plan = given_examined(filing, cast, **changes)  # type: ignore[arg-type]
    planning.hand_in(plan, by=manager_of(filing.institution), at=AT)
    decided(plan, PLAN)
    assert plan.state == PlanState.APPROVED
    return plan


def given_scored(filing: Filing, cast: Cast) -> Plan:
    """A batch of two whose scores are in."""
    plan = given_taken(filing, cast)
    given_candidates(plan)
    given_scores(plan, [60, 59], at=NEXT)
    plan.refresh_from_db()
    return plan


def reported(plan: Plan) -> Case:
    """Its scores handed in to the centre."""
    reporting.report(plan, by=manager_of(plan.filing.institution), at=NEXT)
    return Case.objects.get(about=plan.number, matter=RESULTS)


def watched(plan: Plan, cast: Cast) -> Assignment:
    """A supervisor sent to the batch by the centre."""
    return sending.send(plan, given_supervisor(cast), by=centre(cast), at=AT)


def supervised(plan: Plan, who: Assignment, *, valid: bool) -> None:
    """His report, part by part, with his proposal."""
    (form,) = [each for each in practice().supervision if each.watch == "external"]
    parts = {key: PartEntry(sound=valid, says="" if valid else "核对证件不严") for key in form.parts}
    assert who.post is not None
    report_on(plan, who, ReportEntry(parts, "督导意见", valid=valid), by=who.post, at=NEXT)


def practice() -> Practice:
    """What the draft says of carrying out examinations."""
    said_of_it = pack_of_text("JLJD").practice
    assert said_of_it is not None
    return said_of_it


def centre(cast: Cast) -> Post:
    """The clerk of the centre that approves scores."""
    return post_in(cast.province_centre, Role.CLERK)
