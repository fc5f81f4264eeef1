"""What the registry's pages read (登记管理查询): lists cut into pages, filings as a table, days in runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from dengji.filings.levels import in_levels
from dengji.filings.models import Filing
from dengji.filings.queries import Sought, directory, state_on
from dengji.filings.register import scope_in_short
from dengji.filings.terms import Audience, CalledState
from dengji.people.models import Post
from dengji.people.queries import COUNTRY
from dengji.policy.engine.terms import Regime
from dengji.procedure.models import Case
from dengji.procedure.queries import cases_within
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.schedule import YearSchedule
from dengji.workdays.words import in_words

A_PAGE = 50
ONE_DAY = timedelta(days=1)


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], size: int = A_PAGE) -> Page[Any]:
    """The page of a list that the address asks for; the nearest there is for one that is not."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


@dataclass(frozen=True, slots=True)
class FilingLine:
    """A filing as a line of the authority's list (备案一行)."""

    filing: Filing
    state: CalledState
    regime: str
    scope: str


def filings_of(post: Post, asked: dict[str, Any], on: date) -> QuerySet[Filing]:
    """备案一览: the filings of the post's authority, or of its whole place, as the filters ask."""
    place = post.organisation.division_id
    wide = asked.get("whose") == "place"
    sought = Sought(
        words=asked.get("words", ""),
        place=place if wide and place != COUNTRY else "",
        occupation=asked.get("occupation", ""),
        kind=asked.get("kind", ""),
        state=asked.get("state", ""),
    )
    found = directory(sought, on)
    found = found if wide else found.filter(authority=post.organisation_id)
    if asked.get("due"):
        found = found.filter(valid_until__range=(on, on + timedelta(days=int(asked["due"]))))
    return found.filter(origin=asked["origin"]) if asked.get("origin") else found


def filing_line(filing: Filing, on: date) -> FilingLine:
    """A filing as a line."""
    scope = scope_in_short(list(filing.scope.all()))
    return FilingLine(filing, state_on(filing, on), Regime(filing.regime).label, scope)


def case_seen(filing: Filing, post: Post) -> Case | None:
    """办理案件: the case that led to a filing, if the post may see it."""
    return cases_within(post).filter(pk=filing.case_id).first() if filing.case_id else None


def cases_about(filing: Filing, post: Post) -> QuerySet[Case]:
    """就备案办理的案件: additions, changes, renewals and the rest about a filing that the post may see."""
    return cases_within(post).filter(about=filing.number).order_by("-id")


FILING_HEADS = (
    "备案号", "机构名称", "统一社会信用代码", "机构类型", "备案类别", "备案机关", "来源", "状态",
    "备案日期", "有效期自", "有效期至", "备案范围",
)  # fmt: skip


def filing_cells(filing: Filing, on: date) -> list[str]:
    """A filing as a row of the sheet that is taken away."""
    body = filing.institution
    return [
        filing.number,
        body.organisation.name,
        body.organisation.uscc or "",
        str(body.get_kind_display()),
        Regime(filing.regime).label,
        filing.authority.name,
        str(filing.get_origin_display()),
        str(state_on(filing, on).label),
        filing.granted_on.isoformat(),
        filing.valid_from.isoformat(),
        filing.valid_until.isoformat() if filing.valid_until else "长期",
        "；".join(_scope_row(row) for row in filing.scope.all()),
    ]


def _scope_row(row: Any) -> str:
    named = f"{row.code} {row.name}{f'（{row.work_type}）' if row.work_type else ''}"
    return f"{named} {in_levels(row.levels)} {Audience(row.audience).label}"


def runs(days: Iterable[date]) -> list[str]:
    """Days in words, those that follow each other as one: 2027年2月5日 (周五)至2月11日，共7天."""
    ordered = sorted(days)
    breaks = [0, *(at for at, (a, b) in enumerate(pairwise(ordered), 1) if b - a > ONE_DAY), len(ordered)]
    return [_run(ordered[start:end]) for start, end in pairwise(breaks) if start < end]


def _run(days: Sequence[date]) -> str:
    if len(days) == 1:
        return in_words(days[0])
    return f"{in_words(days[0])}至{in_words(days[-1])}，共{len(days)}天"


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that is something else than before (日期变化)."""

    day: date
    before: str
    after: str


def day_changes(year: int, before: WorkCalendar, after: WorkCalendar) -> list[DayChange]:
    """The days, of the December before on, that are worked under one calendar and not under the other."""
    first, last = date(year - 1, 12, 1), date(year, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        DayChange(day, before.kind(day).label, after.kind(day).label)
        for day in days
        if before.kind(day) is not after.kind(day)
    ]


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A year's days off as people read them (放假安排)."""

    year: int
    source: str
    published_on: date | None
    holidays: Sequence[str]
    make_up_days: Sequence[str]


def days_off(schedule: YearSchedule) -> DaysOff:
    """A schedule as a page shows it."""
    made_up = [in_words(day) for day in sorted(schedule.make_up_days)]
    return DaysOff(schedule.year, schedule.source, schedule.published_on, runs(schedule.holidays), made_up)
