"""What is known of a batch's list (考生名单事实): who on it may not be evaluated, counted and never named."""

from datetime import date

from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject


@fact("candidates_inadmissible", kind=FactKind.TEXTS, label="不符合申报条件的考生")
def candidates_inadmissible(subject: Subject, on: date) -> list[str] | None:
    """How many on the list do not meet the standard's entry conditions, in words; empty where nobody."""
    return _counted(subject, "barred", "人不符合申报条件")


@fact("candidates_undetermined", kind=FactKind.TEXTS, label="申报条件待定的考生")
def candidates_undetermined(subject: Subject, on: date) -> list[str] | None:
    """Of how many something is lacking by which entry conditions are judged, in words; empty where of nobody."""
    return _counted(subject, "waiting", "人缺少核对申报条件的信息")


def _counted(subject: Subject, which: str, words: str) -> list[str] | None:
    said = (subject.dossier.get("plan") or {}).get("entry")
    if said is None:
        return None
    return [f"{said[which]}{words}"] if said[which] else []
