"""Certificates looked at again (证书复核): asked for by the holder, answered with reasons by whoever answers for it.

The answer changes nothing by itself: what is wrong is put right, exchanged or withdrawn by an act of its own.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from dengji.audit.acts import record
from dengji.certificates.changing import held
from dengji.certificates.models import Certificate, Review
from dengji.certificates.responsible import ensure_answers_for
from dengji.certificates.telling import tell_answer, tell_review
from dengji.certificates.terms import ReviewState
from dengji.people.models import Post
from dengji.procedure.refusals import Moved, NotAllowed, within
from dengji.sealing.seals import sealed


@transaction.atomic
def ask_review(
    certificate: Certificate, says: str, phone: str = "", *, by: Post | None, at: datetime
) -> Review:
    """申请复核: by the holder, on line, or at the counter of `by`, who takes it in; one open for a certificate.

    Raises NotYours, and NotAllowed where one is open, or nobody here answers for the certificate.
    """
    fresh = held(certificate.pk)
    if by is not None:
        ensure_answers_for(fresh, by)
    if fresh.institution_id is None:
        raise NotAllowed(
            "这本证书的发证机构不在本平台备案，不能在这里申请复核。", remedy="请向发证机构提出。"
        )
    why = within(says, 500, please="请写明哪里有误，应当是什么")
    kept = sealed({"phone": phone}) if phone else b""
    try:
        with transaction.atomic():
            made = Review.objects.create(certificate=fresh, says=why, sealed=kept, at=at, taken_by=by)
    except IntegrityError as waiting:
        raise NotAllowed(
            "这本证书的复核申请正在办理。", remedy="请等答复；有补充的，请联系发证机构。"
        ) from waiting
    _record("asked", made, by=by, at=at)
    tell_review(made, by=by, at=at)
    return made


@transaction.atomic
def answer_review(review: Review, says: str, *, wrong: bool, by: Post, at: datetime) -> Review:
    """答复复核: the certificate is right, or it is not and what follows; the holder reads it.

    The telephone number that was left is sealed until the answer, then it is gone. Raises NotYours, Moved.
    """
    certificate = held(review.certificate_id)
    ensure_answers_for(certificate, by)
    fresh = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    fresh.certificate = certificate
    if fresh.state != ReviewState.OPEN:
        raise Moved("这件复核申请已经答复。", remedy="请打开最新页面查看。")
    fresh.answer = within(says, 500, please="请写明核查的情况和理由")
    fresh.state = ReviewState.WRONG if wrong else ReviewState.RIGHT
    fresh.answered_by, fresh.answered_at = by, at
    tell_answer(fresh, by=by, at=at)
    fresh.sealed = b""
    fresh.save()
    _record("answered", fresh, by=by, at=at)
    return fresh


def _record(act: str, made: Review, *, by: Post | None, at: datetime) -> None:
    about = ("certificates.Certificate", made.certificate_id)
    record(act=f"certificate_review.{act}", by=by, at=at, about=about, after={"state": made.state})
