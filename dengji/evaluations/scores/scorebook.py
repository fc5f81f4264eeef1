"""Scores as the body reads them (成绩簿): each method's counts, its table by filter and page, what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dengji.evaluations.acts.scoring import last_words
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import (
    ImportWithdrawal,
    Score,
    ScoreComplaint,
    ScoreCorrection,
    ScoreEntry,
    ScoreImport,
    ScoreSheet,
)
from dengji.evaluations.results import Attended, attended, examinees, outcome
from dengji.evaluations.scores.imports import waiting_withdrawals
from dengji.evaluations.scores.roll import BY_GROUP, signed_only
from dengji.evaluations.scores.rules import Outcome, worded
from dengji.evaluations.standards import rules_of
from dengji.evaluations.terms import EXAMINING, Attendance, ComplaintState, CorrectionState, EntryKind
from dengji.policy.engine.practice import Method

FILTERS = {
    "": "全部",
    "lacking": "还没有成绩",
    "differing": "两次登分不一致",
    "failed": "不合格",
    "passed": "合格",
    "absent": "缺考",
    "void": "作废",
}
WAITING = (CorrectionState.SECOND, CorrectionState.AUTHORITY)


@dataclass(frozen=True, slots=True)
class Tally:
    """How a method stands (一项成绩的情况), in people."""

    method: str
    label: str
    people: int
    counts: Mapping[str, int]
    by_group: bool
    signed_only: bool

    @property
    def lacking(self) -> int:
        """Who has no score yet."""
        return self.counts["lacking"]

    @property
    def differing(self) -> int:
        """Of whom two persons entered something else."""
        return self.counts["differing"]


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate in a method's table (成绩表一行): what it came to, and how far it is where nothing stands."""

    who: Candidate
    score: Score | None
    outcome: Outcome | None
    passed: bool
    signed: int = 0
    entered: int = 0
    differing: bool = False
    said: Sequence[Decimal | None] = ()

    @property
    def state(self) -> str:
        """What is shown of it, by the name of its filter."""
        if self.outcome is None:
            return "differing" if self.differing else "lacking"
        if self.outcome.void or self.outcome.absent:
            return "void" if self.outcome.void else "absent"
        return "passed" if self.passed else "failed"

    @property
    def word(self) -> str:
        """That state as people say it."""
        return FILTERS[self.state]

    @property
    def value(self) -> str:
        """The score as it is shown; empty where none counts."""
        return (
            ""
            if self.outcome is None or self.outcome.value is None
            else f"{self.outcome.value.normalize():f}"
        )


