"""Objections made and answered, announcements put up and taken down (异议、公告)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files import File
from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.notices.contact import reachable
from dengji.notices.models import Announcement, Objection, ObjectionFile, Publicity
from dengji.notices.terms import CASE_ROLES
from dengji.people.models import Organisation, Post
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.procedure.serials import next_serial
from dengji.records.acts import store
from dengji.records.terms import Retention
from dengji.workdays.words import in_words

LONGEST = 5000  # characters of an objection, an answer or an announcement
MOST_FILES = 5
PRESSED_TWICE = timedelta(minutes=10)


def object_to(
    publicity: Publicity,
    *,
    name: str,
    contact: str,
    content: str,
    files: Sequence[File[bytes]] = (),
    at: datetime,
) -> Objection:
    """提出异议: anybody may object while the publicity is open, its last day included; gives the receipt.

    The same words from the same person within ten minutes are one objection: the button was pressed twice.
    """
    said = {"name": name.strip(), "contact": contact.strip(), "content": content.strip()}
    _ensure_answerable(**said, files=len(files))
    with transaction.atomic():
        _ensure_open(publicity, _locked_case(publicity), at)
        earlier = publicity.objections.filter(**said, made_at__gt=at - PRESSED_TWICE).first()
        if earlier is not None:
            return earlier
        objection = Objection.objects.create(publicity=publicity, receipt=_receipt(at), made_at=at, **said)
        _keep(objection, files, at)
        digest = hashlib.sha256(said["content"].encode()).hexdigest()
        after = {"receipt": objection.receipt, "case": publicity.case_id, "content_sha256": digest}
        record(act="objection.make", by=None, at=at, about=("notices.Objection", objection.pk), after=after)
    return objection


def answer(objection: Objection, *, upheld: bool, answer: str, by: Post, at: datetime) -> Objection:
    """答复异议: once, in words that say what was found, by the authority that has the case."""
    words = _written(answer, "请写明核实的情况和答复意见")
    with transaction.atomic():
        case = _locked_case(objection.publicity)
        if by.organisation_id != case.holder_id or by.role not in CASE_ROLES:
            raise NotYours(f"异议由{case.holder}核实答复，您的岗位不能办理")
        waiting = Objection.objects.filter(pk=objection.pk, answered_at=None)
        if not waiting.update(upheld=upheld, answer=words, answered_by=by, answered_at=at):
            raise NotAllowed("这件异议已经答复，不能再改", remedy="请打开最新页面查看答复")
        after = {"receipt": objection.receipt, "upheld": upheld, "answer": words}
        record(act="objection.answer", by=by, at=at, about=("notices.Objection", objection.pk), after=after)
    objection.refresh_from_db()
    return objection


def follow_clock(publicity: Publicity, *, by: Post | None, at: datetime) -> None:
    """公示末日更新: once a holiday schedule is loaded, the last day is again that of the case's period."""
    with transaction.atomic():
        case = _locked_case(publicity)
        before = {"last_day": publicity.last_day, "provisional": publicity.provisional}
        after = {"last_day": case.due_on, "provisional": case.provisional}
        if case.due_on is None or publicity.closed_at is not None or before == after:
            return
        publicity.last_day, publicity.provisional = case.due_on, case.provisional
        publicity.save(update_fields=["last_day", "provisional"])
        about = ("notices.Publicity", publicity.pk)
        record(act="publicity.move", by=by, at=at, about=about, before=before, after=after)


def announce(authority: Organisation, *, title: str, text: str, by: Post, at: datetime) -> Announcement:
    """发布公告: an authority tells the public something, at once. The same words that stand already are that one."""
    _ensure_speaks_for(by, authority)
    words = {"title": title.strip(), "text": _written(text, "请写明公告的内容")}
    if not 0 < len(words["title"]) <= 160:
        raise NotAllowed("请写明公告的标题，不超过160字")
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=authority.pk)  # pressed twice: one after the other
        same = Announcement.objects.filter(authority=authority, withdrawn_at=None, **words).first()
        if same is not None:
            return same
        announcement = Announcement.objects.create(authority=authority, published_at=at, **words)
        about = ("notices.Announcement", announcement.pk)
        record(act="announcement.publish", by=by, at=at, about=about, after=words)
    return announcement


