"""导入考生名单: a whole sheet of candidates at once; good rows in, faulty ones kept aside, nobody stored twice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.acts.listing import ensure_not_begun, last_ordinal, listing
from dengji.evaluations.candidates.persons import (
    NUMBER,
    Fault,
    Gate,
    columns,
    faults,
    gate_of,
    identity_of,
    tidy,
)
from dengji.evaluations.candidates.sheets import ORDINAL, Row, read
from dengji.evaluations.models.candidates import Candidate, CandidateSheet
from dengji.evaluations.models.plans import Plan
from dengji.institutions.acts.sheets import Upload
from dengji.institutions.mending import kept_aside
from dengji.people.models import Post
from dengji.prepared import insert_all

LONGEST_NAME = 200


@transaction.atomic
def enlist_by_sheet(plan: Plan, upload: Upload, *, by: Post, at: datetime) -> CandidateSheet:
    """导入考生名单: every good row of a sheet. Raises NotAllowed where it is no such sheet at all.

    Who is on the list already counts as known; the rows that cannot be taken are kept, sealed, with their reasons.
    """
    fresh, on = listing(plan, by), localdate(at)
    ensure_not_begun(fresh, on, "增加考生")
    sheet = read(upload.name, upload.content)
    sorting = _Sorting(gate_of(fresh, on), dict(fresh.candidates.values_list("identity", "withdrawn_at")))
    for row in sheet.rows:
        sorting.take(row, sheet.heads)
    _write(fresh, sorting.good)
    kept = CandidateSheet.objects.create(
        plan=fresh,
        name=upload.name[-LONGEST_NAME:],
        sha256=sha256(upload.content).hexdigest(),
        taken=len(sorting.good),
        known=sorting.known,
        faulty=len(sorting.faulty),
        left_out=kept_aside(sheet.heads, ((row.number, row.line, found) for row, found in sorting.faulty)),
        read={"page": sheet.page, "passed": list(sheet.passed), "strange": list(sheet.strange)},
        by=by,
        at=at,
    )
    said: dict[str, object] = {"sheet": str(kept.token), "sha256": kept.sha256}
    said |= {"taken": kept.taken, "known": kept.known, "faulty": kept.faulty}
    record(act="plan.enlist_by_sheet", by=by, at=at, about=("evaluations.Plan", fresh.pk), after=said)
    return kept


@dataclass(slots=True)
class _Sorting:
    """The rows sorted into good, known and faulty ones; `there` is who is on the list, and since when withdrawn."""

    gate: Gate
    there: Mapping[str, datetime | None]
    good: list[Mapping[str, Any]] = field(default_factory=list)
    known: int = 0
    faulty: list[tuple[Row, list[Fault]]] = field(default_factory=list)
    seen: dict[str, Row] = field(default_factory=dict)

    def take(self, row: Row, heads: tuple[str, ...]) -> None:
        """Put one row where it belongs."""
        if row.entry is None:
            self.faulty.append((row, row.faults))
            return
        entry = tidy(row.entry)
        identity = identity_of(entry.document, entry.number)
        if found := faults(entry, self.gate) or self._barred(identity, row, heads):
            self.faulty.append((row, found))
        elif identity in self.there or identity in self.seen:
            self.known += 1
        else:
            self.seen[identity] = row
            self.good.append(columns(entry, self.gate, identity))

    def _barred(self, identity: str, row: Row, heads: tuple[str, ...]) -> list[Fault]:
        """Why somebody who is known already cannot count as known."""
        if self.there.get(identity) is not None:
            return [Fault(NUMBER, "已经退出这一批；要重新参加的，请打开他的页面恢复。")]
        first = self.seen.get(identity)
        if first is not None and _told(first, heads) != _told(row, heads):
            return [Fault(NUMBER, f"与第{first.number}行是同一个人，两行内容不同，请只留一行。")]
        return []


def _told(row: Row, heads: tuple[str, ...]) -> list[Any]:
    """What a row says of the person: every cell but the number of the row."""
    return [cell for head, cell in zip(heads, row.line, strict=False) if head != ORDINAL]


def _write(plan: Plan, good: list[Mapping[str, Any]]) -> None:
    if good:
        first, names = last_ordinal(plan) + 1, list(good[0])
        lines = [(plan.pk, uuid4(), place, *said.values()) for place, said in enumerate(good, first)]
        insert_all(Candidate, ["plan_id", "token", "ordinal", *names], lines)
