"""Complaints looked into (办理举报投诉): taken or not, transferred, investigated, answered; who may know who wrote."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.messages.acts import tell
from dengji.notices.writing import LONGEST
from dengji.people.models import Organisation, Post, Posts
from dengji.people.queries import holds
from dengji.people.terms import DECIDING, Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours, within
from dengji.records.models import StoredFile
from dengji.sealing.seals import opened
from dengji.supervision.acts.telling import ABOUT, handler_of, news_of, officers
from dengji.supervision.models import Complaint, ComplaintEvent
from dengji.supervision.terms import WAITING, ComplaintState, ComplaintStep, Outcome
from dengji.workdays.words import in_words

SHORT = 500
SENIOR = frozenset({Role.REVIEWER, Role.APPROVER})
"""Who may take a complaint from the one who handles it and give it to another (审核人、审批人)."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who complained (反映人), as far as he said."""

    name: str
    contact: str


@transaction.atomic
def take(complaint: Complaint, handler: Post, due_on: date, *, by: Post, at: datetime) -> Complaint:
    """受理举报投诉: somebody looks into it, and it is answered by a day."""
    fresh = _held(complaint, by, ComplaintState.RECEIVED)
    _ensure_colleague(fresh, handler, localdate(at))
    if due_on <= localdate(at):
        raise NotAllowed("答复期限应在今天以后。")
    fresh.state, fresh.handler, fresh.due_on = ComplaintState.TAKEN, handler, due_on
    words = f"由您承办，{in_words(due_on)}以前答复。"
    return _noted(
        fresh, _Step(ComplaintStep.TAKE, f"{in_words(due_on)}以前答复。", words=words), by=by, at=at
    )


@transaction.atomic
def refuse(complaint: Complaint, because: str, *, by: Post, at: datetime) -> Complaint:
    """不予受理举报投诉: with a reason, which whoever complained reads."""
    fresh = _held(complaint, by, ComplaintState.RECEIVED)
    told = within(because, SHORT, please="请写明不予受理的理由")
    fresh.state, fresh.closed_on = ComplaintState.REFUSED, localdate(at)
    return _noted(fresh, _Step(ComplaintStep.REFUSE, told), by=by, at=at)


@transaction.atomic
def transfer(complaint: Complaint, to: Organisation, because: str, *, by: Post, at: datetime) -> Complaint:
    """转交举报投诉: to the authority that is to look into it; it begins anew there."""
    fresh = _held(complaint, by, *WAITING)
    if fresh.state == ComplaintState.TAKEN:
        _ensure_handler(fresh, by)
    if to.pk == fresh.authority_id or not to.office:
        raise NotAllowed("请选择另一个机关。")
    told = within(because, SHORT, please="请写明转交的理由")
    fresh.state, fresh.authority = ComplaintState.RECEIVED, to
    fresh.handler, fresh.due_on = None, None
    words = f"{by.organisation}转来，请看过以后决定是否受理。"
    step = _Step(ComplaintStep.TRANSFER, told, words=words, whom=officers(to.pk, at))
    return _noted(fresh, step, by=by, at=at)


@transaction.atomic
def hand_over(complaint: Complaint, handler: Post, because: str, *, by: Post, at: datetime) -> Complaint:
    """更换承办人: by whoever handles it, or by a reviewer or approver; nobody takes it for himself."""
    fresh = _held(complaint, by, ComplaintState.TAKEN)
    if by.pk != fresh.handler_id and by.role not in SENIOR:
        raise NotYours("承办人由他本人，或者本机关的审核人、审批人更换。")
    if handler.pk == fresh.handler_id:
        raise NotAllowed("请选择另一个承办人。")
    _ensure_colleague(fresh, handler, localdate(at))
    told = within(because, SHORT, please="请写明更换的理由")
    fresh.handler = handler
    return _noted(fresh, _Step(ComplaintStep.HAND_OVER, told, words="改由您承办。"), by=by, at=at)


@transaction.atomic
def extend(complaint: Complaint, due_on: date, because: str, *, by: Post, at: datetime) -> Complaint:
    """延长答复期限: for a reason, which whoever complained reads."""
    fresh = _handled(complaint, by)
    if fresh.due_on is None or due_on <= max(fresh.due_on, localdate(at)):
        raise NotAllowed("延长以后的期限应晚于今天和原来的期限。")
    told = within(because, SHORT, please="请写明延长的理由")
    fresh.due_on = due_on
    return _noted(fresh, _Step(ComplaintStep.EXTEND, f"延长到{in_words(due_on)}。{told}"), by=by, at=at)


@transaction.atomic
def note(complaint: Complaint, says: str, *, by: Post, at: datetime) -> Complaint:
    """调查记录: what was looked into and found; it stays in the office."""
    fresh = _handled(complaint, by)
    told = within(says, LONGEST, please="请写明调查的情况")
    return _noted(fresh, _Step(ComplaintStep.NOTE, told), by=by, at=at)


@transaction.atomic
def answer(complaint: Complaint, outcome: Outcome, says: str, *, by: Post, at: datetime) -> Complaint:
    """答复举报投诉: what was found, in words for whoever complained."""
    fresh = _handled(complaint, by)
    told = within(says, LONGEST, please="请写明核查的情况和结果")
    fresh.state, fresh.outcome, fresh.answer = ComplaintState.ANSWERED, outcome, told
    fresh.closed_on = localdate(at)
    return _noted(fresh, _Step(ComplaintStep.ANSWER, told), by=by, at=at)


