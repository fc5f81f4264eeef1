"""Scores (成绩登记): brought in for a whole method, or entered twice by two persons; every entry stays as it came."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.acts.in_hand import locked
from dengji.evaluations.acts.planning import ensure_of_body, open_case_of
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import Score, ScoreEntry, ScoreImport
from dengji.evaluations.scores.roll import NOT_LISTED, Roll, Row, roll_of
from dengji.evaluations.scores.rules import FULL, agreed
from dengji.evaluations.scores.scoresheets import ORDINAL, SCORE, TICKET, Line, filled_in, read
from dengji.evaluations.standards import rules_of
from dengji.evaluations.terms import EntryKind, PlanState
from dengji.evaluations.texts import RESULTS
from dengji.institutions.sheets import FaultyRow
from dengji.people.models import Post
from dengji.policy.engine.practice import Method
from dengji.prepared import insert_all
from dengji.procedure.refusals import Moved, NotAllowed
from dengji.procedure.terms import CaseState

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A sheet that is handed in (上传的成绩表)."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Entered:
    """What entering came to (登分结果): scores that stand now, that wait for the second person, that differ."""

    stand: int = 0
    wait: int = 0
    differ: int = 0


@transaction.atomic
def import_scores(
    plan: Plan, method: Method, scores: Mapping[UUID, Decimal | None], *, by: Post, at: datetime
) -> int:
    """导入成绩: a method's scores by candidate, None for absent; says how many were taken.

    All or none: raises NotAllowed for one that cannot be, and for one that differs from a score that stands.
    """
    roll = roll_of(open_for_scores(plan, by, at), method)
    fresh: list[tuple[Row, Decimal | None]] = []
    for token, value in scores.items():
        row = _row(roll, token, value)
        if why := roll.bars(row, value):
            raise NotAllowed(f"{row.masked}：{why}")
        if not roll.stands(row):
            fresh.append((row, value))
    _write(roll, fresh, EntryKind.IMPORTED, by=by, at=at)
    _record(roll, "scores", {"count": len(fresh)}, by=by, at=at)
    return len(fresh)


@transaction.atomic
def import_sheet(plan: Plan, method: Method, upload: Upload, *, by: Post, at: datetime) -> ScoreImport:
    """用表格导入成绩: the good rows go in, each faulty one is named with its column and why; nothing goes in twice."""
    roll = roll_of(open_for_scores(plan, by, at), method)
    sheet = read(upload.name, upload.content)
    fresh, faulty, known, blank = _sorted_out(roll, sheet.entries)
    _write(roll, fresh, EntryKind.IMPORTED, by=by, at=at)
    wrong = sorted([*sheet.faulty, *faulty], key=lambda each: each.number)
    made = ScoreImport.objects.create(
        plan=roll.plan,
        method=method,
        name=upload.name[-200:],
        sha256=hashlib.sha256(upload.content).hexdigest(),
        taken=len(fresh),
        known=known,
        blank=blank,
        faulty=[asdict(each) for each in wrong],
        by=by,
        at=at,
    )
    said = {"count": len(fresh), "faulty": len(wrong), "sha256": made.sha256}
    _record(roll, "score_sheet", said, by=by, at=at)
    return made


@transaction.atomic
def enter(
    plan: Plan, method: Method, scores: Mapping[UUID, Decimal | None], *, by: Post, at: datetime
) -> Entered:
    """登分: what somebody reads from the papers. It stands once another person has entered the same of it.

    What one entered before is entered anew by entering again; each time stays on record. Raises NotAllowed.
    """
    roll = roll_of(open_for_scores(plan, by, at), method)
    rows = [(_row_to_enter(roll, token, value), value) for token, value in scores.items()]
    said = last_words(plan, method, [row.pk for row, _ in rows])
    kept: list[tuple[int, EntryKind, Decimal | None]] = []
    stand: list[tuple[Row, Decimal | None]] = []
    differ = 0
    for row, value in rows:
        words = said.get(row.pk, {})
        others = {person for person in words if person != by.person_id}
        if by.person_id in words and words[by.person_id] == value:
            differ += bool(others)
            continue  # said already
        kind = EntryKind.SECOND if others else EntryKind.FIRST
        kept.append((row.pk, kind, value))
        if agreed(words | {by.person_id: value}, by.person_id):
            stand.append((row, value))
        elif others:
            differ += 1
    _keep(roll, kept, by=by, at=at)
    _stand(roll, stand)
    came_to = Entered(len(stand), len(rows) - len(stand) - differ, differ)
    _record(roll, "scores_entered", asdict(came_to), by=by, at=at)
    return came_to


@transaction.atomic
def blank_sheet(plan: Plan, method: Method, *, by: Post, at: datetime) -> bytes:
    """下载成绩表: whoever has no score yet, by ticket, place on the list and masked name; on record."""
    ensure_of_body(plan.filing, by)
    roll = roll_of(plan, method)
    lacking = [row.pk for row in roll.by_token.values() if row.open]
    people = plan.candidates.filter(pk__in=lacking).order_by("ordinal")
    _record(roll, "score_sheet_downloaded", {"count": len(lacking)}, by=by, at=at)
    return filled_in(people.iterator(chunk_size=1_000))


def open_for_scores(plan: Plan, by: Post, at: datetime) -> Plan:
    """The plan, locked, if scores may be put in now: begun, not reported, or returned. Raises NotYours, NotAllowed."""
    fresh = locked(plan.pk)
    ensure_of_body(fresh.filing, by)
    ensure_scores_open(fresh, at)
    return fresh


def ensure_scores_open(plan: Plan, at: datetime) -> None:
    """Raises NotAllowed before the batch begins; Moved once its results are handed in, until they come back."""
    case = open_case_of(plan, RESULTS)
    if plan.state == PlanState.REPORTED and case is not None and case.state == CaseState.CORRECTING:
        return
    if plan.state != PlanState.APPROVED:
        raise Moved(
            f"这份计划{plan.get_state_display()}，现在不能登记成绩。",
            remedy="结果已经报送的，请先撤回，或者等退回补正后再办理。",
        )
    if not plan.began(localdate(at)):
        raise NotAllowed("评价还没有开始，不能登记成绩。", remedy="请在计划的开始日期当日或者以后登记。")


def last_words(plan: Plan, method: str, candidates: Sequence[int]) -> dict[int, dict[int, Decimal | None]]:
    """What each person entered last of these candidates, by candidate and person (各人最近一次登分)."""
    kinds = (EntryKind.FIRST, EntryKind.SECOND)
    entries = ScoreEntry.objects.filter(candidate__plan=plan, method=method, kind__in=kinds)
    if len(candidates) <= AT_ONCE:
        entries = entries.filter(candidate__in=candidates)
    found: dict[int, dict[int, Decimal | None]] = {}
    for who, person, value in entries.order_by("pk").values_list("candidate", "by__person", "value"):
        found.setdefault(who, {})[person] = value
    return found


def _row(roll: Roll, token: UUID, value: Decimal | None) -> Row:
    """The candidate's row; raises NotAllowed for nobody on the roll, and for a value that is no score."""
    row = roll.by_token.get(token)
    if row is None:
        raise NotAllowed(NOT_LISTED)
    if value is not None and not 0 <= value <= FULL:
        raise NotAllowed(f"成绩应在0到100之间，{row.masked}的是{value}。")
    return row


