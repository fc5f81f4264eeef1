"""The table of divisions (行政区划表), taken from a file."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from dengji.audit.acts import record
from dengji.people.models import Division, Post
from dengji.people.queries import COUNTRY
from dengji.people.refusals import Refused
from dengji.people.terms import Rank

ORDER = [Rank.COUNTRY, Rank.PROVINCE, Rank.PREFECTURE, Rank.COUNTY]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows there were in the file, and how many of them were new or different."""

    rows: int
    written: int


@transaction.atomic
def load_divisions(path: Path, *, by: Post | None, at: datetime) -> Loaded:
    """载入行政区划: write what differs from the table, parents first; on record if anything does.

    Raises Refused for a file that cannot be read as a table of divisions, with the row.
    """
    wanted = read_divisions(path)
    there = {row.code: row for row in Division.objects.all()}
    differs = [row for row in wanted if _fields(row) != _fields(there.get(row.code))]
    Division.objects.bulk_create(
        differs,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "rank", "parent"],
        batch_size=500,
    )
    if differs:
        record(
            act="people.load_divisions",
            by=by,
            at=at,
            about=("people.Division", path.name),
            after={"rows": len(wanted), "written": len(differs)},
        )
    return Loaded(len(wanted), len(differs))


def read_divisions(path: Path) -> list[Division]:
    """The rows of a file (code, name, rank, parent), the country first, then by rank. Raises Refused."""
    country = Division(code=COUNTRY, name="全国", rank=Rank.COUNTRY, parent=None)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = [country, *(_division(row, number) for number, row in enumerate(csv.DictReader(lines), 2))]
    rows.sort(key=lambda row: (ORDER.index(Rank(row.rank)), row.code))
    _ensure_rooted(rows)
    return rows


def _division(row: dict[str, str], number: int) -> Division:
    code, name, rank = row.get("code", ""), row.get("name", ""), row.get("rank", "")
    if len(code) != 6 or not code.isdecimal() or not name or rank not in Rank.values:
        raise Refused(
            f"行政区划文件第{number}行不完整。", remedy="每行应有：六位代码、名称、级别、上级代码。"
        )
    return Division(code=code, name=name, rank=rank, parent_id=row.get("parent") or COUNTRY)


def _ensure_rooted(rows: Iterable[Division]) -> None:
    codes = {row.code for row in rows}
    for row in rows:
        if row.parent_id is not None and row.parent_id not in codes:
            raise Refused(f"行政区划{row.code}{row.name}的上级{row.parent_id}不在文件内。")


def _fields(row: Division | None) -> tuple[str, str, str | None] | None:
    return None if row is None else (row.name, str(row.rank), row.parent_id)
