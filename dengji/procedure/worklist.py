"""The worklist (办件列表): an office's cases by the day on which they fall due, fast with any number of cases.

An authority that holds a case is its `office` (see `door.enter`) and stays so while the applicant corrects it: so
`office` alone finds what the post's office holds or waits for. Counts stop at a thousand, pages follow a key.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dengji.people.models import Post
from dengji.people.queries import stem
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import StepKind
from dengji.policy.queries import calendar_in_force, packs_of
from dengji.procedure.lists import named
from dengji.procedure.models import Case, CaseOccupation
from dengji.procedure.rows import ROWS, Row, bounds, first_rows, told
from dengji.procedure.terms import CaseState, Urgency
from dengji.workdays.calendar import WorkCalendar

MOST_COUNTED = 1000
NOBODY, LAST = 0, 2**62  # no row has these numbers
WAITING = CaseState.CORRECTING


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the worklist (办件检索条件); empty means any."""

    matter: str = ""
    step: str = ""
    kind: str = ""
    place: str = ""
    occupation: str = ""
    mine: bool = False
    urgency: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before (上一页末行): its due day, or None for one without, and its id."""

    due_on: date | None
    id: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the worklist (紧急程度) with its count, as it is said: 1000+ where there are more."""

    urgency: Urgency
    count: int

    @property
    def said(self) -> str:
        """The count in words."""
        return capped(self.count)


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of the worklist (办件列表): the groups with their counts, fifty rows, and where the next page begins."""

    groups: Sequence[Group]
    rows: Sequence[Row]
    following: After | None

    @property
    def total(self) -> str:
        """How many cases the groups hold together, those that wait for the applicant left out."""
        counts = [group.count for group in self.groups if group.urgency is not Urgency.APPLICANT]
        return capped(MOST_COUNTED + 1 if max(counts) > MOST_COUNTED else sum(counts))


def capped(count: int) -> str:
    """A count as it is said: 1000+ where there are more."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def worklist(
    post: Post, wanted: Wanted, on: date, after: After | None = None, held: Mapping[int, Pack] | None = None
) -> Worklist:
    """办件列表: what the post's office has to do on a day, by due day, those without one last.

    Cases that wait for the applicant stand apart: they are listed only when asked for. At most eight statements;
    `held` are the current texts, where the caller has read them already.
    """
    calendar, packs = calendar_in_force(), packs_of(()) if held is None else held
    cases, ranges = _wanted(post, wanted), _ranges(on, calendar, _turn(post, wanted), packs)
    rows, following = _page(_listed(cases, ranges, wanted, post), after or _begin(wanted, on, calendar))
    return Worklist(_counted(cases, ranges), told(rows, on, calendar, packs), following)


def counted(post: Post, wanted: Wanted, on: date) -> list[Group]:
    """今日办件数: the groups of the worklist with their counts; three statements."""
    ranges = _ranges(on, calendar_in_force(), _turn(post, wanted), packs_of(()))
    return _counted(_wanted(post, wanted), ranges)


def whole_list(post: Post, wanted: Wanted, on: date, most: int) -> list[Row]:
    """办件清单: the rows of every page together, at most so many, to be taken away as a sheet."""
    calendar, packs = calendar_in_force(), packs_of(())
    ranges = _ranges(on, calendar, _turn(post, wanted), packs)
    listed = _listed(_wanted(post, wanted), ranges, wanted, post)
    found = first_rows(listed, F("due_on").asc(nulls_last=True), "id", most=most)
    return told(found, on, calendar, packs)


def _wanted(post: Post, wanted: Wanted) -> QuerySet[Case]:
    """The open cases of the post's office that fit."""
    exact = {"matter": wanted.matter, "step": wanted.step, "body_kind": wanted.kind}
    given = {name: said for name, said in exact.items() if said}
    cases = Case.objects.filter(office=post.organisation_id, **given)
    if wanted.place:
        cases = cases.filter(place__startswith=stem(wanted.place))
    if wanted.occupation:
        of = CaseOccupation.objects.filter(code=wanted.occupation)
        cases = _narrowed(cases, of.values_list("case", flat=True), Q(Exists(of.filter(case=OuterRef("pk")))))
    if said := wanted.words.strip():
        fit = named(said)
        under_way = cases.filter(fit, state__in=(CaseState.OPEN, WAITING))
        cases = _narrowed(cases, under_way.values_list("pk", flat=True), fit)
    return cases