def _row_to_enter(roll: Roll, token: UUID, value: Decimal | None) -> Row:
    """The candidate's row, if a score may be entered for him; raises NotAllowed."""
    row = _row(roll, token, value)
    if why := roll.bars(row, value):
        raise NotAllowed(f"第{row.ordinal}号{row.masked}：{why}")
    if roll.stands(row):
        raise Moved(
            f"第{row.ordinal}号{row.masked}已有成绩，不再登分。", remedy="要改的，请提出更正，由第二人复核。"
        )
    return row


Sorted = tuple[list[tuple[Row, Decimal | None]], list[FaultyRow], int, int]


def _sorted_out(roll: Roll, lines: Iterable[tuple[int, Line]]) -> Sorted:
    """The rows that go in, those that cannot with why, and how many were there already, or have no score."""
    fresh: list[tuple[Row, Decimal | None]] = []
    faulty: list[FaultyRow] = []
    first: dict[int, int] = {}
    known = blank = 0
    for number, line in lines:
        row = roll.found(line.ticket, line.ordinal)
        if isinstance(row, str):
            faulty.append(FaultyRow(number, TICKET if line.ticket else ORDINAL, row))
        elif line.blank:
            blank += 1
        elif strange := roll.differs(row, line.masked):
            faulty.append(FaultyRow(number, *strange))
        elif first.setdefault(row.pk, number) != number:
            faulty.append(FaultyRow(number, ORDINAL, f"与第{first[row.pk]}行是同一名考生。"))
        elif why := roll.bars(row, line.value):
            faulty.append(FaultyRow(number, SCORE, why))
        elif roll.stands(row):
            known += 1
        else:
            fresh.append((row, line.value))
    return fresh, faulty, known, blank


def _keep(
    roll: Roll, said: Iterable[tuple[int, EntryKind, Decimal | None]], *, by: Post, at: datetime
) -> None:
    """The entries, as they came."""
    names = ("candidate_id", "method", "kind", "value", "absent", "by_id", "at")
    rows = [(who, roll.method, kind.value, value, value is None, by.pk, at) for who, kind, value in said]
    insert_all(ScoreEntry, names, rows)


def _write(
    roll: Roll, rows: Sequence[tuple[Row, Decimal | None]], kind: EntryKind, *, by: Post, at: datetime
) -> None:
    """Keep the entries, and let the scores stand."""
    _keep(roll, [(row.pk, kind, value) for row, value in rows], by=by, at=at)
    _stand(roll, rows)


def _stand(roll: Roll, rows: Sequence[tuple[Row, Decimal | None]]) -> None:
    mark = rules_of(roll.plan).pass_mark
    names = ("candidate_id", "method", "value", "absent", "passed")
    lines = [
        (row.pk, roll.method, value, value is None, value is not None and value >= mark)
        for row, value in rows
    ]
    insert_all(Score, names, lines)


def _record(roll: Roll, act: str, said: Mapping[str, object], *, by: Post, at: datetime) -> None:
    about = ("evaluations.Plan", roll.plan.pk)
    record(act=f"plan.{act}", by=by, at=at, about=about, after={"method": roll.method, **said})
