"""Candidates (考生): put on a plan's list, mended, taken off it; what is personal is sealed before it is written."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.acts.in_hand import locked
from dengji.evaluations.acts.planning import ensure_of_body
from dengji.evaluations.candidates.entry import rechecked
from dengji.evaluations.candidates.persons import CandidateEntry, columns, faults, gate_of, identity_of, tidy
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import OVER, PlanState
from dengji.institutions.codes import masked
from dengji.people.models import Post
from dengji.policy.engine.practice import Volume
from dengji.procedure.refusals import NotAllowed, within
from dengji.records.acts import Readable, store_sealed
from dengji.records.models import StoredFile
from dengji.records.refusals import NotTaken
from dengji.records.terms import MediaType
from dengji.sealing.seals import opened

CLOSED = OVER | {PlanState.REPORTED}
PHOTO_LIMIT = 2 * 1024 * 1024
PICTURES = {MediaType.JPEG, MediaType.PNG}
WHO = ("identity", "document")
"""Columns that say who somebody is: they stand still once the evaluation has begun."""


@transaction.atomic
def enlist(plan: Plan, entry: CandidateEntry, *, by: Post, at: datetime) -> Candidate:
    """登记考生: one person is put on the list. Somebody who is there already is refused."""
    fresh = listing(plan, by)
    ensure_not_begun(fresh, localdate(at), "增加考生")
    made = Candidate(plan=fresh, **_columns(fresh, entry, localdate(at)))
    made.ordinal = last_ordinal(fresh) + 1
    there = fresh.candidates.filter(identity=made.identity).first()
    if there is not None:
        remedy = "需要重新参加的，请打开他的页面恢复。" if there.withdrawn_at else ""
        raise NotAllowed(f"{made.masked}已经在这批考生名单中，是第{there.ordinal}号。", remedy=remedy)
    made.save()
    _record("enlist", made, {"admissible": made.admissible}, by=by, at=at)
    return made


@transaction.atomic
def mend(candidate: Candidate, entry: CandidateEntry, *, by: Post, at: datetime) -> Candidate:
    """修改考生信息: what is told of somebody from now on. Who he is cannot change once the evaluation has begun."""
    fresh = of_list(candidate, by)
    said = _columns(fresh.plan, entry, localdate(at))
    changed = sorted(
        name for name, value in said.items() if name != "sealed" and getattr(fresh, name) != value
    )
    if fresh.plan.began(localdate(at)) and any(name in WHO for name in changed):
        raise NotAllowed(
            "评价已经开始，不能改成另一个人的证件。",
            remedy="证件登记错的，请在考场记录中写明，由督导员核对。",
        )
    for name, value in said.items():
        setattr(fresh, name, value)
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError as there:
        raise NotAllowed(f"{masked(entry.number)}已经在这批考生名单中。") from there
    _record("mend_candidate", fresh, {"changed": changed}, by=by, at=at)
    return fresh


@transaction.atomic
def withdraw(candidate: Candidate, reason: str, *, by: Post, at: datetime) -> Candidate:
    """考生退出: somebody is not evaluated in this batch, before it begins; his row and his place number stay."""
    fresh = of_list(candidate, by)
    ensure_not_begun(fresh.plan, localdate(at), "办理退出", remedy="没有到场的，请登记缺考。")
    why = within(reason, 300, please="请写明退出的原因")
    if fresh.withdrawn_at is None:
        fresh.withdrawn_at, fresh.withdrawn_because = at, why
        fresh.save()
        fresh.seats.all().delete()
        _record("withdraw_candidate", fresh, {"because": why}, by=by, at=at)
    return fresh


@transaction.atomic
def restore(candidate: Candidate, *, by: Post, at: datetime) -> None:
    """恢复考生: somebody who withdrew takes part after all, before the batch begins. Twice does no harm."""
    fresh = of_list(candidate, by)
    ensure_not_begun(fresh.plan, localdate(at), "恢复考生")
    if fresh.withdrawn_at is not None:
        fresh.withdrawn_at, fresh.withdrawn_because = None, ""
        fresh.save()
        _record("restore_candidate", fresh, {}, by=by, at=at)


@transaction.atomic
def put_photo(candidate: Candidate, *, content: Readable, name: str, by: Post, at: datetime) -> StoredFile:
    """上传照片: a JPG or PNG picture, told by its content, for ticket and certificate. Raises NotAllowed, NotTaken."""
    fresh = of_list(candidate, by)
    file = store_sealed(
        content=_Measured(content),
        name=name,
        owner=fresh.plan.filing.institution.organisation,
        by=by,
        at=at,
        retention=Volume.REGISTRATION.value,
    )
    if file.media_type not in PICTURES:
        raise NotTaken(
            f"照片应为图片，这个文件是{MediaType(file.media_type).label}", remedy="请上传JPG或PNG格式的照片"
        )
    fresh.photo = file
    fresh.save(update_fields=["photo"])
    _record("photo_of_candidate", fresh, {"sha256": file.sha256}, by=by, at=at)
    return file


@transaction.atomic
def open_personal(candidate: Candidate, why: str, *, by: Post, at: datetime) -> Mapping[str, str]:
    """查看个人信息: what is sealed of somebody, for one person's eyes; who, whose and why stand on the trail."""
    ensure_of_body(candidate.plan.filing, by)
    said = within(why, 200, please="请写明查看的原因")
    _record("open_personal", candidate, {"because": said}, by=by, at=at)
    return opened(candidate.sealed)


