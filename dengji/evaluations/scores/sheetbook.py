"""Examiners' sheets as they are read (评分表查询): one's own; another's only once one's own is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.models.scores import Score, ScoreSheet
from dengji.evaluations.results import attended, examinees
from dengji.evaluations.scores.roll import BY_GROUP
from dengji.evaluations.scores.signatures import intact
from dengji.evaluations.terms import EXAMINING, PlanState
from dengji.people.models import Post
from dengji.policy.engine.practice import Method

SHOWN = {"": "全部", "open": "没有评分", "draft": "已保存，没有签字", "signed": "已签字"}
SIGNED = Q(score_sheets__signed_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Duty:
    """What an examiner has to score (评分任务): one method of one batch."""

    assignment: Assignment
    method: str
    label: str
    people: int
    signed: int
    drafts: int
    open: bool

    @property
    def left(self) -> int:
        """How many sheets are still to be signed."""
        return max(self.people - self.signed, 0)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed sheet and whether it still says what was signed (已签评分表)."""

    sheet: ScoreSheet
    intact: bool


def assignments_of(post: Post) -> QuerySet[Assignment]:
    """The batches in which this account is an examiner's (本人担任考评员的批次)."""
    own = Q(post=post) | Q(registered__post=post)
    found = Assignment.objects.filter(own, task__in=EXAMINING, plan__number__isnull=False)
    return found.select_related("plan__filing__institution__organisation", "registered").distinct()


def duties(post: Post) -> list[Duty]:
    """评分任务: what is not done first, then by the day of the batch."""
    found = [
        _duty(each, method)
        for each in assignments_of(post).order_by("-plan__starts_on", "-id")
        for method in each.plan.methods
        if method in BY_GROUP
    ]
    return sorted(found, key=lambda each: not (each.open and each.left))


def _duty(assignment: Assignment, method: str) -> Duty:
    plan = assignment.plan
    sheets = assignment.score_sheets.filter(method=method).aggregate(
        signed=Count("pk", filter=Q(signed_at__isnull=False)), drafts=Count("pk", filter=Q(signed_at=None))
    )
    to_score = to_be_scored(plan, method, assignment).count()
    under_way = plan.state in (PlanState.APPROVED, PlanState.REPORTED)
    return Duty(
        assignment, method, Method(method).label, to_score, sheets["signed"], sheets["drafts"], under_way
    )


def to_be_scored(plan: Plan, method: str, assignment: Assignment) -> QuerySet[Candidate]:
    """Whom an examiner scores: examinees who came as far as is known, without a score that came otherwise."""
    away = [pk for pk, marks in attended(plan).items() if method in marks]
    stands = Score.objects.filter(candidate=OuterRef("pk"), method=method)
    mine = ScoreSheet.objects.filter(candidate=OuterRef("pk"), method=method, assignment=assignment)
    return examinees(plan).exclude(pk__in=away).filter(~Exists(stands) | Exists(mine))


def sheets_page(plan: Plan, method: str, assignment: Assignment, shown: str) -> QuerySet[Candidate]:
    """The candidates of a method with how far the examiner's own sheet is (own_total, own_signed)."""
    mine = ScoreSheet.objects.filter(candidate=OuterRef("pk"), method=method, assignment=assignment)
    found = to_be_scored(plan, method, assignment).annotate(
        has_sheet=Exists(mine), own_signed=Exists(mine.filter(signed_at__isnull=False))
    )
    chosen = {
        "open": found.filter(has_sheet=False),
        "draft": found.filter(has_sheet=True, own_signed=False),
        "signed": found.filter(own_signed=True),
    }
    return chosen.get(shown, found)


def own_sheet(candidate: Candidate, method: str, assignment: Assignment) -> ScoreSheet | None:
    """An examiner's own sheet for a candidate."""
    found = assignment.score_sheets.filter(candidate=candidate, method=method)
    return found.select_related("assignment", "candidate__plan", "signed_by__person").first()


def drafts(assignment: Assignment, method: str) -> QuerySet[ScoreSheet]:
    """His sheets that are filled in and not signed, in the order of the list."""
    found = assignment.score_sheets.filter(method=method, signed_at=None, total__isnull=False)
    return found.select_related("candidate").order_by("candidate__ordinal")


def totals(assignment: Assignment, method: str, people: Sequence[Candidate]) -> dict[int, ScoreSheet]:
    """His own sheets for these candidates."""
    found = assignment.score_sheets.filter(method=method, candidate__in=people)
    return {each.candidate_id: each for each in found}


def others(sheet: ScoreSheet | None) -> list[Signed]:
    """What the others signed for the same candidate: only to somebody who has signed himself."""
    if sheet is None or sheet.signed_at is None:
        return []
    found = _signed(sheet.candidate_id, sheet.method).exclude(assignment=sheet.assignment_id)
    return [Signed(each, intact(each)) for each in found]


def signed_sheets(score: Score | None) -> list[Signed]:
    """The signed sheets under a group's score, once it stands; nothing before."""
    if score is None or score.method not in BY_GROUP:
        return []
    return [Signed(each, intact(each)) for each in _signed(score.candidate_id, score.method)]


def _signed(candidate: int, method: str) -> QuerySet[ScoreSheet]:
    found = ScoreSheet.objects.filter(candidate=candidate, method=method, signed_at__isnull=False)
    return found.select_related("assignment", "candidate__plan", "signed_by__person").order_by("assignment")


def examiners_of(plan: Plan) -> QuerySet[Assignment]:
    """A plan's examiners with how many sheets each has signed (signed)."""
    found = plan.assignments.filter(task__in=EXAMINING).select_related("post__person", "registered__post")
    return found.annotate(signed=Count("score_sheets", filter=SIGNED)).order_by(F("task").desc(), "id")


def own_assignment(post: Post, plan: UUID, method: str) -> Assignment | None:
    """Somebody's part as an examiner in a plan with that method."""
    found = assignments_of(post).filter(plan__token=plan).first()
    return found if found is not None and method in found.plan.methods and method in BY_GROUP else None