def open_reporter(complaint: Complaint, because: str, *, by: Post, at: datetime) -> Reporter:
    """查看反映人: the one who handles it, for a reason; everybody else is refused, and that stands on the trail."""
    told = within(because, SHORT, please="请写明查看的理由")
    with transaction.atomic():
        fresh = Complaint.objects.select_for_update().get(pk=complaint.pk)
        mine = _may_open(fresh, by, localdate(at))
        act = "complaint.open_reporter" if mine else "complaint.refused_reporter"
        if mine:
            ComplaintEvent.objects.create(
                complaint=fresh,
                step=ComplaintStep.OPEN,
                says=told,
                authority_id=fresh.authority_id,
                by=by,
                at=at,
            )
        record(act=act, by=by, at=at, about=(ABOUT, fresh.pk), after={"reason": told})
    if not mine:
        raise NotYours("反映人的情况只有承办人能看。", remedy="这次查看没有办成，已经记录。")
    return Reporter(**opened(fresh.who)) if fresh.who else Reporter("", "")


def open_paper(complaint: Complaint, number: int, *, by: Post, at: datetime) -> StoredFile | None:
    """查看附件: for the one who handles it, on the trail; None if there is no such file. Raises NotYours."""
    with transaction.atomic():
        fresh = Complaint.objects.get(pk=complaint.pk)
        mine = _may_open(fresh, by, localdate(at))
        act = "complaint.open_file" if mine else "complaint.refused_file"
        record(act=act, by=by, at=at, about=(ABOUT, fresh.pk), after={"number": number})
    if not mine:
        raise NotYours("附件可能看得出反映人是谁，只有承办人能看。", remedy="这次查看没有办成，已经记录。")
    files = list(fresh.files.select_related("file").order_by("id"))
    return files[number - 1].file if 0 < number <= len(files) else None


def tell_soon(complaint: Complaint, *, at: datetime) -> int:
    """答复期限将到: whoever handles it is told, once for each last day."""
    if complaint.due_on is None:
        return 0
    words = f"答复期限是{in_words(complaint.due_on)}，请按期答复。"
    news = news_of(complaint, "举报投诉答复期限将到", words, f"soon:{complaint.due_on}")
    return tell(handler_of(complaint, at), news, by=None, at=at)


def tell_late(complaint: Complaint, *, at: datetime) -> int:
    """举报投诉逾期: the whole office is told, once for each last day."""
    if complaint.due_on is None:
        return 0
    words = f"答复期限{in_words(complaint.due_on)}已过，还没有答复。"
    news = news_of(complaint, "举报投诉逾期未答复", words, f"late:{complaint.due_on}")
    return tell(officers(complaint.authority_id, at), news, by=None, at=at)


@dataclass(frozen=True, slots=True)
class _Step:
    kind: ComplaintStep
    says: str
    words: str = ""
    whom: Posts | None = None


def _held(complaint: Complaint, by: Post, *states: ComplaintState) -> Complaint:
    """The complaint as it stands, locked, for somebody of its office. Raises NotYours, Moved, NotAllowed."""
    fresh = Complaint.objects.select_for_update(of=("self",)).select_related("authority").get(pk=complaint.pk)
    if by.role not in DECIDING or by.organisation_id != fresh.authority_id:
        raise NotYours("举报投诉由承办机关的经办人员办理。")
    if fresh.version != complaint.version:
        raise Moved("这件举报投诉在您打开页面后有变化。", remedy="请看过最新的情况再办理。")
    if fresh.state not in states:
        raise NotAllowed(f"这件举报投诉{fresh.get_state_display()}，不能这样办理。")
    return fresh


def _handled(complaint: Complaint, by: Post) -> Complaint:
    fresh = _held(complaint, by, ComplaintState.TAKEN)
    _ensure_handler(fresh, by)
    return fresh


def _ensure_handler(fresh: Complaint, by: Post) -> None:
    if by.pk != fresh.handler_id:
        raise NotYours("这一步由承办人办理。", remedy="需要换人的，请先更换承办人。")


def _ensure_colleague(fresh: Complaint, handler: Post, on: date) -> None:
    ours = handler.organisation_id == fresh.authority_id and handler.role in DECIDING
    if not ours or not holds(handler, on):
        raise NotAllowed("承办人应是本机关现任的经办人员。")


def _may_open(fresh: Complaint, by: Post, on: date) -> bool:
    ours = by.organisation_id == fresh.authority_id and by.role in DECIDING
    return ours and by.pk == fresh.handler_id and holds(by, on)


def _noted(fresh: Complaint, step: _Step, *, by: Post, at: datetime) -> Complaint:
    """Writes the step down, puts it on the trail, and tells whom it concerns; what was written stands on no trail."""
    fresh.version += 1
    fresh.save()
    event = ComplaintEvent.objects.create(
        complaint=fresh, step=step.kind, says=step.says, authority=fresh.authority, by=by, at=at
    )
    after = {"receipt": fresh.receipt, "state": fresh.state, "due_on": fresh.due_on}
    record(act=f"complaint.{step.kind}", by=by, at=at, about=(ABOUT, fresh.pk), after=after)
    if step.words:
        whom = step.whom if step.whom is not None else handler_of(fresh, at)
        tell(whom, news_of(fresh, f"举报投诉{step.kind.label}", step.words, str(event.pk)), by=by, at=at)
    return fresh
