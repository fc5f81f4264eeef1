"""A draft opened to comment, its last day kept right, and the consultation concluded (征求意见)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.notices.consultations import counted, last_day_by, last_day_if_opened
from dengji.notices.contact import EMAIL, PHONE
from dengji.notices.models import Consultation
from dengji.notices.terms import COMMENT_UNITS
from dengji.notices.writing import written
from dengji.people.acts.authorities import may_administer
from dengji.people.models import Organisation, Person, Post
from dengji.people.refusals import Refused
from dengji.people.terms import Office, Rank, Role
from dengji.policy.models import Edition
from dengji.policy.queries import calendar_in_force
from dengji.policy.terms import Stage
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.workdays.calendar import Reckoned
from dengji.workdays.periods import Period
from dengji.workdays.words import in_words

MOST_DAYS = 365  # the longest period, in working days or in days
AHEAD = timedelta(days=365)  # how far ahead the first day may lie
WIDTHS = {"contact_name": 60, "postal_address": 200, "phone": 40, "email": 254}


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the public is asked, how long, and where it may write (征求意见启事).

    The period is in working days or days; one of address, phone and e-mail is needed.
    """

    asks: str
    opened_on: date
    period: Period
    contact_name: str = ""
    postal_address: str = ""
    phone: str = ""
    email: str = ""


def open_consultation(edition: Edition, invitation: Invitation, *, by: Post, at: datetime) -> Consultation:
    """公开征求意见: a draft is open to comment from a day on, its last day reckoned; one at a time for each text.

    Pressed twice it stays one. Raises Refused for anybody but an administrator of the draft's place or
    province, and for a text that is no draft.
    """
    _ensure_may_open(by, edition)
    fields = _fields(invitation, localdate(at))
    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=edition.pk)  # one after the other
        under_way = Consultation.objects.filter(edition__pack_id=edition.pack_id, concluded_at=None)
        same = under_way.filter(edition=edition, opened_by=by, **fields).first()
        if same is not None:
            return same
        _ensure_draft(edition, under_way.first())
        consultation = Consultation.objects.create(
            edition=edition, authority=by.organisation, opened_by=by, opened_at=at, **fields
        )
        after = fields | {"pack_id": edition.pack_id, "sha256": edition.sha256}
        about = ("notices.Consultation", consultation.pk)
        record(act="consultation.open", by=by, at=at, about=about, after=after)
    return consultation


def conclude(consultation: Consultation, *, conclusion: str, by: Post, at: datetime) -> Consultation:
    """办结: after the last day, with every comment answered, the answers are made public; once.

    The counts by article and by what became of the comments stand on the record.
    """
    words = written(conclusion, "请写明征求意见的总体情况和处理意见")
    with transaction.atomic():
        now = locked(consultation)
        _ensure_may_conclude(now, by)
        if now.concluded_at is not None and now.conclusion == words:
            return now
        _ensure_ready(now, localdate(at))
        now.conclusion, now.concluded_by, now.concluded_at = words, by, at
        now.save(update_fields=["conclusion", "concluded_by", "concluded_at"])
        after = {"conclusion": words, "comments": counted(now)}
        about = ("notices.Consultation", now.pk)
        record(act="consultation.conclude", by=by, at=at, about=about, after=after)
    return now


@transaction.atomic
def follow_calendar(*, by: Post | Person | None, at: datetime) -> list[Consultation]:
    """征求意见末日更新: the last days still to come are reckoned again by the schedules in force; those that moved."""
    on = localdate(at)
    running = Consultation.objects.filter(concluded_at=None, last_day__gte=on).order_by("pk")
    return [each for each in running.select_for_update() if _moved(each, on, by=by, at=at)]


def locked(consultation: Consultation) -> Consultation:
    """The consultation as it stands now, locked until the transaction ends."""
    found = Consultation.objects.select_for_update(of=("self",)).select_related("authority", "edition")
    return found.get(pk=consultation.pk)


def _ensure_may_open(by: Post, edition: Edition) -> None:
    """Raises Refused for a post that may not open this text to comment."""
    may_administer(by, edition.jurisdiction)
    own = by.organisation.division_id == edition.jurisdiction
    if by.organisation.office == Office.IMPLEMENTING or not (own or _is_province(by.organisation)):
        raise NotYours(f"{edition}由起草机关或者所在省的主管机关公开征求意见，{by.organisation}不能办理")


def looked_over(invitation: Invitation, *, on: date) -> Reckoned:
    """核对: the last day if it were opened on that day; raises NotAllowed for what is missing or cannot be."""
    fields = _fields(invitation, on)
    return Reckoned(fields["last_day"], fields["provisional"])


