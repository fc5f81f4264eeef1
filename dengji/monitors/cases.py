"""Days of cases (案件到期): who must act is told before the day, whoever answers for the office after it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from dengji.messages.acts import News, tell
from dengji.messages.queries import keys_told
from dengji.messages.recipients import Desk
from dengji.messages.terms import Topic
from dengji.monitors.pages import batched
from dengji.people.terms import Role
from dengji.policy.engine.path import step_of
from dengji.policy.engine.terms import StepKind
from dengji.policy.queries import calendar_in_force, pack_of
from dengji.procedure.acts.following import follow_text, left_behind
from dengji.procedure.models import Case
from dengji.procedure.telling import about, path_of, whoever_holds
from dengji.procedure.terms import CaseState
from dengji.workdays.periods import remaining
from dengji.workdays.words import in_words, left_in_words

SOON = 3  # working days
AT_ONCE = 500
HEADS = (Role.APPROVER, Role.REVIEWER)
"""Who answers for an office's deadlines."""


def follow_texts(at: datetime) -> int:
    """新旧文本衔接: cases not yet accepted go over to the text that governs now; the others as its clause says."""
    return sum(1 for case in left_behind(localdate(at)) if follow_text(case, at=at) is not None)


def tell_soon(at: datetime) -> int:
    """临近到期提醒: whoever has a case that falls due within three working days, once for that day."""
    today = localdate(at)
    last = calendar_in_force().add(today, SOON).day
    waiting = _under_way().filter(due_on__gte=today, due_on__lte=last)
    return _told(waiting, Occasion("soon", "快到期", published=False), at)


def tell_overdue(at: datetime) -> int:
    """逾期报告: whoever has a case whose day has passed, and who answers for the office; once for that day."""
    overdue = _under_way().filter(due_on__lt=localdate(at))
    return _told(overdue, Occasion("overdue", "已逾期", published=False, heads=True), at)


def tell_over(at: datetime) -> int:
    """公示期满提醒: whoever has a case whose publicity is over may close it."""
    over = _under_way().filter(due_on__lt=localdate(at))
    return _told(over, Occasion("published", "公示期已满，可以结束公示", published=True), at)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is told of cases (提醒事由): its key, its words, of publicities or of all else, whether to the heads too."""

    key: str
    says: str
    published: bool
    heads: bool = False

    def of(self, case: Case) -> str:
        """The key under which nobody is told twice of a case's day."""
        return f"case:{case.pk}:{self.key}:{case.due_on}"


def _under_way() -> QuerySet[Case]:
    return Case.objects.filter(state=CaseState.OPEN).select_related("applicant", "holder")


def _told(cases: QuerySet[Case], occasion: Occasion, at: datetime) -> int:
    """Tell of those that were not told of yet, page by page; how many cases."""
    told = 0
    for page in batched(cases.order_by("id").iterator(chunk_size=AT_ONCE), AT_ONCE):
        known = keys_told(occasion.of(case) for case in page)
        new = [
            case
            for case in page
            if occasion.of(case) not in known and _is_publicity(case) == occasion.published
        ]
        for case in new:
            _tell(case, occasion, at)
        told += len(new)
    return told


def _is_publicity(case: Case) -> bool:
    return step_of(pack_of(case.edition_id), case.matter, case.step).kind is StepKind.PUBLICITY


def _tell(case: Case, occasion: Occasion, at: datetime) -> None:
    today, due = localdate(at), case.due_on or localdate(at)
    pack = pack_of(case.edition_id)
    matter, step = pack.matters[case.matter].title, step_of(pack, case.matter, case.step).title
    left = left_in_words(remaining(due, on=today, calendar=calendar_in_force()))
    news = News(
        Topic.OVERDUE,
        title=f"{case.applicant}：{matter}{occasion.says}",
        text=f"受理编号{case.number}，现在是“{step}”。到期日{in_words(due)}，{left}。",
        path=path_of(case),
        about=about(case),
        key=occasion.of(case),
    )
    tell(whoever_holds(case), news, by=None, at=at)
    if occasion.heads:
        tell(Desk(case.holder_id, HEADS), news, by=None, at=at)
