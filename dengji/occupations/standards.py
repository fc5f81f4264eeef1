"""What standards say of who may be evaluated, and of examinations (国家职业标准的申报条件和考核规定).

What national standards share stands in a file; a standard whose edition says otherwise has rules of its own.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
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


def exam_rules(standard: str, edition: str) -> ExamRules:
    """The rules of a standard's edition; where it says nothing of its own, those that all share."""
    own = _own(standard, edition)
    return examination_from(own.examination, str(own)) if own and own.examination else _shared_exam(_path())


def entry_conditions(standard: str, edition: str) -> Conditions:
    """申报条件: those of a standard's edition; where it says nothing of its own, those that all share."""
    own = _own(standard, edition)
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


def _own(standard: str, edition: str) -> OwnRules | None:
    """What a standard's edition says of its own."""
    named = {"standard__title": standard, "standard__edition": edition}
    return OwnRules.objects.select_related("standard").filter(**named).first() if standard else None


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
