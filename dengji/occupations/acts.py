"""The catalogue (职业目录) taken from files, what is not in them stays; and what a standard says of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.occupations import tables
from dengji.occupations.entry import WrongRules, conditions_from
from dengji.occupations.models import Occupation, OwnRules, SpecialItem, Standard, WorkType
from dengji.occupations.standards import examination_from
from dengji.people.models import Post
from dengji.people.refusals import Refused
from dengji.people.terms import OrganisationKind, Rank, Role

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


@dataclass(frozen=True, slots=True)
class RulesEntry:
    """What is stated of an edition (登记的规定): from which day, entry conditions, examination; {} as all share it."""

    from_on: date
    entry: Mapping[str, Any] = field(default_factory=dict)
    examination: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def state_rules(standard: Standard, said: RulesEntry, *, by: Post, at: datetime) -> OwnRules:
    """登记标准自己的规定: for the province of the one who states it, for plans that begin on the day or later.

    Stated again for the same day it takes the place of what was said. Raises Refused with every problem; nothing is
    kept then.
    """
    ensure_statable(standard, said, by=by, at=at)
    rows = OwnRules.objects.select_for_update(of=("self",)).select_related("standard")
    there = rows.filter(standard=standard, authority=by.organisation, from_on=said.from_on).first()
    row = there or OwnRules(standard=standard, authority=by.organisation, from_on=said.from_on)
    before = {"entry": row.entry, "examination": row.examination} if there else None
    row.entry, row.examination = dict(said.entry), dict(said.examination)
    row.save()
    record(
        act="occupations.state_rules",
        by=by,
        at=at,
        about=("occupations.Standard", standard.pk),
        before=before,
        after={"from_on": said.from_on, "entry": row.entry, "examination": row.examination},
    )
    return row


def ensure_statable(standard: Standard, said: RulesEntry, *, by: Post, at: datetime) -> None:
    """Raises Refused for whoever may not state rules, for a day that is past, and for what cannot be used."""
    if not states_rules(by):
        raise Refused(
            "标准的申报条件和考核规定由省级主管机关的管理员登记，只在本省适用。",
            remedy="需要登记的，请报省级主管机关。",
        )
    if said.from_on < localdate(at):
        raise Refused(
            "施行日期不能早于今天。", remedy="已经开始的批次按原来的规定办理，请填今天或者以后的日期。"
        )
    _ensure_usable(standard, said)


def states_rules(by: Post) -> bool:
    """Whether a post states rules of standards: an administrator's of a province's authority."""
    of = by.organisation
    province = of.kind == OrganisationKind.AUTHORITY and of.division.rank == Rank.PROVINCE
    return province and by.role == Role.ADMINISTRATOR


def _ensure_usable(standard: Standard, said: RulesEntry) -> None:
    name = f"{standard}{standard.edition}"
    try:
        if said.entry:
            conditions_from(dict(said.entry), name)
        if said.examination:
            examination_from(said.examination, name)
    except WrongRules as wrong:
        raise Refused(
            f"{name}的规定有{len(wrong.problems)}处不能用。",
            facts=[each.sentence for each in wrong.problems],
            remedy="请按标准文本核对后重新登记。",
        ) from wrong
