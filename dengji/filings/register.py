"""The public register of filings (备案公示): figures, places, and all that everybody may see of a filing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from dengji.filings.levels import in_levels
from dengji.filings.models import FiledVenue, Filing, ScopeRow, Standing
from dengji.filings.queries import scope_on, state_on
from dengji.filings.terms import Audience, CalledState, FilingState
from dengji.institutions.models import FeeItem, RuleDocument
from dengji.institutions.terms import BodyKind
from dengji.notices.models import Publicity
from dengji.people.models import Post
from dengji.people.queries import place_in_full, place_names
from dengji.policy.engine.terms import LetterKind, Regime
from dengji.procedure.models import Letter
from dengji.procedure.queries import cases_within
from dengji.procedure.terms import Ending
from dengji.records.models import StoredFile

PUBLIC_LETTERS = frozenset({LetterKind.NOTICE, LetterKind.RECEIPT})
"""The letters that everybody may read once a filing is granted."""
NAMED_IN_SHORT = 2
"""How many occupations a line of the directory names."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many filings of a kind of body are in force (有效备案数)."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its filings in force (各地备案数); a province with its prefectures, or what stands for them."""

    code: str
    name: str
    count: int
    cities: tuple["Place", ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A filing as a line of the directory (目录一行)."""

    filing: Filing
    state: CalledState
    scope: str

    @property
    def regime(self) -> str:
        """The kind of evaluation in words."""
        return Regime(self.filing.regime).label


@dataclass(frozen=True, slots=True)
class FilingPage:
    """All that everybody may see of a filing (机构备案页)."""

    listed: Listed
    place: str
    scope: Sequence[ScopeRow]
    venues: Sequence[FiledVenue]
    rules: Sequence[RuleDocument]
    fees: Sequence[FeeItem]
    others: Sequence[Listed]
    publicities: Sequence[Publicity]
    over: Standing | None


def figures(on: date) -> list[Figure]:
    """有效备案: how many filings are in force on a day, by kind of body."""
    counted = dict(
        Filing.objects.filter(in_force(on)).values_list("institution__kind").annotate(Count("pk")).order_by()
    )
    return [Figure(kind.value, str(kind.label), counted.get(kind.value, 0)) for kind in BodyKind]


def in_force(on: date) -> Q:
    """The filings in force on a day, their last day included."""
    return Q(state=FilingState.IN_FORCE) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))


def places(on: date) -> list[Place]:
    """各地备案: every province and prefecture where something was filed, with how many are in force."""
    counted = dict(
        Filing.objects.values("place")
        .annotate(count=Count("pk", filter=in_force(on)))
        .order_by("place")
        .values_list("place", "count")
    )
    names = place_names({code for place in counted for code in (place, city_of(place), province_of(place))})
    cities: dict[str, int] = {}
    for place, count in counted.items():
        city = city_of(place) if city_of(place) in names else place
        cities[city] = cities.get(city, 0) + count
    provinces: dict[str, list[Place]] = {}
    for code, count in cities.items():
        provinces.setdefault(province_of(code), []).append(Place(code, names.get(code, code), count))
    return [
        Place(code, names.get(code, code), sum(each.count for each in within), _below(code, within))
        for code, within in provinces.items()
    ]


def _below(province: str, within: list[Place]) -> tuple[Place, ...]:
    """The places of a province other than itself."""
    return tuple(each for each in within if each.code != province)


def city_of(place: str) -> str:
    """The code of the prefecture that a place lies in."""
    return f"{place[:4]}00"


def province_of(place: str) -> str:
    """The code of the province that a place lies in."""
    return f"{place[:2]}0000"


def listed(filing: Filing, on: date) -> Listed:
    """A filing as a line of the directory; its scope should have been fetched before."""
    return Listed(filing, state_on(filing, on), scope_in_short([*filing.scope.all()]))


def scope_in_short(rows: Sequence[ScopeRow]) -> str:
    """备案范围摘要: 电工、车工等3个职业（工种）."""
    named = list(dict.fromkeys(row.work_type or row.name for row in rows))
    if not named:
        return ""
    shown = "、".join(named[:NAMED_IN_SHORT])
    return shown if len(named) <= NAMED_IN_SHORT else f"{shown}等{len(named)}个职业（工种）"


def scope_in_full(filing: Filing) -> str:
    """备案范围全文: every occupation with work type, levels and audience."""
    return "；".join(
        f"{row.name}{f'（{row.work_type}）' if row.work_type else ''}"
        f" {in_levels(row.levels)} {Audience(row.audience).label}"
        for row in filing.scope.all()
    )


def filing_page(number: str, on: date) -> FilingPage | None:
    """机构备案页: a filing with scope, venues, the rules and fees that its body published; None if there is none."""
    found = (
        Filing.objects.filter(number=number)
        .select_related("institution__organisation__division", "authority", "edition", "case")
        .prefetch_related(
            scope_on(on),
            Prefetch("venues", FiledVenue.objects.in_force(on)),
        )
        .first()
    )
    if found is None:
        return None
    institution = found.institution
    return FilingPage(
        listed=listed(found, on),
        place=place_in_full(found.place),
        scope=[*found.scope.all()],
        venues=[*found.venues.all()],
        rules=[*published_rules(institution.pk, on)],
        fees=[*institution.fees.filter(published_on__lte=on)],
        others=[listed(each, on) for each in _others(found, on)],
        publicities=[*found.case.publicities.order_by("-opened_on")] if found.case else [],
        over=found.standings.exclude(state=FilingState.IN_FORCE).filter(until=None).first(),
    )


def published_rules(institution_id: int, on: date) -> QuerySet[RuleDocument]:
    """公布的规章制度: what a body published of its rules."""
    published = RuleDocument.objects.filter(institution_id=institution_id, published_on__lte=on)
    return published.select_related("file").order_by("kind", "id")


def published_rule(number: str, rule_id: int, on: date) -> StoredFile | None:
    """规章制度全文: the file of a rule that the body of a filing published; None where there is none."""
    filing = Filing.objects.filter(number=number).first()
    rule = published_rules(filing.institution_id, on).filter(pk=rule_id).first() if filing else None
    return rule.file if rule else None


@dataclass(frozen=True, slots=True)
class LetterPage:
    """What a letter's address shows (文书核对): the whole only to its parties, and where the filing is public."""

    letter: Letter
    open: bool
    filing: Listed | None


def letter_page(token: UUID, post: Post | None, on: date) -> LetterPage | None:
    """文书核对: the letter at an address; `open` where it may be read whole by whoever asks."""
    found = Letter.objects.select_related("authority", "case").filter(token=token).first()
    if found is None:
        return None
    public = found.kind in PUBLIC_LETTERS and found.case.ending == Ending.GRANTED
    about = Q(case=found.case_id) | Q(number=found.case.about)
    filings = Filing.objects.select_related("institution__organisation").prefetch_related(scope_on(on))
    filing = filings.filter(about).first()
    party = post is not None and cases_within(post).filter(pk=found.case_id).exists()
    return LetterPage(found, public or party, listed(filing, on) if filing and public else None)


def _others(filing: Filing, on: date) -> QuerySet[Filing]:
    """The other filings of the same body."""
    same = Filing.objects.filter(institution_id=filing.institution_id).exclude(pk=filing.pk)
    return same.select_related("authority").prefetch_related(scope_on(on))