@transaction.atomic
def check_again(plan: Plan, *, by: Post, at: datetime) -> int:
    """重新核对申报条件: after the plan's level, standard or first day changed; says for how many it had to be."""
    fresh = listing(plan, by)
    many = rechecked(fresh)
    if many:
        about = ("evaluations.Plan", fresh.pk)
        record(act="plan.check_again", by=by, at=at, about=about, after={"candidates": many})
    return many


def listing(plan: Plan, by: Post) -> Plan:
    """The plan, locked, if its list of candidates may change now; raises NotYours, NotAllowed."""
    fresh = locked(plan.pk)
    ensure_of_body(fresh.filing, by)
    if fresh.state in CLOSED:
        raise NotAllowed(f"这份计划{fresh.get_state_display()}，考生名单不能再改。")
    return fresh


def of_list(candidate: Candidate, by: Post) -> Candidate:
    """The candidate as he stands, his plan locked, if the list may change now."""
    plan = listing(candidate.plan, by)
    fresh = plan.candidates.get(pk=candidate.pk)
    fresh.plan = plan
    return fresh


def ensure_not_begun(plan: Plan, on: date, what: str, *, remedy: str = "") -> None:
    """Raises NotAllowed from the plan's first day on."""
    if plan.began(on):
        raise NotAllowed(f"评价已于{plan.starts_on:%Y年%-m月%-d日}开始，不能再{what}。", remedy=remedy)


def last_ordinal(plan: Plan) -> int:
    """The number of the last place on the list."""
    return int(plan.candidates.aggregate(last=Max("ordinal"))["last"] or 0)


def _columns(plan: Plan, entry: CandidateEntry, on: date) -> Mapping[str, object]:
    """The candidate's columns; raises NotAllowed that names everything that is wrong."""
    gate, said = gate_of(plan, on), tidy(entry)
    if found := faults(said, gate):
        raise NotAllowed("；".join(f"“{each.column}”{each.reason.rstrip('。')}" for each in found) + "。")
    return columns(said, gate, identity_of(said.document, said.number))


class _Measured:
    """A picture on its way in; raises NotTaken once it is larger than one of a person needs to be."""

    def __init__(self, content: Readable) -> None:
        self.content, self.left = content, PHOTO_LIMIT

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; none at the end."""
        block = self.content.read(size)
        self.left -= len(block)
        if self.left < 0:
            raise NotTaken(f"照片超过{PHOTO_LIMIT // 1024 // 1024}兆字节，不能收", remedy="请压缩后再上传")
        return block


def _record(act: str, who: Candidate, said: Mapping[str, object], *, by: Post, at: datetime) -> None:
    about = ("evaluations.Plan", who.plan_id)
    record(act=f"plan.{act}", by=by, at=at, about=about, after={"candidate": str(who.token), **said})