def why_not_open(by: Post, edition: Edition) -> str:
    """What bars a post from opening a text to comment, as a sentence; empty where nothing does."""
    under_way = Consultation.objects.filter(edition__pack_id=edition.pack_id, concluded_at=None).first()
    try:
        _ensure_may_open(by, edition)
        _ensure_draft(edition, under_way)
    except Refused as refused:
        return refused.sentence
    return ""


def why_not_conclude(consultation: Consultation, *, by: Post, on: date) -> str:
    """What bars a post from concluding on a day, as a sentence; empty where nothing does."""
    try:
        _ensure_may_conclude(consultation, by)
        _ensure_ready(consultation, on)
    except Refused as refused:
        return refused.sentence
    return ""


def _ensure_may_conclude(consultation: Consultation, by: Post) -> None:
    if by.organisation_id != consultation.authority_id or by.role != Role.ADMINISTRATOR:
        raise NotYours(f"征求意见由{consultation.authority}的管理员办结，您的岗位不能办理")


def _is_province(authority: Organisation) -> bool:
    return authority.division.rank == Rank.PROVINCE


def _ensure_draft(edition: Edition, under_way: Consultation | None) -> None:
    """Refuses a text that is no draft, is no longer the current one, or is open to comment already."""
    if edition.stage != Stage.CONSULTATION:
        raise NotAllowed(f"{edition}是正式文本，不再征求意见", remedy="征求意见的应当是征求意见稿")
    if not edition.is_current:
        raise NotAllowed(f"{edition}已有新的版本", remedy="请就当前版本征求意见")
    if under_way is not None:
        last = in_words(under_way.last_day)
        raise NotAllowed(
            f"{edition}已有一次征求意见没有办结", facts=(f"末日{last}",), remedy="请先办结上一次"
        )


def _fields(invitation: Invitation, today: date) -> dict[str, Any]:
    """An invitation as its columns, its last day reckoned; raises NotAllowed for what is missing or too long."""
    said = {name: str(getattr(invitation, name)).strip() for name in WIDTHS}
    _ensure_reachable(said)
    period, first = invitation.period, invitation.opened_on
    if period.unit not in dict(COMMENT_UNITS) or period.n > MOST_DAYS:
        raise NotAllowed(f"征求意见期以工作日或者日计，最长{MOST_DAYS}")
    if not today <= first <= today + AHEAD:
        raise NotAllowed("首日不能早于今天，也不能晚于一年以后", facts=(f"填写的是{in_words(first)}",))
    last = last_day_if_opened(first, period, calendar_in_force())
    dates = {"opened_on": first, "last_day": last.day, "provisional": last.provisional}
    return {"asks": written(invitation.asks, "请写明就哪些方面征求意见"), **said, **asdict(period), **dates}


def _ensure_reachable(said: dict[str, str]) -> None:
    if too_long := [name for name, width in WIDTHS.items() if len(said[name]) > width]:
        raise NotAllowed(f"联系方式过长，最多{WIDTHS[too_long[0]]}字")
    if not (said["postal_address"] or said["phone"] or said["email"]):
        raise NotAllowed("请至少写明通信地址、电话、电子邮箱中的一种", remedy="不便上网的人也要能提意见")
    if said["phone"] and not PHONE.search(said["phone"]):
        raise NotAllowed("联系电话写得不对", remedy="请连同区号填写")
    if said["email"] and not EMAIL.fullmatch(said["email"]):
        raise NotAllowed("电子邮箱写得不对", remedy="请写成“名称@网址”的样子")


def _ensure_ready(consultation: Consultation, today: date) -> None:
    """Refuses to conclude what is concluded, still open, or has comments without an answer."""
    if consultation.concluded_at is not None:
        raise NotAllowed("这次征求意见已经办结，不能再改", remedy="请打开最新页面查看")
    if today <= consultation.last_day:
        raise NotAllowed(f"征求意见到{in_words(consultation.last_day)}二十四时止，次日起才能办结")
    waiting = consultation.comments.filter(answered_at=None).count()
    if waiting:
        raise NotAllowed(f"还有{waiting}条意见没有答复", remedy="请逐条答复后再办结")


def _moved(consultation: Consultation, on: date, *, by: Post | Person | None, at: datetime) -> bool:
    """Reckon one last day again; True if it is another, or is firm now."""
    before = {"last_day": consultation.last_day, "provisional": consultation.provisional}
    last = last_day_by(consultation, calendar_in_force(), on)
    after = {"last_day": last.day, "provisional": last.provisional}
    if before == after:
        return False
    consultation.last_day, consultation.provisional = last.day, last.provisional
    consultation.save(update_fields=["last_day", "provisional"])
    about = ("notices.Consultation", consultation.pk)
    record(act="consultation.move", by=by, at=at, about=about, before=before, after=after)
    return True
