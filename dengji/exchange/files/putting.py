"""Putting answers back (放回结果表): a sheet is read and shown first, and taken in once somebody has confirmed it.

A report is answered when every one of its rows is; until then it waits, and what was heard of it is kept. What is taken
in has the shape of an answer that came over the network, and goes the same way from there.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import Post, record
from dengji.exchange.acts import Contradicted, receive
from dengji.exchange.files.acts import BY_ROWS, ensure_open, usable_columns
from dengji.exchange.files.answers import Heard, Known, Place, told_by
from dengji.exchange.files.columns import ColumnMap
from dengji.exchange.files.models import AnswerSheet, ReportFile, ReportInFile
from dengji.exchange.files.refusals import NotCarried
from dengji.exchange.terms import Report, State

MOST_FAULTS = 500  # rows with something wrong that are kept to be shown
MOST_REASONS = 3
WHOLE = "whole"
NO_REASON = "对方没有说明原因"


class Upload(NamedTuple):
    """An answer sheet as it was handed in (结果表): its name, its bytes, its rows with their places in it."""

    name: str
    content: bytes
    rows: Iterable[tuple[int, Mapping[str, Any]]]


class TakenIn(NamedTuple):
    """What taking a sheet in came to (收下结果): rows, reports that are answered now, those that still wait."""

    rows: int
    answered: int
    waiting: int


@transaction.atomic
def put_back(file: ReportFile, upload: Upload, *, by: Post, at: datetime) -> AnswerSheet:
    """放回结果表: read and kept to be looked at; nothing is taken in yet. The same sheet again is the same one.

    Raises NotCarried for a file that was given up, and for a sheet in which not one row is of use.
    """
    held = ReportFile.objects.select_for_update().get(pk=file.pk)
    ensure_open(held)
    digest = hashlib.sha256(upload.content).hexdigest()
    before = held.sheets.filter(digest=digest).first()
    if before is not None and before.taken_in_at is not None:
        return before
    columns = usable_columns(held.kind)
    known = _known(held, list(held.reports.select_related("request")), columns)
    told = told_by(upload.rows, columns.answers_of(held.kind), known, on=localdate(at))
    answers = told.answers.values()
    said = {
        "name": upload.name[:120],
        "put_at": at,
        "put_by": by.person.full_name,
        "told": {f"{place.ordinal}-{place.row}": list(heard) for place, heard in told.answers.items()},
        "faults": [list(each) for each in told.faults[:MOST_FAULTS]],
        "faulty": len(told.faults),
        "confirmed": sum(each.confirmed for each in answers),
        "refused": sum(not each.confirmed for each in answers),
        "unanswered": told.unanswered,
        "repeated": told.repeated,
    }
    sheet, _ = AnswerSheet.objects.update_or_create(file=held, digest=digest, defaults=said)
    return sheet


@transaction.atomic
def take_in(sheet: AnswerSheet, *, by: Post, at: datetime) -> TakenIn:
    """收下结果: every answer of the sheet, after somebody has seen the count. Twice is once.

    Raises NotCarried where the file was given up, or where an answer is another than one that came meanwhile.
    """
    file = ReportFile.objects.select_for_update().get(pk=sheet.file_id)
    held = AnswerSheet.objects.select_for_update().get(pk=sheet.pk)
    inside = list(file.reports.select_related("request"))
    if held.taken_in_at is not None:
        return TakenIn(0, 0, _waiting(inside))
    ensure_open(file)
    if not held.told:
        raise NotCarried("这份结果表里没有新的结果。", remedy="请核对是不是下载了最新的结果表。")
    columns = usable_columns(file.kind)
    answers = {_place(key): Heard(*said) for key, said in held.told.items()}
    touched = _kept(inside, answers)
    answered = sum(_answered(each, file, columns, at) for each in touched)
    ReportInFile.objects.bulk_update(touched, ["heard"], batch_size=100)
    held.told, held.taken_in_at, held.taken_in_by = {}, at, by.person.full_name
    held.save(update_fields=["told", "taken_in_at", "taken_in_by"])
    said = {
        "number": file.number,
        "digest": held.digest,
        "confirmed": held.confirmed,
        "refused": held.refused,
    }
    about = ("exchange.ReportFile", file.pk)
    record(act="report_file.answer", by=by, at=at, about=about, after=said | {"reports": answered})
    return TakenIn(len(answers), answered, _waiting(inside))


def _known(file: ReportFile, inside: Iterable[ReportInFile], columns: ColumnMap) -> Known:
    reports = list(inside)
    return Known(
        number=file.number,
        rows={each.ordinal: each.rows for each in reports},
        heard={
            Place(each.ordinal, int(row)): Heard(*said)
            for each in reports
            for row, said in each.heard.items()
        },
        whole=columns.kinds[Report(file.kind)].answered == WHOLE,
    )


def _kept(inside: Iterable[ReportInFile], answers: Mapping[Place, Heard]) -> list[ReportInFile]:
    """Puts each answer with its report; those that were touched. Raises NotCarried for one that says otherwise."""
    by_ordinal = {each.ordinal: each for each in inside}
    for place, heard in answers.items():
        each = by_ordinal[place.ordinal]
        before = each.heard.setdefault(str(place.row), list(heard))
        if Heard(*before) != heard:
            raise NotCarried(
                f"第{place.ordinal}件第{place.row}行刚刚收到了另一结果，与这份表不一致。",
                remedy="请重新放回结果表，核对后再收下。",
            )
    return [by_ordinal[ordinal] for ordinal in sorted({place.ordinal for place in answers})]


def _answered(each: ReportInFile, file: ReportFile, columns: ColumnMap, at: datetime) -> int:
    """Closes a report of which every row is answered; 1 if it was closed."""
    if len(each.heard) < each.rows:
        return 0
    rows = {int(row): Heard(*said) for row, said in each.heard.items()}
    by_rows = columns.kinds[Report(file.kind)].answered == BY_ROWS
    try:
        receive(each.request, answer_of(each, rows, file.number, by_rows=by_rows), at=at)
    except Contradicted as wrong:
        raise NotCarried(f"第{each.ordinal}件：{wrong}") from wrong
    return 1


def answer_of(each: ReportInFile, rows: Mapping[int, Heard], number: str, *, by_rows: bool) -> dict[str, Any]:
    """The answer to a report from those to its rows, as it would have come over the network."""
    refused = {row: heard for row, heard in sorted(rows.items()) if not heard.confirmed}
    if refused and (len(refused) == len(rows) or not by_rows):
        return {"state": "declined", "reason": _reasons(refused.values())}
    good = [heard for heard in rows.values() if heard.confirmed]
    numbers = {heard.number for heard in good if heard.number}
    said: dict[str, Any] = {
        "state": "published",
        "published_on": max(heard.published_on for heard in good),
        "number": numbers.pop() if len(numbers) == 1 else number,
    }
    if digest := each.request.payload.get("digest"):
        said["digest"] = digest
    if refused:
        said["declined"] = [
            {"row": each.keys[row - 1], "reason": heard.reason} for row, heard in refused.items()
        ]
    return said


def _reasons(refused: Iterable[Heard]) -> str:
    """Why, each reason once; what is too many to say is counted."""
    said = list(dict.fromkeys(heard.reason or NO_REASON for heard in refused))
    more = f"等{len(said)}种原因" if len(said) > MOST_REASONS else ""
    return "；".join(said[:MOST_REASONS]) + more


def _place(key: str) -> Place:
    ordinal, _, row = key.partition("-")
    return Place(int(ordinal), int(row))


def _waiting(inside: Iterable[ReportInFile]) -> int:
    return sum(each.request.state != State.ANSWERED for each in inside)
