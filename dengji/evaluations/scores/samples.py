"""Scores looked at by whoever checks the results (抽查): drawn by lot, each with all its traces; nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass

from dengji.evaluations.examiners.draws import drawn
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import Score, ScoreEntry
from dengji.evaluations.results import attended, examinees, outcome
from dengji.evaluations.scores.lookup import VOID
from dengji.evaluations.scores.rules import worded
from dengji.evaluations.scores.scorebook import entries_of
from dengji.evaluations.scores.sheetbook import Signed, signed_sheets
from dengji.policy.engine.practice import Method

MOST = 50


@dataclass(frozen=True, slots=True)
class Traced:
    """One part of a candidate with how it came about (一项成绩和登分记录)."""

    label: str
    value: str
    entries: Sequence[ScoreEntry]
    sheets: Sequence[Signed]


@dataclass(frozen=True, slots=True)
class Looked:
    """A candidate who was drawn (抽中的考生)."""

    who: Candidate
    parts: Sequence[Traced]


def sampled(plan: Plan, seed: str, wanted: int) -> list[Looked]:
    """抽查结果: so many of the examinees as the seed has it, in the order of the list; the same for the same seed."""
    people = {str(who.ordinal): who for who in examinees(plan).prefetch_related("scores")}
    chosen = sorted(drawn(seed, people, min(wanted, MOST)), key=int)
    came = attended(plan)
    found = []
    for key in chosen:
        who = people[key]
        scores = {score.method: score for score in who.scores.all()}
        marks = came.get(who.pk, {})
        parts = [_traced(method, scores.get(method), marks.get(method)) for method in plan.methods]
        found.append(Looked(who, parts))
    return found


def _traced(method: str, score: Score | None, mark: str | None) -> Traced:
    came_to = outcome(score, mark)
    said = "未登记" if came_to is None else VOID if came_to.void else worded(came_to.value)
    entries = list(entries_of(score)) if score else []
    return Traced(Method(method).label, said, entries, signed_sheets(score))
