"""Who of a plan's examiners may not examine it (考评人员资格事实): not registered, or without what the level asks."""

from collections.abc import Callable
from datetime import date

from dengji.evaluations.examiners.groups import Asked, Row, asked_of, examining, person_faults
from dengji.evaluations.facts.planned import planned
from dengji.evaluations.standards import rules_said
from dengji.occupations.levels import Labels
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject


@fact("plan_level", kind=FactKind.TEXT, label="评价等级", choices=Labels())
def plan_level(subject: Subject, on: date) -> str | None:
    """The level that the plan evaluates."""
    said = planned(subject)
    return None if said is None else said["level"] or None


@fact("plan_examiners_unregistered", kind=FactKind.TEXTS, label="没有登记的考评人员")
def plan_examiners_unregistered(subject: Subject, on: date) -> list[str] | None:
    """The examiners of the plan who do not stand in the province's register."""
    return _names(subject, lambda row, asked: not (row["examiner"]["registered"] or {}).get("province"))


@fact("plan_examiners_unqualified", kind=FactKind.TEXTS, label="证书、职称不够的考评人员")
def plan_examiners_unqualified(subject: Subject, on: date) -> list[str] | None:
    """The examiners of the plan who hold neither the certificate nor the title that the text asks for its level."""

    def lacks(row: Row, asked: Asked) -> bool:
        rule = asked.qualified()
        article = asked.articles[rule.cite] if rule else None
        return any(each.article == article for each in person_faults(row, asked))

    return _names(subject, lacks)


def _names(subject: Subject, lacks: Callable[[Row, Asked], bool]) -> list[str] | None:
    """The examiners whom something is the matter with; not known for a dossier that tells nothing of them."""
    said = planned(subject)
    people = examining(said["assignments"]) if said else []
    if said is None or any("examiner" not in row for row in people):
        return None
    asked = asked_of(said, subject.pack, rules_said(said, subject.pack.jurisdiction))
    return [row["name"] for row in people if lacks(row, asked)]
