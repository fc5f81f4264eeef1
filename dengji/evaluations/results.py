"""What a batch came to (批次结果): who passed, who was absent, what is still lacking; nothing personal in it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import Score
from dengji.evaluations.models.sittings import Seat
from dengji.evaluations.scores.rules import Outcome, all_passed
from dengji.evaluations.standards import rules_of
from dengji.evaluations.terms import Attendance
from dengji.policy.engine.practice import Method

Attended = Mapping[int, Mapping[str, str]]
"""By candidate and method: that he was absent, or expelled, as the sign-in lists say."""


def examinees(plan: Plan) -> QuerySet[Candidate]:
    """Who can have scores (应考人员): on the list, not withdrawn, not found inadmissible."""
    return plan.candidates.filter(Q(admissible=True) | Q(admissible=None), withdrawn_at=None)


def attended(plan: Plan) -> Attended:
    """Who came to no sitting of a method, or was sent out, by candidate and method (缺考、取消资格)."""
    came = Seat.objects.filter(
        sitting__plan=plan,
        sitting__method=OuterRef("sitting__method"),
        candidate=OuterRef("candidate"),
        attendance=Attendance.PRESENT,
    )
    away = Q(attendance=Attendance.ABSENT) & ~Exists(came)
    seats = Seat.objects.filter(away | Q(attendance=Attendance.EXPELLED), sitting__plan=plan)
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for candidate, method, how in seats.values_list("candidate", "sitting__method", "attendance"):
        if found[candidate].get(method) != Attendance.EXPELLED:
            found[candidate][method] = how
    return found


def outcome(score: Score | None, attendance: str | None) -> Outcome | None:
    """What a part came to; None where nothing is known yet. An expelled person's score is void, whatever it is."""
    if attendance == Attendance.EXPELLED:
        return Outcome(void=True)
    if score is not None:
        return Outcome(score.value, absent=score.absent)
    return Outcome(absent=True) if attendance == Attendance.ABSENT else None


def outcomes(who: Candidate, came: Attended) -> dict[str, Outcome]:
    """What each part came to for a candidate, as far as it is known; one query unless his scores are at hand."""
    scores = {score.method: score for score in who.scores.all()}
    marks = came.get(who.pk, {})
    found = {method: outcome(scores.get(method), marks.get(method)) for method in who.plan.methods}
    return {method: each for method, each in found.items() if each is not None}


def results(plan: Plan) -> dict[str, Any]:
    """The results of a batch: counts, each candidate by the address of his row, and what is lacking by method."""
    came, mark = attended(plan), rules_of(plan).pass_mark
    people = list(examinees(plan).prefetch_related("scores"))
    rows, lacking = [], Counter[str]()
    for who in people:
        who.plan = plan
        parts = outcomes(who, came)
        lacking.update(method for method in plan.methods if method not in parts)
        rows.append(_row(who, parts, passed=all_passed(parts, plan.methods, mark)))
    return {
        "candidates": len(rows),
        "passed": sum(row["passed"] for row in rows),
        "absent": sum(row["absent"] for row in rows),
        "lacking": {method: lacking[method] for method in plan.methods if lacking[method]},
        "people": rows,
    }


def _row(who: Candidate, parts: Mapping[str, Outcome], *, passed: bool) -> dict[str, Any]:
    """One candidate: passed where every method was; absent where he came to none."""
    return {
        "candidate": str(who.token),
        "scores": {method: None if each.value is None else str(each.value) for method, each in parts.items()},
        "passed": passed,
        "absent": bool(parts) and all(each.absent for each in parts.values()),
    }


def settle(plan: Plan, came_to: Mapping[str, Any]) -> None:
    """Say of each candidate whether he passed (合格与否); whoever cannot have scores did not."""
    passed = {row["candidate"] for row in came_to["people"] if row["passed"]}
    plan.candidates.exclude(token__in=passed).update(passed=False)
    plan.candidates.filter(token__in=passed).update(passed=True)


def settle_one(who: Candidate) -> None:
    """The same of one candidate, once it has been said before."""
    rules = rules_of(who.plan)
    parts = outcomes(who, attended(who.plan))
    if who.passed is not None:
        who.passed = all_passed(parts, who.plan.methods, rules.pass_mark)
        who.save(update_fields=["passed"])


def in_words(lacking: dict[str, int]) -> list[str]:
    """What is lacking, as people say it."""
    return [f"{Method(method).label}缺{count}人的成绩" for method, count in lacking.items()]
