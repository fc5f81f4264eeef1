"""Who is told of certificates (证书通知): that a batch may be issued, that a request waits, and what became of it.

Holders have no account: they are told by short message, where they left a number when they were evaluated.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from dengji.certificates.models import Amendment, Certificate, Release, Review
from dengji.certificates.responsible import taken_over
from dengji.certificates.terms import AmendmentState, EventKind
from dengji.messages.acts import News, tell
from dengji.messages.outside import Notice, tell_outside
from dengji.messages.recipients import Desk
from dengji.messages.terms import Told, Topic
from dengji.occupations.levels import label
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.sealing.seals import opened

ROOT = "/desk/certificates/"
AT_ONCE = 1000
HOLDERS = {
    EventKind.CORRECT: Told.AMENDED,
    EventKind.WITHDRAW: Told.WITHDRAWN,
    EventKind.UNRECOGNISE: Told.UNRECOGNISED,
    EventKind.RESTORE: Told.RESTORED,
    EventKind.REPLACE: Told.REPLACED,
    EventKind.EXCHANGE: Told.EXCHANGED,
}
"""What a holder is told of (告知持证人)."""


def tell_ready(release: Release, *, by: Post | None, at: datetime, weeks: int = 0) -> int:
    """告知可以核发: whoever issues; again after so many weeks."""
    plan = release.plan
    news = News(
        Topic.CERTIFICATES,
        title=f"{_again(weeks)}证书可以核发：{plan.number}",
        text=f"{plan.filing.institution.organisation.name}的{plan.name}批次可以核发证书了。",
        path=f"{ROOT}releases/{release.token}/",
        about=("certificates.Release", release.pk),
        key=f"release-ready:{release.pk}{_nth(weeks)}",
    )
    return tell(Desk(release.issuer_id, BODY_ROLES | DECIDING), news, by=by, at=at)


def tell_waiting(amendment: Amendment, *, by: Post | None, at: datetime, weeks: int = 0) -> int:
    """告知待办: whoever the request waits for, second person or authority; again after so many weeks."""
    filing = amendment.certificate.filing
    if amendment.state == AmendmentState.SECOND:
        waits, what = amendment.by.organisation_id, "待复核"
    elif amendment.state == AmendmentState.AUTHORITY and filing is not None:
        waits, what = filing.authority_id, "待核准"
    else:
        return 0
    text = f"{amendment.by.organisation.name}提出{amendment.get_kind_display()}一本证书，请核对理由后办理。"
    return tell(Desk(waits, BODY_ROLES | DECIDING), _news(amendment, what, text, weeks), by=by, at=at)


def tell_over(amendment: Amendment, *, by: Post, at: datetime) -> int:
    """告知结果: whoever asked, with the reason where it was not agreed to."""
    what = str(amendment.get_state_display())
    why = f"理由：{amendment.declined_because}" if amendment.declined_because else "公众查到的随之改变。"
    asked = Desk(amendment.by.organisation_id, BODY_ROLES | DECIDING)
    return tell(asked, _news(amendment, what, why), by=by, at=at)


def tell_review(review: Review, *, by: Post | None, at: datetime, weeks: int = 0) -> int:
    """告知复核申请: whoever answers for the certificate; again after so many weeks."""
    certificate = review.certificate
    line, filing = certificate.line, certificate.filing
    waits = line.release.issuer_id if line else certificate.institution_id
    if filing is not None and taken_over(filing):
        waits = filing.authority_id
    if waits is None:
        return 0
    news = News(
        Topic.CERTIFICATES,
        title=f"{_again(weeks)}证书复核申请：{certificate.number}",
        text="持证人认为证书有误，请对照报名、考试和核发的材料核查后答复。",
        path=f"{ROOT}reviews/{review.token}/",
        about=("certificates.Review", review.pk),
        key=f"review:{review.pk}{_nth(weeks)}",
    )
    return tell(Desk(waits, BODY_ROLES | DECIDING), news, by=by, at=at)


def tell_answer(review: Review, *, by: Post, at: datetime) -> int:
    """告知复核答复: the holder, where he left a number; what was answered he reads on the page."""
    phone = opened(review.sealed).get("phone", "") if review.sealed else ""
    notice = _notice(review.certificate, Told.REVIEWED)
    return tell_outside([(phone, f"review:{review.pk}")], notice, review.certificate.place, by=by, at=at)


def tell_issued(release: Release, *, at: datetime) -> int:
    """告知证书核发: every holder of a release whose certificates are all issued."""
    found = Certificate.objects.filter(line__release=release)
    return tell_holders(found, Told.ISSUED, by=release.started_by, at=at)


def tell_holder(certificate: Certificate, kind: EventKind, *, by: Post | None, at: datetime) -> int:
    """告知持证人: what has just happened to his certificate; nobody where it was issued before this system."""
    return tell_holders(Certificate.objects.filter(pk=certificate.pk), HOLDERS[kind], by=by, at=at)


def tell_holders(found: "QuerySet[Certificate]", topic: Told, *, by: Post | None, at: datetime) -> int:
    """告知持证人: of each of these, all of one kind, place and issuer; each once, as it stands now."""
    first = found.exclude(line=None).select_related("line__release").first()
    if first is None or first.line is None:
        return 0
    return tell_outside(_reached(found, topic), _notice(first, topic), first.place, by=by, at=at)


def _reached(found: "QuerySet[Certificate]", topic: Told) -> Iterator[tuple[str, str]]:
    """Telephone number and key of each, unsealed one by one as they are asked for."""
    rows = found.exclude(line=None).order_by("pk").values_list("pk", "version", "line__candidate__sealed")
    for pk, version, seal in rows.iterator(chunk_size=AT_ONCE):
        yield opened(seal).get("phone", ""), f"certificate-{topic}:{pk}:{version}"


def _notice(certificate: Certificate, topic: Told) -> Notice:
    what = f"{certificate.occupation}{label(certificate.level) if certificate.level else ''}"
    about = ("certificates.Certificate", certificate.pk)
    if certificate.line is not None and topic is Told.ISSUED:
        about = ("certificates.Release", certificate.line.release_id)
    return Notice(topic, what, certificate.issuer or certificate.body, about)


def _news(amendment: Amendment, what: str, text: str, weeks: int = 0) -> News:
    return News(
        Topic.CERTIFICATES,
        title=f"{_again(weeks)}证书{amendment.get_kind_display()}{what}：{amendment.certificate.number}",
        text=text,
        path=f"{ROOT}amendments/{amendment.token}/",
        about=("certificates.Amendment", amendment.pk),
        key=f"amendment:{amendment.pk}:{amendment.state}{_nth(weeks)}",
    )


def _again(weeks: int) -> str:
    """What a reminder begins with."""
    return f"已等{weeks}周，" if weeks else ""


def _nth(weeks: int) -> str:
    """What tells a reminder from the first message, and from the one of the week before."""
    return f":{weeks}" if weeks else ""
