"""What the catalogue says of occupations (职业目录查询): search, and where each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from dengji.occupations.models import Occupation, SpecialItem, Standard, WorkType
from dengji.occupations.terms import ClassRank, Mark

REGIMES = {"skill_level": Q(skill_level=True), "access_qualification": Q(access=True)}
"""Which occupations each kind of evaluation is about; special ability has a catalogue of its own."""
SPECIAL_ABILITY = "special_ability"
SHORT = 3  # so few letters stand in too many names
UNSPELT = " "  # stands in no spelling
Kind = TypeVar("Kind", Occupation, SpecialItem)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an occupation stands: its major group (the code's first figure), how it is evaluated, by what."""

    code: str
    name: str
    group: str
    group_name: str
    mark: Mark | None
    standard: str | None
    special_item: bool = False


def standing(codes: Iterable[str], on: date | None = None) -> dict[str, Standing]:
    """Where each occupation or special-ability item stands (职业情况); codes in no table are left out.

    `standard` is national, else norm, else None; with `on`, only what is in force that day counts.
    """
    wanted = set(codes)
    found = _with_standards(Occupation.objects.filter(code__in=wanted), on)
    majors = dict(Occupation.objects.filter(rank=ClassRank.MAJOR).values_list("code", "name"))
    stands = {each.code: _standing(each, majors) for each in found}
    for item in SpecialItem.objects.filter(code__in=wanted - stands.keys()):
        stands[item.code] = _item_standing(item)
    return stands


def kind_named(code: str, title: str) -> str:
    """Whether a title is an occupation's national standard's or its norm's (依据类别); empty where neither's."""
    named = Standard.objects.filter(occupation_id=code, title=title).order_by("kind")
    return named.values_list("kind", flat=True).first() or ""


def search(text: str, regime: str, limit: int = 20) -> tuple[Standing, ...]:
    """Occupations of a regime by code, name, initials or whole pinyin (检索职业); the closest first."""
    words = "".join(sign for sign in text if sign.isprintable() and not sign.isspace()).lower()
    if not words:
        return ()
    if regime == SPECIAL_ABILITY:
        items = _closest(SpecialItem.objects.all(), words)
        return tuple(_item_standing(item) for item in items[:limit])
    evaluated = Occupation.objects.filter(REGIMES[regime], rank=ClassRank.LEAF)
    found = _with_standards(_closest(evaluated, words)[:limit], None)
    majors = dict(Occupation.objects.filter(rank=ClassRank.MAJOR).values_list("code", "name"))
    return tuple(_standing(each, majors) for each in found)


def unknown_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Those of the codes that are neither an occupation's (细类) nor a special-ability item's, in order."""
    wanted = sorted(set(codes))
    plain = [code for code in wanted if code.isprintable()]
    if not wanted:
        return ()
    known = set(Occupation.objects.filter(code__in=plain, rank=ClassRank.LEAF).values_list("code", flat=True))
    left = [code for code in plain if code not in known]
    known |= set(SpecialItem.objects.filter(code__in=left).values_list("code", flat=True)) if left else set()
    return tuple(code for code in wanted if code not in known)


def catalogue() -> tuple[frozenset[str], int]:
    """The codes of all occupations (细类) and special-ability items, and the year of the earliest edition in use."""
    leaves = Occupation.objects.filter(rank=ClassRank.LEAF).values_list("code", "edition")
    codes, editions = {code for code, _ in leaves}, {int(year) for _, year in leaves if year.isdecimal()}
    items = SpecialItem.objects.values_list("code", flat=True)
    return frozenset(codes.union(items)), min(editions, default=0)


def names(codes: Iterable[str]) -> dict[str, str]:
    """The name of each code that is an occupation's or an item's."""
    wanted = set(codes)
    found = dict(Occupation.objects.filter(code__in=wanted).values_list("code", "name"))
    left = wanted - found.keys()
    return found | (
        dict(SpecialItem.objects.filter(code__in=left).values_list("code", "name")) if left else {}
    )


def code_of(typed: str) -> str | None:
    """The code that somebody means by a code or by a whole name (职业编码或名称); None if none, or several."""
    words = "".join(typed.split())
    if not words:
        return None
    if not unknown_codes([_code(words).upper()]):
        return _code(words).upper()
    leaves = Occupation.objects.filter(name=words, rank=ClassRank.LEAF).values_list("code", flat=True)
    found = [*leaves, *SpecialItem.objects.filter(name=words).values_list("code", flat=True)]
    return found[0] if len(found) == 1 else None


def work_types(code: str) -> tuple[str, ...]:
    """The work types (工种) of an occupation."""
    return tuple(WorkType.objects.filter(occupation_id=code).order_by("id").values_list("name", flat=True))


def _closest(rows: "QuerySet[Kind]", words: str) -> "QuerySet[Kind]":
    """The rows that the words fit: by code first, then name begins, then name holds, then letters."""
    code = _code(words)
    ways = [
        Q(code__istartswith=code),
        Q(name__istartswith=words),
        Q(name__icontains=words),
        Q(initials__startswith=words) | Q(sort_key__startswith=words),
        Q(sort_key__contains=words if len(words) > SHORT else UNSPELT),
    ]
    order = [When(way, then=Value(place)) for place, way in enumerate(ways)]
    anyhow = reduce(or_, ways)
    return rows.filter(anyhow).order_by(Case(*order, output_field=IntegerField()), "sort_key", "code")


def _code(words: str) -> str:
    """What was typed as the beginning of a code: 6310103 → 6-31-01-03; anything else as it is."""
    if not words.isdecimal():
        return words
    pairs = [words[start : start + 2] for start in range(1, len(words), 2)]
    return "-".join([words[0], *pairs])


def _with_standards(rows: QuerySet[Occupation], on: date | None) -> QuerySet[Occupation]:
    in_force = Standard.objects.filter(Q(from_on__isnull=True) | Q(from_on__lte=on)) if on else None
    return rows.prefetch_related(Prefetch("standards", queryset=in_force))


def _standing(each: Occupation, majors: dict[str, str]) -> Standing:
    group = each.code[:1]
    kinds = {standard.kind for standard in each.standards.all()}
    standard = next((kind.value for kind in Standard.Kind if kind in kinds), None)
    named = next((name for code, name in majors.items() if code.startswith(group)), "")
    return Standing(each.code, each.name, group, named, each.mark, standard)


def _item_standing(item: SpecialItem) -> Standing:
    return Standing(item.code, item.name, "", item.catalogue, None, None, special_item=True)
