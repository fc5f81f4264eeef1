"""The catalogue (职业目录) taken from files, what is not in them stays; and what a standard says of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction

from dengji.audit.acts import record
from dengji.occupations import tables
from dengji.occupations.entry import WrongRules, conditions_from
from dengji.occupations.models import Occupation, OwnRules, SpecialItem, Standard, WorkType
from dengji.occupations.standards import examination_from
from dengji.people.models import Post
from dengji.people.refusals import Refused
from dengji.people.terms import Role

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each table were new or different."""

    occupations: int
    work_types: int
    standards: int
    special_items: int


@transaction.atomic
def load_catalogue(folder: Path, *, by: Post | None, at: datetime) -> Loaded:
    """载入职业目录: write what differs from the files of a folder; on record if anything does.

    Raises Refused with file and row where one cannot be read, OSError where a file is missing.
    """
    occupations = tables.occupations(folder)
    known = {each.code for each in occupations} | set(Occupation.objects.values_list("code", flat=True))
    standards, work_types = tables.standards(folder), tables.work_types(folder)
    _ensure_known(standards, known, tables.STANDARDS)
    _ensure_known(work_types, known, tables.WORK_TYPES)
    loaded = Loaded(
        occupations=_write(Occupation, occupations, ("code",)),
        work_types=_write(WorkType, work_types, ("occupation", "name")),
        standards=_write(Standard, standards, ("occupation", "kind", "title", "edition")),
        special_items=_write(SpecialItem, tables.special_items(folder), ("code",)),
    )
    if any(asdict(loaded).values()):
        record(
            act="occupations.load_catalogue",
            by=by,
            at=at,
            about=("occupations.Occupation", "catalogue"),
            after=asdict(loaded),
        )
    return loaded


def _ensure_known(rows: Sequence[Standard] | Sequence[WorkType], known: set[str], file: str) -> None:
    for row in rows:
        if row.occupation_id not in known:
            raise Refused(f"{file}中的职业编码{row.occupation_id}不在职业分类内。")


def _write(model: type[Row], rows: Sequence[Row], key: tuple[str, ...]) -> int:
    """Writes the rows that are new or different, found by their key; says how many."""
    told = [
        field for field in model._meta.concrete_fields if not (field.primary_key and field.name not in key)
    ]
    others = [field.name for field in told if field.name not in key]
    there = {_values(row, told, key): _values(row, told) for row in model._default_manager.all()}
    differs = [row for row in rows if there.get(_values(row, told, key)) != _values(row, told)]
    if others:
        model._default_manager.bulk_create(
            differs, update_conflicts=True, unique_fields=key, update_fields=others, batch_size=500
        )
    else:
        model._default_manager.bulk_create(differs, ignore_conflicts=True)
    return len(differs)


def _values(row: models.Model, told: list[Any], names: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """What a row holds, as text, so that a row from a file and one from the database compare."""
    return tuple(str(getattr(row, field.attname)) for field in told if names is None or field.name in names)


@transaction.atomic
def state_rules(standard: Standard, said: Mapping[str, Any], *, by: Post, at: datetime) -> OwnRules:
    """登记标准自己的规定: entry conditions ("entry") and rules of the examination ("examination") of one edition.

    Empty takes them away again. Raises Refused with every problem; nothing is kept then.
    """
    if by.role != Role.ADMINISTRATOR:
        raise Refused("标准的申报条件和考核规定由主管机关的管理员登记。")
    row = OwnRules.objects.select_related("standard").filter(standard=standard).first() or OwnRules(
        standard=standard
    )
    row.entry, row.examination = said.get("entry") or {}, said.get("examination") or {}
    try:
        if row.entry:
            conditions_from(row.entry, str(row))
        if row.examination:
            examination_from(row.examination, str(row))
    except WrongRules as wrong:
        raise Refused(
            f"{row}的规定有{len(wrong.problems)}处不能用。",
            facts=[each.sentence for each in wrong.problems],
            remedy="请按标准文本核对后重新登记。",
        ) from wrong
    row.save()
    after = {"entry": row.entry, "examination": row.examination}
    record(
        act="occupations.state_rules", by=by, at=at, about=("occupations.Standard", standard.pk), after=after
    )
    return row
