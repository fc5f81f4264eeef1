"""What a plan's examiners are as a group (考评组事实), read from its dossier, by the text's own rules."""

from datetime import date

from dengji.evaluations.examiners.groups import asked_of, examining, faults
from dengji.evaluations.facts.planned import planned
from dengji.evaluations.standards import rules_said
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject


@fact("plan_group_faults", kind=FactKind.TEXTS, label="考评组不符合要求的地方")
def plan_group_faults(subject: Subject, on: date) -> list[str] | None:
    """Everything that keeps the plan's examiners from acting, each with name, article and what helps.

    Not known for a dossier that was frozen before anything was told of its examiners.
    """
    said = planned(subject)
    if said is None or any("examiner" not in row for row in examining(said["assignments"])):
        return None
    asked = asked_of(said, subject.pack, rules_said(said, subject.pack.jurisdiction))
    return [str(each) for each in faults(said["assignments"], asked)]
