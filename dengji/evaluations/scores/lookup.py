"""One's own scores (成绩查询): by document number and ticket or name; nobody learns whether somebody else is there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from dengji.evaluations.acts.complaining import complaints_until
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.scores import ScoreComplaint
from dengji.evaluations.results import attended, outcomes
from dengji.evaluations.scores.rules import ABSENT, Outcome, all_passed
from dengji.evaluations.standards import rules_of
from dengji.evaluations.terms import ComplaintState, DocumentKind, PlanState
from dengji.evaluations.voided import Voided, voided
from dengji.institutions.codes import plain_code
from dengji.policy.engine.practice import Method
from dengji.sealing.seals import digest_of, opened

LACKING, VOID = "没有成绩", "作废"


@dataclass(frozen=True, slots=True)
class Part:
    """One part as the candidate sees it (一项成绩)."""

    method: str
    label: str
    value: str
    passed: bool
    complaints: tuple[ScoreComplaint, ...]
    scored: bool

    @property
    def waits(self) -> bool:
        """Whether a complaint about it is open."""
        return any(each.state == ComplaintState.OPEN for each in self.complaints)


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody was told of one evaluation (本人的一次评价结果)."""

    candidate: Candidate
    parts: tuple[Part, ...]
    passed: bool
    void: bool
    voided: Voided | None
    until: date | None
    pass_mark: str

    def may_complain(self, on: date) -> bool:
        """Whether complaints are still taken."""
        return not self.void and self.until is not None and on <= self.until


def own_scores(number: str, ticket_or_name: str) -> list[Own]:
    """成绩查询: what was published of whoever has this document and this ticket or name, the latest first.

    A batch that does not count is told of too, whether or not its scores ever were published.
    """
    said, code = ticket_or_name.strip(), plain_code(number)
    wanted = [digest_of(f"{kind}:{code}") for kind in DocumentKind.values]
    found = (
        _published()
        .filter(identity__in=wanted)
        .order_by(F("plan__published_at").desc(nulls_first=True), "-id")
    )
    return [own(who) for who in found if _is_named(who, said)]


def own_candidate(token: UUID) -> Candidate | None:
    """The candidate whose published results were just shown, by the address of his row."""
    return _published().filter(token=token).first()


def _published() -> QuerySet[Candidate]:
    told = ScoreComplaint.objects.order_by("id")
    told_of = Q(plan__published_at__isnull=False) | Q(plan__state=PlanState.VOID)
    people = Candidate.objects.filter(told_of, withdrawn_at=None)
    return people.select_related("plan__filing__institution__organisation").prefetch_related(
        "scores", Prefetch("complaints", told)
    )


def _is_named(who: Candidate, said: str) -> bool:
    if not said:
        return False
    if who.ticket and who.ticket == plain_code(said):
        return True
    return "".join(opened(bytes(who.sealed))["name"].split()) == "".join(said.split())


def own(who: Candidate) -> Own:
    """A candidate's published results."""
    plan = who.plan
    mark = rules_of(plan).pass_mark
    parts = outcomes(who, attended(plan))
    void = plan.state == PlanState.VOID
    return Own(
        candidate=who,
        parts=tuple(_part(who, method, parts.get(method), mark) for method in plan.methods),
        passed=not void and all_passed(parts, plan.methods, mark),
        void=void,
        voided=voided(plan),
        until=complaints_until(plan),
        pass_mark=f"{mark.normalize():f}",
    )


def _part(who: Candidate, method: str, each: Outcome | None, mark: Decimal) -> Part:
    return Part(
        method=method,
        label=Method(method).label,
        value=_worded(each),
        passed=each is not None and each.passed(mark),
        complaints=tuple(one for one in who.complaints.all() if one.method == method),
        scored=any(score.method == method for score in who.scores.all()),
    )


def _worded(each: Outcome | None) -> str:
    if each is None:
        return LACKING
    if each.void:
        return VOID
    return ABSENT if each.value is None else f"{each.value.normalize():f}"