def _narrowed(cases: QuerySet[Case], found: QuerySet[Any, int], condition: Q) -> QuerySet[Case]:
    """The cases that are found: where they are few, looked up once and by number; where they are many, on the way."""
    few = list(found[: MOST_COUNTED + 1])
    if len(few) > MOST_COUNTED:
        return cases.filter(condition)
    return cases.filter(pk__in=few or [NOBODY])


def _turn(post: Post, wanted: Wanted) -> Q:
    """Whose turn it must be: the post's own role, or anybody's in the office."""
    return Q(holder_role=post.role) if wanted.mine else Q()


def _ranges(on: date, calendar: WorkCalendar, turn: Q, packs: Mapping[int, Pack]) -> dict[Urgency, Q]:
    """What each group holds on a day, as conditions that an index answers; together every open case, once.

    A publicity whose last day is over is not late: it can be closed, and stands in a group of its own.
    What waits for the applicant is in nobody's hands, and so belongs to everybody in the office.
    """
    soon, week = bounds(on, calendar)
    under_way = Q(state=CaseState.OPEN) & turn
    past, public = under_way & Q(due_on__lt=on), Q(step__in=_publicity_steps(packs))
    return {
        Urgency.OVERDUE: past & ~public,
        Urgency.READY: past & public,
        Urgency.TODAY: under_way & Q(due_on=on),
        Urgency.SOON: under_way & Q(due_on__gt=on, due_on__lte=soon),
        Urgency.WEEK: under_way & Q(due_on__gt=soon, due_on__lte=week),
        Urgency.LATER: under_way & (Q(due_on__gt=week) | Q(due_on__isnull=True)),
        Urgency.APPLICANT: Q(state=WAITING),
    }


def _publicity_steps(packs: Mapping[int, Pack]) -> list[str]:
    """公示步骤: the names that the texts give to their publicities."""
    steps = (step for pack in packs.values() for matter in pack.matters.values() for step in matter.steps)
    return sorted({step.id for step in steps if step.kind is StepKind.PUBLICITY})


def _listed(cases: QuerySet[Case], ranges: Mapping[Urgency, Q], wanted: Wanted, post: Post) -> QuerySet[Case]:
    """The cases of the group that is asked for, or all that are under way."""
    if wanted.urgency in Urgency:
        return cases.filter(ranges[Urgency(wanted.urgency)])
    return cases.filter(_turn(post, wanted), state=CaseState.OPEN)


def _counted(cases: QuerySet[Case], ranges: Mapping[Urgency, Q]) -> list[Group]:
    """Every group's count in one statement; each stops just past a thousand."""
    parts = [_few(cases.filter(within)) for within in ranges.values()]
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _ in parts)  # noqa: S608 - made by the ORM
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [each for _, params in parts for each in params])
        row = cursor.fetchone()
    return [Group(urgency, count) for urgency, count in zip(ranges, row, strict=True)]


def _few(cases: QuerySet[Case]) -> tuple[str, Sequence[Any]]:
    sql, params = cases.order_by().values("pk")[: MOST_COUNTED + 1].query.sql_with_params()
    return sql, params


def _begin(wanted: Wanted, on: date, calendar: WorkCalendar) -> After | None:
    """Where a group begins that the index would otherwise be searched for: those due late, those with no due day."""
    if wanted.urgency == Urgency.LATER:
        return After(bounds(on, calendar)[1], LAST)
    return After(None, NOBODY) if wanted.urgency == Urgency.APPLICANT else None


def _page(cases: QuerySet[Case], after: After | None) -> tuple[list[dict[str, Any]], After | None]:
    """The rows after a key: first those with a due day, then, where there is room, those without."""
    found: list[dict[str, Any]] = []
    if after is None or after.due_on is not None:
        dated = cases.filter(due_on__isnull=False)
        if after is not None:
            dated = dated.filter(Q(due_on__gt=after.due_on) | Q(id__gt=after.id), due_on__gte=after.due_on)
        found = first_rows(dated, "due_on", "id", most=ROWS + 1)
    if len(found) <= ROWS:
        undated = cases.filter(due_on__isnull=True)
        if after is not None and after.due_on is None:
            undated = undated.filter(id__gt=after.id)
        found += first_rows(undated, "id", most=ROWS + 1 - len(found))
    shown = found[:ROWS]
    return shown, After(shown[-1]["due_on"], shown[-1]["id"]) if len(found) > ROWS else None
