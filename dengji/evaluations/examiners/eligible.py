"""Who may be drawn for a plan (可以抽取的考评员), and what speaks against those who may not; the same rules for all."""

from collections.abc import Sequence

from dengji.evaluations.dossier import FIELDS
from dengji.evaluations.examiners.groups import Asked, Fault, asked_of, person_faults
from dengji.evaluations.examiners.rosters import Known, over, told_of
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.standards import rules_of
from dengji.evaluations.terms import Registered
from dengji.evaluations.texts import text_of


def asked_for(plan: Plan) -> Asked:
    """What the plan's text and standard ask of its group, as the plan says today."""
    said = {name: getattr(plan, name) for name in FIELDS}
    text = text_of(plan, (plan.starts_on or plan.created_at.date()))
    return asked_of(said, text, rules_of(plan))


def eligible_for(plan: Plan) -> Sequence[RegisteredPerson]:
    """候选名单: by card number; nobody who has a part in the plan already, or declined one."""
    known = [person for person, faults in judged_for(plan) if not faults]
    return sorted(known, key=lambda person: person.number)


def judged_for(plan: Plan) -> list[tuple[RegisteredPerson, list[Fault]]]:
    """Everybody of the registers over the place who knows the occupation, with what speaks against him."""
    if plan.starts_on is None or plan.ends_on is None:
        return []
    there = set(plan.assignments.exclude(identity="").values_list("identity", flat=True))
    declined = set(plan.draws.exclude(instead_of=None).values_list("instead_of__identity", flat=True))
    found = over(plan, Registered.EXAMINER).filter(qualifications__occupation=plan.code).distinct()
    valid = found.valid_through(plan.starts_on, plan.ends_on)
    people = [each for each in valid if each.identity not in there | declined]
    asked = asked_for(plan)
    told = told_of(plan, [Known(registered=each, identity=each.identity) for each in people])
    return [
        (each, person_faults({"name": each.name, "examiner": said}, asked))
        for each, said in zip(people, told, strict=True)
    ]
