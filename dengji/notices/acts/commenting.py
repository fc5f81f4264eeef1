"""Comments on a draft, made by anybody and answered by its authority (意见)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.notices.acts.consulting import locked
from dengji.notices.comments import draft_of
from dengji.notices.consultations import reached_at
from dengji.notices.models import Comment, CommentFile, Consultation
from dengji.notices.telling import tell_of_comments
from dengji.notices.terms import COMMENT_ROLES, Uptake
from dengji.notices.writing import PRESSED_TWICE, ensure_answerable, kept, written
from dengji.people.models import Post
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.procedure.serials import next_serial
from dengji.records.terms import Retention
from dengji.workdays.words import in_words

GIST = 300  # characters of what is made public in place of a comment


@dataclass(frozen=True, slots=True)
class CommentEntry:
    """What somebody says (意见): of an article by its key, or of the whole draft where that is empty."""

    article: str
    name: str
    contact: str
    content: str


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """What becomes of a comment (答复): the gist is what the public reads in place of the comment itself."""

    uptake: Uptake
    answer: str
    gist: str = ""
    public: bool = True


def comment_on(
    consultation: Consultation, entry: CommentEntry, *, files: Sequence[File[bytes]] = (), at: datetime
) -> Comment:
    """提出意见: anybody, from the first day to the last day included; gives the receipt.

    The same words from the same person within ten minutes are one comment: the button was pressed twice.
    Raises NotAllowed, a day early or late too. Name, contact and words stay off the trail.
    """
    said = {name: getattr(entry, name).strip() for name in ("article", "name", "contact", "content")}
    ensure_answerable(
        name=said["name"], contact=said["contact"], content=said["content"], files=len(files), about="意见"
    )
    if said["article"] and said["article"] not in draft_of(consultation).articles:
        raise NotAllowed("请从列出的条款中选择", remedy="对全文的意见，请选“整份草案”")
    with transaction.atomic():
        now = locked(consultation)
        _ensure_open(now, at)
        earlier = now.comments.filter(**said, made_at__gt=at - PRESSED_TWICE).first()
        if earlier is not None:
            return earlier
        comment = Comment.objects.create(consultation=now, receipt=_receipt(at), made_at=at, **said)
        for file in kept(files, Retention.COMMENT_MATERIAL, at):
            CommentFile.objects.create(comment=comment, file=file)
        digest = hashlib.sha256(said["content"].encode()).hexdigest()
        after = {"receipt": comment.receipt, "article": said["article"], "content_sha256": digest}
        record(act="comment.make", by=None, at=at, about=("notices.Comment", comment.pk), after=after)
        tell_of_comments(now, at=at)
    return comment


def answer_comment(comment: Comment, entry: AnswerEntry, *, by: Post, at: datetime) -> Comment:
    """答复意见: what became of it and why, by the draft's authority; again until the consultation is concluded.

    Raises Moved where somebody answered since the page was opened.
    """
    fields = _answer(entry)
    with transaction.atomic():
        consultation = locked(comment.consultation)
        if by.organisation_id != consultation.authority_id or by.role not in COMMENT_ROLES:
            raise NotYours(f"意见由{consultation.authority}答复，您的岗位不能办理")
        if consultation.concluded_at is not None:
            raise NotAllowed("这次征求意见已经办结，答复不能再改")
        standing = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        before = {name: getattr(standing, name) for name in fields}
        if before == fields and standing.answered_at is not None:
            return standing  # pressed twice
        if standing.version != comment.version:
            raise Moved("这条意见刚刚由他人答复过", remedy="请打开最新页面，看过他人的答复后再改")
        for name, value in fields.items():
            setattr(standing, name, value)
        standing.answered_by, standing.answered_at, standing.version = by, at, standing.version + 1
        standing.save()
        about = ("notices.Comment", standing.pk)
        record(act="comment.answer", by=by, at=at, about=about, before=before, after=fields)
    return standing


def _ensure_open(consultation: Consultation, at: datetime) -> None:
    """Refuses a comment before the first day or after the last, and says where else to turn."""
    today = localdate(at)
    if consultation.opened_on <= today <= consultation.last_day and consultation.concluded_at is None:
        return
    first, last = in_words(consultation.opened_on), in_words(consultation.last_day)
    early = today < consultation.opened_on
    raise NotAllowed(
        f"征求意见自{first}起，到{last}二十四时止，现在{'还没有开始' if early else '不再收意见'}",
        facts=(f"今天是{in_words(today)}",),
        remedy="请从首日起再提"
        if early
        else f"仍要反映的，请联系{consultation.authority}：{reached_at(consultation)}",
    )


def _answer(entry: AnswerEntry) -> dict[str, str | bool]:
    """An answer as its columns; raises NotAllowed for one that says too little or too much."""
    if entry.uptake not in Uptake.values:
        raise NotAllowed("请选择采纳情况")
    gist = entry.gist.strip()
    if len(gist) > GIST:
        raise NotAllowed(f"意见概要不超过{GIST}字，现在有{len(gist)}字")
    if entry.public and not gist:
        raise NotAllowed("要公开的答复请写意见概要", remedy="概要代替原文公开，不写提意见人的姓名和联系方式")
    answer = written(entry.answer, "请写明采纳情况的理由")
    return {"uptake": str(entry.uptake), "answer": answer, "gist": gist, "public": entry.public}


def _receipt(at: datetime) -> str:
    """回执号: YJ, the year and six digits."""
    year = localdate(at).year
    return f"YJ{year}-{next_serial(f'comment:{year}'):06d}"
