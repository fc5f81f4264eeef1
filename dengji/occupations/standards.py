"""What standards say of who may be evaluated, and of examinations (国家职业标准的申报条件和考核规定).

What national standards share stands in a file; a standard whose edition says otherwise has rules of its own.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from pydantic import Field, ValidationError

from dengji.occupations.entry import Conditions, WrongRules, conditions_from
from dengji.occupations.models import OwnRules
from dengji.policy.engine.document import Document, Problem, read
from dengji.policy.engine.form import Form, Length
from dengji.policy.engine.practice import Method

STANDARDS = Path("national/standards.yaml")
OTHER = "other"


@dataclass(frozen=True, slots=True)
class ExamRules:
    """The rules of an examination (考核规定): pass mark of 100 in every part, parts by level, invigilators, group."""

    pass_mark: Decimal
    parts: Mapping[str, Sequence[str]]
    invigilators: int
    candidates_to_one: int
    group_least: int
    group_odd: bool
    combine: str
    complaint: Length

    def parts_for(self, level: str) -> Sequence[str]:
        """The parts of an evaluation at a level."""
        return self.parts.get(level, self.parts[OTHER])


class _Group(Form):
    """How large a group of examiners is, and what its signed sheets come to."""

    least: int = Field(gt=0)
    odd: bool
    combine: Literal["mean", "mean_without_extremes"] = "mean"


class _Examination(Form):
    """The rules of an examination as they are written down."""

    pass_mark: int = Field(ge=0, le=100)
    parts: dict[str, list[Method]] = Field(min_length=1)
    invigilators: int = Field(gt=0)
    candidates_to_one: int = Field(gt=0)
    group: _Group
    complaint: Length


def exam_rules(standard: str, edition: str, place: str = "", on: date | None = None) -> ExamRules:
    """The rules of a standard's edition at a place on a day; where nothing is said of it, those that all share."""
    own = own_rules(standard, edition, place, on)
    return examination_from(own.examination, str(own)) if own and own.examination else _shared_exam(_path())


def entry_conditions(standard: str, edition: str, place: str = "", on: date | None = None) -> Conditions:
    """申报条件: those of an edition at a place on a day; where nothing is said of it, those that all share."""
    own = own_rules(standard, edition, place, on)
    if own is None or not own.entry:
        return _shared_entry(_path())
    return _read_once(json.dumps(own.entry, ensure_ascii=False), str(own))


def examination_from(said: Mapping[str, Any], name: str) -> ExamRules:
    """Rules from plain data; what is not said is as all share it. Raises WrongRules with every problem."""
    shared: dict[str, Any] = _document(_path()).data["examination"]
    try:
        found = _Examination.model_validate({**shared, **said})
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False)
        raise WrongRules(
            [Problem(name, 1, _worded(each["loc"], each["input"])) for each in errors]
        ) from wrong
    return ExamRules(
        pass_mark=Decimal(found.pass_mark),
        parts=_others(shared) | {level: tuple(parts) for level, parts in found.parts.items()},
        invigilators=found.invigilators,
        candidates_to_one=found.candidates_to_one,
        group_least=found.group.least,
        group_odd=found.group.odd,
        combine=found.group.combine,
        complaint=found.complaint,
    )


@lru_cache(maxsize=64)
def _read_once(written: str, name: str) -> Conditions:
    """Conditions of a standard's own, read again only where they say something else."""
    return conditions_from(json.loads(written), name)


def own_rules(standard: str, edition: str, place: str, on: date | None) -> OwnRules | None:
    """标准自己的规定: what the province of a place says of an edition, from the latest day that has come; else what
    holds everywhere. Without a day, what was said last.
    """
    if not standard:
        return None
    found = OwnRules.objects.select_related("standard").filter(
        Q(authority=None) | Q(authority__division=province_of(place)),
        standard__title=standard,
        standard__edition=edition,
    )
    in_force = found.filter(Q(from_on=None) | Q(from_on__lte=on)) if on else found
    of_the_place = IsNull(F("authority"), True)
    return in_force.order_by(of_the_place, F("from_on").desc(nulls_last=True), "-id").first()


def province_of(place: str) -> str:
    """The code of the province in which a place lies (省级行政区划)."""
    return f"{place[:2]}0000"


def shared_rules() -> Mapping[str, Any]:
    """通用规定: the rules of the examination and the entry conditions that standards share, as they are written."""
    data = _document(_path()).data
    return {"examination": data["examination"], "entry": data["entry"]}


def _others(shared: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The parts of the levels that a standard does not name."""
    return {OTHER: tuple(shared["parts"][OTHER])}


def _worded(place: tuple[int | str, ...], given: object) -> str:
    return f"“{'.'.join(str(part) for part in place)}”的值不对：{str(given)[:60]}"


def _path() -> Path:
    return Path(settings.DENGJI_PACKS) / STANDARDS


@cache
def _document(path: Path) -> Document:
    return read(path.read_text(encoding="utf-8"), str(path))


@cache
def _shared_exam(path: Path) -> ExamRules:
    return examination_from({}, str(path))


@cache
def _shared_entry(path: Path) -> Conditions:
    whole = _document(path)
    return conditions_from(whole.data["entry"], str(path), whole.lines, ("entry",))
