"""What notices know of a case (公示情况)."""

from datetime import date

from dengji.notices.models import Objection
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject


@fact("objections_open", kind=FactKind.INTEGER, label="未办结的异议数", unit="件")
def objections_open(subject: Subject, on: date) -> int:
    """未办结的异议: objections to any publicity of the case that nobody has answered."""
    return (
        Objection.objects.filter(publicity__case=subject.case, answered_at=None).count()
        if subject.case
        else 0
    )


@fact("objections_upheld", kind=FactKind.INTEGER, label="经核实成立的异议数", unit="件")
def objections_upheld(subject: Subject, on: date) -> int:
    """成立的异议: objections to the publicity under way that proved right."""
    if subject.case is None:
        return 0
    return Objection.objects.filter(
        publicity__case=subject.case, publicity__closed_at=None, upheld=True
    ).count()
