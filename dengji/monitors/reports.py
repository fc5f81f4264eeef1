"""Reports to the network (数据报送): whoever sends one is told before its day and after it, and of its answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from dengji.exchange.judging import in_words as answer_in_words
from dengji.exchange.models import Request
from dengji.exchange.reports import due_soon, late, unsettled
from dengji.exchange.terms import Outcome, Standing, State
from dengji.messages.acts import News, tell
from dengji.messages.queries import keys_told
from dengji.messages.recipients import Desk
from dengji.messages.terms import Topic
from dengji.monitors.pages import batched
from dengji.people.terms import DECIDING, Role
from dengji.policy.queries import calendar_in_force
from dengji.workdays.words import in_words

SOON = 3  # working days
AT_ONCE = 500
NEWS = timedelta(days=30)
"""How long ago an answer came that is still told."""
RESPONSIBLE = (Role.CLERK, Role.REVIEWER, Role.ISSUER)
HEADS = tuple(sorted(DECIDING))
PATH = "/office/reports/"
ABOUT = ("plan", "certificate", "filing", "case")


def tell_reports(at: datetime) -> int:
    """数据报送提醒: due within three working days, overdue, not taken or not confirmed; each once."""
    today = localdate(at)
    soon = due_soon(today, calendar_in_force().add(today, SOON).day)
    recent = unsettled().filter(Q(answered_at=None) | Q(answered_at__gte=at - NEWS))
    answered_for = Q(
        about__startswith="case:", outcome=Outcome.DECLINED
    )  # the case itself ends, and says why
    return (
        _told(soon, Occasion("soon", "还没有报出，快到期", RESPONSIBLE), at)
        + _told(late(today), Occasion("overdue", "还没有报出，已逾期", HEADS), at)
        + _told(recent.exclude(answered_for), Occasion("answer", "", RESPONSIBLE), at)
    )


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is told of reports (提醒事由): its key, its words (none: the report's own standing), to whom."""

    key: str
    says: str
    roles: tuple[Role, ...]

    def of(self, report: Request) -> str:
        """The key under which nobody is told twice: of a day, or of an answer."""
        what = report.due_on if self.says else _standing(report)
        return f"report:{report.pk}:{self.key}:{what}"


def _told(reports: QuerySet[Request], occasion: Occasion, at: datetime) -> int:
    """Tell of those that were not told of yet, page by page; how many reports."""
    told = 0
    for page in batched(reports.exclude(sender=None).order_by("id").iterator(chunk_size=AT_ONCE), AT_ONCE):
        known = keys_told(occasion.of(report) for report in page)
        new = [report for report in page if occasion.of(report) not in known]
        for report in new:
            _tell(report, occasion, at)
        told += len(new)
    return told


def _tell(report: Request, occasion: Occasion, at: datetime) -> None:
    what = next((str(report.payload[key]) for key in ABOUT if report.payload.get(key)), "")
    body, kind = report.payload.get("body", ""), report.get_kind_display()
    news = News(
        Topic.REPORT,
        title=f"{body}{kind}数据报送{report.get_operation_display()}：{occasion.says or _standing(report)}",
        text=f"{what}。{_because(report)}",
        path=f"{PATH}{report.pk}/",
        about=("exchange.Request", report.pk),
        key=occasion.of(report),
    )
    tell(Desk(report.sender or 0, occasion.roles), news, by=None, at=at)


def _standing(report: Request) -> str:
    if report.state == State.ANSWERED and report.fault:
        return "前后答复不一致"
    return str(report.standing.label)


def _because(report: Request) -> str:
    """Where it stands and why, and what to do."""
    if report.state == State.ANSWERED:
        said = report.fault or f"{answer_in_words(report.answer)}。"
        return said if report.standing is Standing.CONFIRMED else f"{said}请按写明的原因改正，再报送更正。"
    day = f"最迟报送之日{in_words(report.due_on)}。" if report.due_on else ""
    fault = f"上次没有报成：{report.fault}。" if report.fault else ""
    return f"{day}{fault}请核对后再次报送。"
