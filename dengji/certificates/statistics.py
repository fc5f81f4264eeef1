"""Certificates counted (证书统计): by place, occupation, level, kind of body, sex, age and year."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import ExtractYear

from dengji.certificates.models import Certificate
from dengji.certificates.queries import certificates_within
from dengji.certificates.terms import CertificateState
from dengji.evaluations.terms import Sex
from dengji.institutions.terms import BodyKind
from dengji.occupations.levels import label
from dengji.people.models import Post
from dengji.people.queries import place_names, stem

MOST = 100
"""How many lines a table has at most; what is left is one line more."""
UNKNOWN, REST = "没有登记", "其他"
BANDS = (
    (19, "20岁以下"),
    (29, "20至29岁"),
    (39, "30至39岁"),
    (49, "40至49岁"),
    (59, "50至59岁"),
    (200, "60岁以上"),
)
"""The last age of each band, by the years of issue and of birth."""


class Counted(NamedTuple):
    """What is counted (统计范围): years of issue, both included, and the place; None and empty are any."""

    first: int | None = None
    last: int | None = None
    place: str = ""


class Row(NamedTuple):
    """A line (统计一行): what of, how many were issued, and how many of these are valid now."""

    label: str
    issued: int
    valid: int


@dataclass(frozen=True, slots=True)
class Table:
    """A count by one thing (统计表), and the whole."""

    key: str
    title: str
    rows: Sequence[Row]

    @property
    def whole(self) -> Row:
        """All lines together (合计)."""
        return Row("合计", sum(row.issued for row in self.rows), sum(row.valid for row in self.rows))


@dataclass(frozen=True, slots=True)
class Dimension:
    """By what is counted (统计口径): the value of a row, its words, whether lines stand in the value's order."""

    title: str
    of: Any
    words: Callable[[Sequence[Any]], Mapping[Any, str]]
    in_order: bool = True


def _age_bands() -> Case:
    """The last age of the band in which somebody was when it was issued; None where his birth is not known."""
    bands = [When(born__gte=ExtractYear("issued_on") - last, then=Value(last)) for last, _ in BANDS]
    return Case(*bands, default=None, output_field=IntegerField())


def _themselves(values: Sequence[Any]) -> Mapping[Any, str]:
    return {value: str(value) for value in values}


DIMENSIONS = {
    "year": Dimension(
        "按年份", ExtractYear("issued_on"), lambda years: {each: f"{each}年" for each in years}
    ),
    "place": Dimension("按所在地", F("place"), place_names),
    "kind": Dimension("按机构类型", F("institution__kind"), lambda kinds: dict(BodyKind.choices)),
    "level": Dimension("按等级", F("level"), lambda codes: {each: label(each) for each in codes if each}),
    "sex": Dimension("按性别", F("sex"), lambda codes: dict(Sex.choices)),
    "age": Dimension("按发证时的年龄", _age_bands(), lambda ages: dict(BANDS)),
    "occupation": Dimension("按职业", F("occupation"), _themselves, in_order=False),
}
"""Every table, in the order in which they are shown."""


def tables(post: Post, counted: Counted) -> list[Table]:
    """证书统计: every table, of what the post may see; one statement each, and one for the names of places."""
    found = _counted(post, counted)
    return [Table(key, each.title, _rows(found, each)) for key, each in DIMENSIONS.items()]


def _counted(post: Post, counted: Counted) -> "QuerySet[Certificate]":
    found = certificates_within(post)
    if counted.first is not None:
        found = found.filter(issued_on__year__gte=counted.first)
    if counted.last is not None:
        found = found.filter(issued_on__year__lte=counted.last)
    return found.filter(place__startswith=stem(counted.place)) if counted.place else found


def _rows(found: "QuerySet[Certificate]", by: Dimension) -> list[Row]:
    """The lines of a table; what is not told stands last, under one name."""
    valid = Count("pk", filter=Q(state=CertificateState.VALID))
    counts = found.order_by().annotate(what=by.of).values("what").annotate(issued=Count("pk"), valid=valid)
    lines = list(counts.values_list("what", "issued", "valid"))
    lines.sort(key=lambda line: (line[0] in {None, ""}, line[0] if by.in_order else -line[1]))
    words = by.words([line[0] for line in lines])
    rows = [
        Row(words.get(what) or str(what or UNKNOWN), issued, valid) for what, issued, valid in lines[:MOST]
    ]
    if rest := lines[MOST:]:
        rows.append(Row(REST, sum(line[1] for line in rest), sum(line[2] for line in rest)))
    return rows