def withdraw_announcement(announcement: Announcement, *, by: Post, at: datetime) -> None:
    """撤下公告: it no longer stands on the public pages; what it said stays on record."""
    _ensure_speaks_for(by, announcement.authority)
    with transaction.atomic():
        standing = Announcement.objects.filter(pk=announcement.pk, withdrawn_at=None)
        if standing.update(withdrawn_at=at):
            about = ("notices.Announcement", announcement.pk)
            record(act="announcement.withdraw", by=by, at=at, about=about)
    announcement.refresh_from_db(fields=["withdrawn_at"])


def _locked_case(publicity: Publicity) -> Case:
    """The case of a publicity, locked, with the publicity as it stands now."""
    case = Case.objects.select_for_update(of=("self",)).select_related("holder").get(pk=publicity.case_id)
    publicity.refresh_from_db(fields=["opened_on", "last_day", "provisional", "closed_at"])
    return case


def _ensure_open(publicity: Publicity, case: Case, at: datetime) -> None:
    today = localdate(at)
    running = publicity.closed_at is None and case.ended_at is None
    if running and publicity.opened_on <= today <= publicity.last_day:
        return
    raise NotAllowed(
        f"公示自{in_words(publicity.opened_on)}起，到{in_words(publicity.last_day)}二十四时止，现在不再收异议",
        facts=(f"今天是{in_words(today)}",),
        remedy=f"仍要反映情况的，请与{publicity.authority}联系{_reached_at(publicity.authority)}",
    )


def _reached_at(authority: Organisation) -> str:
    return f"，电话 {authority.phone}" if authority.phone else ""


def _ensure_answerable(*, name: str, contact: str, content: str, files: int) -> None:
    """Refuses an objection that nobody could look into or answer."""
    if not 0 < len(name) <= 80:
        raise NotAllowed("请写明您的姓名或单位名称，不超过80字")
    if len(contact) > 80 or not reachable(contact):
        raise NotAllowed(
            "请留下能联系到您的电话、电子邮箱或通信地址，不超过80字",
            remedy="联系方式只供核实和答复使用，不对外公开",
        )
    _written(content, "请写明异议的内容和依据")
    if files > MOST_FILES:
        raise NotAllowed(f"一次最多附{MOST_FILES}个文件，现在选了{files}个", remedy="请合并后再上传")


def _written(text: str, please: str) -> str:
    """The text, if there is one and it is not longer than can be dealt with."""
    words = text.strip()
    if not words:
        raise NotAllowed(please)
    if len(words) > LONGEST:
        raise NotAllowed(
            f"文字不超过{LONGEST}字，现在有{len(words)}字", remedy="请写明要点，详细情况可作为附件"
        )
    return words


def _receipt(at: datetime) -> str:
    """回执号: YY, the year and six digits."""
    year = localdate(at).year
    return f"YY{year}-{next_serial(f'objection:{year}'):06d}"


def _keep(objection: Objection, files: Sequence[File[bytes]], at: datetime) -> None:
    """Keep the files that came with an objection."""
    for file in files:
        kept = store(
            content=file,
            name=file.name or "",
            owner=None,
            by=None,
            at=at,
            retention=Retention.OBJECTION_MATERIAL,
        )
        ObjectionFile.objects.create(objection=objection, file=kept)


def _ensure_speaks_for(by: Post, authority: Organisation) -> None:
    if by.organisation_id != authority.pk or by.role not in CASE_ROLES:
        raise NotYours(f"公告由{authority}发布和撤下，您的岗位不能办理")
