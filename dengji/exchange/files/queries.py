"""What was taken out and what came back (报送文件查询), always of one authority."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dengji.exchange.clients import by_files
from dengji.exchange.files.models import AnswerSheet, ReportFile, ReportInFile
from dengji.exchange.models import Request
from dengji.exchange.reports import UNSENT
from dengji.exchange.terms import Register, Report, Standing, State


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to be taken out (待生成): a kind of report, and how many of it."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Tasks:
    """What people have to do about reports (报送待办): how many are late, refused, to be taken; files unanswered."""

    late: int
    refused: int
    to_take: int = 0
    unanswered: int = 0

    def __bool__(self) -> bool:
        return bool(self.late or self.refused or self.to_take or self.unanswered)


def tasks_of(sender: int, on: date) -> Tasks:
    """报送待办: what waits for the people of an authority; what goes by itself does not. At most two statements."""
    waits = Q(state=State.WAITING)
    told = Request.objects.filter(register=Register.MINISTRY_NETWORK, sender=sender).aggregate(
        late=Count("pk", filter=Q(state__in=UNSENT, due_on__lt=on)),
        refused=Count("pk", filter=Q(state=State.FAILED)),
        to_take=Count("pk", filter=waits),
    )
    if not by_files(Register.MINISTRY_NETWORK):
        return Tasks(told["late"], told["refused"])
    return Tasks(**told, unanswered=files_unanswered(sender).count())


def waiting_to_be_taken(sender: int) -> list[Waiting]:
    """待生成报送文件: the kinds of which something waits, with their counts."""
    waiting = Request.objects.filter(register=Register.MINISTRY_NETWORK, state=State.WAITING)
    found = waiting.filter(sender=sender).order_by()
    counts = dict(found.values_list("kind").annotate(Count("pk")))
    return [Waiting(each.value, each.label, counts[each]) for each in Report if each in counts]


def files_of(sender: int) -> QuerySet[ReportFile]:
    """报送文件: those of an authority, the latest first, each with how many reports, answered and heard of."""
    return ReportFile.objects.filter(sender=sender).annotate(
        reports_in=Count("reports"),
        answered=Count("reports", filter=Q(reports__request__state=State.ANSWERED)),
        heard_of=Count("reports", filter=~Q(reports__heard={})),
    )


def files_unanswered(sender: int) -> QuerySet[ReportFile]:
    """待放回结果: the files in which something still has no answer."""
    open_reports = ReportInFile.objects.filter(file=OuterRef("pk")).exclude(request__state=State.ANSWERED)
    return files_of(sender).filter(Exists(open_reports), given_up_at=None)


def file_for(sender: int, token: UUID) -> ReportFile | None:
    """One file by its address, if it is this authority's."""
    return files_of(sender).filter(token=token).first()


def sheet_for(sender: int, token: UUID) -> AnswerSheet | None:
    """One answer sheet by its address, if its file is this authority's."""
    return AnswerSheet.objects.filter(file__sender=sender, token=token).select_related("file").first()


def file_of(request: Request) -> ReportFile | None:
    """The file that a report went out in last; None for one that went over the network, or waits."""
    inside = ReportInFile.objects.filter(request=request).select_related("file").order_by("-file")
    last = inside.first()
    return last.file if last and request.receipt == last.file.number else None


def standings_in(file: ReportFile) -> Mapping[Standing, int]:
    """How many reports of a file stand where; those of a file that was given up stand elsewhere now."""
    counts: dict[Standing, int] = {}
    for each in file.reports.select_related("request"):
        counts[each.request.standing] = counts.get(each.request.standing, 0) + 1
    return counts
