"""The life of a filing (备案沿革): what it said on any day, and every change by day, element and article."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dengji.filings.levels import in_levels
from dengji.filings.models import Duty, Filing, ScopeRow, Timer
from dengji.filings.telling import CALLS, renewal_days
from dengji.filings.terms import Audience, CalledState, ElementName, FilingState
from dengji.filings.texts import RENEWAL, text_of
from dengji.filings.windows import Span
from dengji.policy.engine.pack import Pack
from dengji.procedure.models import Case
from dengji.workdays.words import in_words


@dataclass(frozen=True, slots=True)
class AsOf:
    """What a filing said on a day (某日备案内容); `state` is None before it began."""

    on: date
    state: CalledState | None
    article: str
    until: date | None
    elements: Sequence[tuple[str, Any]]
    scope: Sequence[ScopeRow]
    venues: Sequence[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """A change in the life of a filing (沿革一条): on a day, of what, before and after, in which case."""

    on: date
    what: str
    before: str
    after: str
    case: Case | None


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes of itself to a filing (到期事项): its day, what it is, by which article, whether it was done."""

    falls_on: date
    label: str
    article: str
    provisional: bool
    done: bool


@dataclass(frozen=True, slots=True)
class RenewalTime:
    """When a filing may be renewed (续期申请期): its days, by which article, which reading was chosen and which not."""

    days: Span
    article: str
    says: str
    question: str
    chosen: str
    others: Sequence[str]


def as_of(filing: Filing, on: date) -> AsOf:
    """What a filing said on a day: state, validity, elements, scope and venues."""
    standing = filing.standings.in_force(on).first()
    term = filing.terms.filter(from_on__lte=on).last()
    called = standing.called if standing else None
    if called == FilingState.IN_FORCE and term and term.until and term.until < on:
        called = CalledState(FilingState.EXPIRED)
    return AsOf(
        on,
        called,
        standing.article if standing else "",
        term.until if term else None,
        [(ElementName(each.element).label, each.value) for each in filing.elements.in_force(on)],
        list(ScopeRow.objects.filter(filing=filing).in_force(on)),
        [f"{venue.name}（{venue.address}）" for venue in filing.venues.in_force(on)],
    )


def turns(filing: Filing) -> list[Turn]:
    """备案沿革: every change of a filing, the latest first."""
    found = [*_terms(filing), *_standings(filing), *_elements(filing), *_scope(filing), *_venues(filing)]
    return sorted(found, key=lambda turn: turn.on, reverse=True)


def coming(filing: Filing, on: date) -> list[Coming]:
    """到期事项: what comes of itself to a filing, by day; `done` where it has."""
    pack = text_of(filing, on)
    rules = {rule.id: rule for rule in pack.timers} if pack else {}
    timers = filing.timers.order_by("falls_on", "id")
    return [_coming(timer, rules.get(timer.key), pack) for timer in timers]


def renewal_time(filing: Filing, on: date) -> RenewalTime | None:
    """续期申请期: when a filing may be renewed, with the reading chosen; None where no text says."""
    pack, days = text_of(filing, on, RENEWAL), renewal_days(filing, on)
    window = pack.matters[RENEWAL].window if pack else None
    if pack is None or window is None or days is None:
        return None
    article, reading = pack.articles[window.cite], pack.interpretations.get(window.reading or "")
    return RenewalTime(
        days,
        article.label,
        article.says,
        reading.question if reading else "",
        reading.chosen if reading else "",
        reading.others if reading else (),
    )


def duties_of(filing: Filing) -> list[Duty]:
    """后续责任: what is still owed once a filing is over, and by whom."""
    return list(filing.duties.select_related("holder"))


def _coming(timer: Timer, rule: Any, pack: Pack | None) -> Coming:
    label = rule.label if rule else CALLS.get(timer.key, timer.key)
    article = pack.articles[rule.cite].label if rule and pack else ""
    return Coming(timer.falls_on, label, article, timer.provisional, timer.fired_at is not None)


def _terms(filing: Filing) -> Iterator[Turn]:
    until = ""
    for term in filing.terms.select_related("case"):
        after = f"至{in_words(term.until)}" if term.until else "长期"
        yield Turn(term.from_on, "有效期", until, after, term.case)
        until = after


def _standings(filing: Filing) -> Iterator[Turn]:
    before = ""
    for standing in filing.standings.select_related("case"):
        after = standing.called.label
        if standing.article:
            after = f"{after}（{standing.article}）"
        yield Turn(standing.from_on, "状态", before, after, standing.case)
        before = after


def _elements(filing: Filing) -> Iterator[Turn]:
    before: dict[str, str] = {}
    for each in filing.elements.select_related("case"):
        after = "、".join(each.value) if isinstance(each.value, list) else str(each.value)
        yield Turn(
            each.from_on, ElementName(each.element).label, before.get(each.element, ""), after, each.case
        )
        before[each.element] = after


def _scope(filing: Filing) -> Iterator[Turn]:
    rows = list(ScopeRow.objects.filter(filing=filing).select_related("case", "closed_in"))
    for row in rows:
        said = _row_in_words(row)
        was = _before(rows, row)
        yield Turn(row.from_on, "职业和等级", _row_in_words(was) if was else "", said, row.case)
        if row.until is not None and not _after(rows, row):
            yield Turn(next_day(row.until), "职业和等级", said, "退出", row.closed_in)


def _venues(filing: Filing) -> Iterator[Turn]:
    for venue in filing.venues.select_related("case", "closed_in"):
        said = f"{venue.name}（{venue.address}）"
        yield Turn(venue.from_on, "评价场所", "", said, venue.case)
        if venue.until is not None:
            yield Turn(next_day(venue.until), "评价场所", said, "不再使用", venue.closed_in)


def _before(rows: Iterable[ScopeRow], row: ScopeRow) -> ScopeRow | None:
    """The row that this one took the place of: of the same occupation, ended the day before it began."""
    return next(
        (each for each in rows if _same(each, row) and each.until and next_day(each.until) == row.from_on),
        None,
    )


def _after(rows: Iterable[ScopeRow], row: ScopeRow) -> bool:
    return any(_same(each, row) and row.until and next_day(row.until) == each.from_on for each in rows)


def _same(one: ScopeRow, other: ScopeRow) -> bool:
    return (one.code, one.work_type, one.audience) == (other.code, other.work_type, other.audience)


def _row_in_words(row: ScopeRow) -> str:
    work_type = f"（{row.work_type}）" if row.work_type else ""
    return f"{row.name}{work_type} {in_levels(row.levels)} {Audience(row.audience).label}"


def next_day(day: date) -> date:
    """The day after."""
    return date.fromordinal(day.toordinal() + 1)