class Book:
    """The scores of one method of a plan (一项成绩); what it asks of the database, it asks once."""

    def __init__(self, plan: Plan, method: str, came: Attended | None = None) -> None:
        """The method must be one of the plan's."""
        self.plan, self.method = plan, method
        self._came = came

    @cached_property
    def came(self) -> Attended:
        """Who was absent or expelled."""
        return attended(self.plan) if self._came is None else self._came

    @cached_property
    def differing(self) -> frozenset[int]:
        """The candidates without a score of whom two persons entered something else."""
        there = Score.objects.filter(candidate=OuterRef("candidate"), method=self.method)
        kinds = (EntryKind.FIRST, EntryKind.SECOND)
        entries = ScoreEntry.objects.filter(candidate__plan=self.plan, method=self.method, kind__in=kinds)
        grouped = entries.filter(~Exists(there)).order_by().values("candidate")
        twice = grouped.annotate(people=Count("by__person", distinct=True)).filter(people__gt=1)
        return frozenset(twice.values_list("candidate", flat=True))

    @property
    def label(self) -> str:
        """The method as people say it."""
        return Method(self.method).label

    def people(self, shown: str = "") -> QuerySet[Candidate]:
        """The examinees that a filter leaves, in the order of the list; an unknown filter leaves all."""
        scores = Score.objects.filter(candidate=OuterRef("pk"), method=self.method)
        absent, void = self._marked(Attendance.ABSENT), self._marked(Attendance.EXPELLED)
        found = examinees(self.plan)
        counted = found.exclude(pk__in=void)
        chosen = {
            "lacking": lambda: counted.filter(~Exists(scores)).exclude(pk__in=absent),
            "differing": lambda: counted.filter(pk__in=self.differing),
            "failed": lambda: counted.filter(Exists(scores.filter(passed=False, absent=False))),
            "passed": lambda: counted.filter(Exists(scores.filter(passed=True))),
            "absent": lambda: counted.filter(
                Exists(scores.filter(absent=True)) | Q(pk__in=absent) & ~Exists(scores)
            ),
            "void": lambda: found.filter(pk__in=void),
        }
        return chosen[shown]() if shown in chosen else found

    def tally(self, people: int) -> Tally:
        """How the method stands; six statements at most."""
        listed = examinees(self.plan)
        void = self._marked(Attendance.EXPELLED)
        scores = Score.objects.filter(candidate__in=listed, method=self.method)
        said = scores.exclude(candidate__in=void).aggregate(
            n_passed=Count("pk", filter=Q(passed=True)),
            n_absent=Count("pk", filter=Q(absent=True)),
            n_failed=Count("pk", filter=Q(passed=False, absent=False)),
        )
        counts = {key.removeprefix("n_"): number for key, number in said.items()}
        counts |= {"void": listed.filter(pk__in=void).count(), "differing": len(self.differing)}
        away = self._marked(Attendance.ABSENT)
        if away:
            there = Score.objects.filter(candidate=OuterRef("pk"), method=self.method)
            counts["absent"] += listed.filter(~Exists(there), pk__in=away).count()
        settled = sum(counts[key] for key in ("passed", "absent", "failed", "void"))
        counts["lacking"] = people - settled
        return Tally(
            self.method,
            self.label,
            people,
            counts,
            self.method in BY_GROUP,
            signed_only(self.plan, self.method),
        )

    def lines(self, people: Sequence[Candidate]) -> list[Line]:
        """These candidates with what is known of each."""
        pks = [who.pk for who in people]
        scores = {
            each.candidate_id: each for each in Score.objects.filter(candidate__in=pks, method=self.method)
        }
        words = last_words(self.plan, self.method, [pk for pk in pks if pk not in scores])
        signed = self._signed(pks) if self.method in BY_GROUP else {}
        mark = rules_of(self.plan).pass_mark
        found = []
        for who in people:
            score, said = scores.get(who.pk), list(words.get(who.pk, {}).values())
            came_to = outcome(score, self.came.get(who.pk, {}).get(self.method))
            found.append(
                Line(
                    who,
                    score,
                    came_to,
                    passed=came_to is not None and came_to.passed(mark),
                    signed=signed.get(who.pk, 0),
                    entered=len(said),
                    differing=score is None and len(said) > 1,
                    said=said if len(said) > 1 else (),
                )
            )
        return found

    def to_enter(self, shown: str, person: int) -> QuerySet[Candidate]:
        """Whose scores somebody may enter: not by him yet; with "mine" those he did; "differing" those that differ."""
        if shown == "differing":
            return self.people("differing")
        kinds = (EntryKind.FIRST, EntryKind.SECOND)
        mine = ScoreEntry.objects.filter(
            candidate=OuterRef("pk"), method=self.method, kind__in=kinds, by__person=person
        )
        return self.people("lacking").filter(Exists(mine) if shown == "mine" else ~Exists(mine))

    def own_words(self, people: Sequence[Candidate], person: int) -> dict[int, str]:
        """What somebody himself entered last of these candidates, as he typed it."""
        words = last_words(self.plan, self.method, [who.pk for who in people])
        return {pk: worded(said[person]) for pk, said in words.items() if person in said}

    def examiners(self) -> int:
        """How many must sign."""
        return self.plan.assignments.filter(task__in=EXAMINING).count()

    def imports(self) -> QuerySet[ScoreImport]:
        """The sheets that were brought in, the latest first."""
        found = self.plan.score_imports.filter(method=self.method).select_related("by__person")
        return found.prefetch_related("withdrawals")

    def _marked(self, how: Attendance) -> list[int]:
        return [pk for pk, marks in self.came.items() if marks.get(self.method) == how]

    def _signed(self, people: Sequence[int]) -> dict[int, int]:
        sheets = ScoreSheet.objects.filter(
            candidate__in=people, method=self.method, signed_at__isnull=False, assignment__task__in=EXAMINING
        )
        counted = sheets.order_by().values_list("candidate").annotate(Count("pk"))
        return dict(counted)


def tallies(plan: Plan) -> list[Tally]:
    """How each method of a plan stands (各项成绩的情况)."""
    came, people = attended(plan), examinees(plan).count()
    return [Book(plan, method, came).tally(people) for method in plan.methods]


def corrections(plan: Plan) -> QuerySet[ScoreCorrection]:
    """The corrections of a plan's scores, those that wait first (成绩更正)."""
    found = ScoreCorrection.objects.filter(score__candidate__plan=plan).select_related(
        "score__candidate", "by__person", "seconded_by__person", "confirmed_by__person", "declined_by__person"
    )
    return found.annotate(open=Q(state__in=WAITING)).order_by("-open", "-id")


def corrections_for(authority: int) -> QuerySet[ScoreCorrection]:
    """The corrections that wait for an authority (待主管机关核准的成绩更正), the oldest first."""
    found = ScoreCorrection.objects.filter(
        score__candidate__plan__filing__authority=authority,
        confirmed_at=None,
        state=CorrectionState.AUTHORITY,
    )
    return found.select_related(
        "score__candidate__plan__filing__institution__organisation", "by__person", "seconded_by__person"
    ).order_by("id")


def complaints(plan: Plan) -> QuerySet[ScoreComplaint]:
    """The complaints about a plan's scores, the open ones first, the oldest of them first (成绩复核)."""
    found = plan.complaints.select_related("candidate", "answered_by__person")
    return found.annotate(is_open=Q(state=ComplaintState.OPEN)).order_by("-is_open", "id")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits about a plan's scores (成绩待办)."""

    corrections: int
    complaints: int
    withdrawals: Sequence[ImportWithdrawal] = ()


def waiting(plan: Plan) -> Waiting:
    """How much of it waits."""
    return Waiting(
        ScoreCorrection.objects.filter(score__candidate__plan=plan, state__in=WAITING).count(),
        plan.complaints.filter(state=ComplaintState.OPEN).count(),
        list(waiting_withdrawals(plan)),
    )


def entries_of(score: Score) -> QuerySet[ScoreEntry]:
    """All traces of a score, as they came (登分记录)."""
    found = ScoreEntry.objects.filter(candidate=score.candidate_id, method=score.method)
    return found.select_related("by__person").order_by("id")
