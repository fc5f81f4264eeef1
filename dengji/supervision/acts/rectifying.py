"""What a body must put right by a day (限期整改): demanded, reported, sent back, given longer, accepted, taken back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.filings.models import Filing
from dengji.filings.terms import FilingState
from dengji.messages.acts import News, tell
from dengji.messages.terms import Topic
from dengji.people.models import Post, Posts
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.procedure.refusals import Moved, NotAllowed, NotYours, within
from dengji.procedure.serials import next_serial
from dengji.records.models import StoredFile
from dengji.supervision.authorities import may_demand
from dengji.supervision.models import Complaint, Inspection, Rectification, RectificationEvent
from dengji.supervision.terms import FOUND_TRUE, UNFINISHED, RectificationState, RectificationStep
from dengji.workdays.words import in_words

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Demand:
    """What is to be put right (整改要求): on which ground, what, by which day; after which check or complaint."""

    basis: str
    demands: str
    due_on: date
    inspection: Inspection | None = None
    complaint: Complaint | None = None


@transaction.atomic
def demand(filing: Filing, asked: Demand, *, by: Post, at: datetime) -> Rectification:
    """要求限期整改: the body is told what to put right, and by when."""
    on = localdate(at)
    _ensure_over(filing, by)
    if filing.state not in {FilingState.IN_FORCE, FilingState.EXPIRED}:
        raise NotAllowed(
            f"备案{filing.called.label}，不能再要求整改。", remedy="终止以后仍要负的责任，在备案页办理。"
        )
    _ensure_found(asked.complaint, filing, by)
    if asked.due_on <= on:
        raise NotAllowed("整改期限应在今天以后。")
    number = f"整改{on.year}-{next_serial(f'rectification:{by.organisation_id}:{on.year}'):03d}"
    made = Rectification.objects.create(
        number=number,
        filing=filing,
        authority=by.organisation,
        inspection=asked.inspection,
        complaint=asked.complaint,
        basis=within(asked.basis, 200, please="请写明要求整改的依据"),
        demands=within(asked.demands, LONGEST, please="请写明整改什么、达到什么要求"),
        demanded_on=on,
        due_on=asked.due_on,
        by=by,
    )
    words = f"{made.authority}要求整改，期限至{in_words(made.due_on)}。请按期整改并报告。"
    return _noted(made, _Step(RectificationStep.DEMAND, made.demands, _body(made, at), words), by=by, at=at)


@transaction.atomic
def hand_in(
    rectification: Rectification, says: str, file: StoredFile | None = None, *, by: Post, at: datetime
) -> Rectification:
    """报告整改情况: what the body did, with proof; somebody of the office looks at it."""
    fresh = _held(rectification, RectificationState.DEMANDED)
    if by.role not in BODY_ROLES or by.organisation_id != fresh.filing.institution_id:
        raise NotYours("整改情况由被要求整改的机构报告。")
    told = within(says, LONGEST, please="请写明整改情况")
    fresh.state, fresh.handed_in_on = RectificationState.HANDED_IN, localdate(at)
    words = f"{fresh.filing.institution}报告了整改情况，等待验收。"
    step = _Step(RectificationStep.HAND_IN, told, _office(fresh, at), words, file)
    return _noted(fresh, step, by=by, at=at)


@transaction.atomic
def send_back(
    rectification: Rectification, says: str, due_on: date | None = None, *, by: Post, at: datetime
) -> Rectification:
    """退回继续整改: what was done is not enough; the last day stays unless a later one is given."""
    fresh = _of_office(rectification, by, RectificationState.HANDED_IN)
    told = within(says, LONGEST, please="请写明还要整改什么")
    fresh.state, fresh.due_on = RectificationState.DEMANDED, _later(fresh, due_on, at)
    words = f"整改没有通过验收，期限至{in_words(fresh.due_on)}。请继续整改。"
    step = _Step(RectificationStep.RETURN, told, _body(fresh, at), words)
    return _noted(fresh, step, by=by, at=at)


@transaction.atomic
def extend(
    rectification: Rectification, due_on: date, because: str, *, by: Post, at: datetime
) -> Rectification:
    """延长整改期限: for a reason, to a later day."""
    fresh = _of_office(rectification, by, RectificationState.DEMANDED)
    told = within(because, LONGEST, please="请写明延长的理由")
    if due_on <= fresh.due_on:
        raise NotAllowed("延长以后的期限应晚于原来的期限。")
    fresh.due_on = _later(fresh, due_on, at)
    step = _Step(
        RectificationStep.EXTEND, told, _body(fresh, at), f"整改期限延长至{in_words(fresh.due_on)}。"
    )
    return _noted(fresh, step, by=by, at=at)


@transaction.atomic
def accept_work(rectification: Rectification, says: str, *, by: Post, at: datetime) -> Rectification:
    """验收通过: what was demanded is put right; the office that demanded it says so, never the body itself."""
    fresh = _of_office(rectification, by, RectificationState.HANDED_IN)
    told = within(says, LONGEST, please="请写明验收情况")
    fresh.state, fresh.closed_on = RectificationState.ACCEPTED, localdate(at)
    step = _Step(RectificationStep.ACCEPT, told, _body(fresh, at), "整改通过验收。")
    return _noted(fresh, step, by=by, at=at)


@transaction.atomic
def take_back(rectification: Rectification, because: str, *, by: Post, at: datetime) -> Rectification:
    """撤回整改要求: it should not have been made; it counts no more, and stays on record."""
    fresh = _of_office(rectification, by, *UNFINISHED)
    told = within(because, LONGEST, please="请写明撤回的理由")
    fresh.state, fresh.closed_on = RectificationState.WITHDRAWN, localdate(at)
    step = _Step(RectificationStep.WITHDRAW, told, _body(fresh, at), "整改要求已经撤回，不用再整改。")
    return _noted(fresh, step, by=by, at=at)


def tell_soon(rectification: Rectification, *, at: datetime) -> int:
    """整改期限将到: the body is told, once for each last day."""
    words = f"整改期限是{in_words(rectification.due_on)}，请按期整改并报告。"
    news = _news(rectification, "整改期限将到", words, f"soon:{rectification.due_on}")
    return tell(_body(rectification, at), news, by=None, at=at)


def tell_late(rectification: Rectification, *, at: datetime) -> int:
    """整改逾期: body and office are told, once for each last day."""
    words = f"整改期限{in_words(rectification.due_on)}已过，整改还没有完成。"
    news = _news(rectification, "整改逾期", words, f"late:{rectification.due_on}")
    return sum(
        tell(whom, news, by=None, at=at) for whom in (_body(rectification, at), _office(rectification, at))
    )


@dataclass(frozen=True, slots=True)
class _Step:
    kind: RectificationStep
    says: str
    whom: Posts
    words: str
    file: StoredFile | None = None


def _ensure_over(filing: Filing, by: Post) -> None:
    if not may_demand(filing, by):
        raise NotYours("整改由备案机关或者所在地的上级机关的经办人员要求。")


def _ensure_found(complaint: Complaint | None, filing: Filing, by: Post) -> None:
    """A demand rests on a complaint about that body only, of the same office, that was found true."""
    if complaint is None:
        return
    ours = complaint.authority_id == by.organisation_id and complaint.filing_id == filing.pk
    if not ours or complaint.outcome not in FOUND_TRUE:
        raise NotAllowed("举报投诉查实以后，才能据此要求整改。")


def _held(rectification: Rectification, *states: RectificationState) -> Rectification:
    """The rectification as it stands, locked. Raises Moved, or NotAllowed in another state."""
    found = Rectification.objects.select_for_update(of=("self",))
    fresh = found.select_related("authority", "filing__institution__organisation").get(pk=rectification.pk)
    if fresh.version != rectification.version:
        raise Moved("这项整改在您打开页面后有变化。", remedy="请看过最新的情况再办理。")
    if fresh.state not in states:
        raise NotAllowed(f"这项整改{fresh.get_state_display()}，不能这样办理。")
    return fresh


def _of_office(rectification: Rectification, by: Post, *states: RectificationState) -> Rectification:
    if by.role not in DECIDING or by.organisation_id != rectification.authority_id:
        raise NotYours("这一步由要求整改的机关的经办人员办理。")
    return _held(rectification, *states)


def _later(fresh: Rectification, due_on: date | None, at: datetime) -> date:
    if due_on is None:
        return fresh.due_on
    if due_on < fresh.due_on or due_on <= localdate(at):
        raise NotAllowed("新的期限应在今天以后，不早于原来的期限。")
    return due_on


def _body(fresh: Rectification, at: datetime) -> Posts:
    posts = Post.objects.held_on(localdate(at))
    return posts.filter(organisation=fresh.filing.institution_id, role__in=BODY_ROLES)


def _office(fresh: Rectification, at: datetime) -> Posts:
    return Post.objects.held_on(localdate(at)).filter(organisation=fresh.authority_id, role__in=DECIDING)


def _noted(fresh: Rectification, step: _Step, *, by: Post, at: datetime) -> Rectification:
    """Writes the step down, puts it on the trail, and tells whom it concerns."""
    fresh.version += 1
    fresh.save()
    event = RectificationEvent.objects.create(
        rectification=fresh, step=step.kind, says=step.says, due_on=fresh.due_on, file=step.file, by=by, at=at
    )
    about = ("supervision.Rectification", fresh.pk)
    after = {"state": fresh.state, "due_on": fresh.due_on, "says": step.says}
    record(act=f"rectification.{step.kind}", by=by, at=at, about=about, after=after)
    tell(step.whom, _news(fresh, step.kind.label, step.words, str(event.pk)), by=by, at=at)
    return fresh


def _news(fresh: Rectification, title: str, words: str, occasion: str) -> News:
    return News(
        Topic.RECTIFICATION,
        title=f"{title}：{fresh.number}",
        text=f"{fresh.filing.institution}：{words}",
        path=f"/desk/supervision/rectifications/{fresh.token}/",
        about=("supervision.Rectification", fresh.pk),
        key=f"rectification:{fresh.pk}:{occasion}",
    )
