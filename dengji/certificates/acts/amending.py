"""Certificates put right (证书更正、撤销、恢复): asked for with a reason, agreed to by a second person, then decided.

The body answers for what it issued; once a second of its people agrees, the authority of the filing decides. What an
office issued itself is decided by the second person. Where the body is no more, its authority asks.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.certificates.acts.issuing import form_of
from dengji.certificates.changing import Happening, corrected, exchanged, held, turned
from dengji.certificates.models import Amendment, Certificate, Release
from dengji.certificates.numbering import draw
from dengji.certificates.responsible import ensure_answers_for, ensure_state, taken_over
from dengji.certificates.telling import tell_holder, tell_over, tell_waiting
from dengji.certificates.terms import WAITING, AmendmentKind, AmendmentState, CertificateState, EventKind
from dengji.certificates.wanted import LABELS, AmendmentEntry, changes_of, says_of, wanted_of
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.procedure.refusals import Moved, NotAllowed, NotYours, within
from dengji.sealing.seals import sealed


@transaction.atomic
def propose(certificate: Certificate, entry: AmendmentEntry, *, by: Post, at: datetime) -> Amendment:
    """提出证书更正、撤销、恢复: what and why; nothing changes until others agree.

    Raises NotYours, and NotAllowed for one that is not in such a state, or has a request waiting.
    """
    fresh = held(certificate.pk)
    ensure_answers_for(fresh, by)
    ensure_state(fresh, entry.kind)
    why = within(entry.reason, 500, please="请写明理由")
    changes = changes_of(fresh, entry, localdate(at))
    try:
        with transaction.atomic():
            made = Amendment.objects.create(
                certificate=fresh,
                kind=entry.kind,
                reason=why,
                wanted=sealed(changes) if changes else b"",
                changes=[LABELS[key] for key in LABELS if key in changes],
                file=entry.file,
                seen=fresh.version,
                by=by,
                at=at,
            )
    except IntegrityError as waiting:
        raise NotAllowed("这本证书已经有一项申请没有办完。", remedy="请先办完那一项。") from waiting
    _record("proposed", made, by=by, at=at)
    tell_waiting(made, by=by, at=at)
    return made


@transaction.atomic
def second(amendment: Amendment, *, by: Post, at: datetime) -> Amendment:
    """复核: a second person of the same organisation agrees; an office's own is decided by it, a body's goes on."""
    fresh, certificate = _waiting(amendment, AmendmentState.SECOND)
    if by.organisation_id != fresh.by.organisation_id or by.role not in BODY_ROLES | DECIDING:
        raise NotYours("由提出申请的单位的另一名人员复核。")
    if by.person_id == fresh.by.person_id:
        raise NotYours("提出和复核不能是同一个人。", remedy="请本单位的另一名人员复核。")
    fresh.seconded_by, fresh.seconded_at = by, at
    if by.role in BODY_ROLES:
        fresh.state = AmendmentState.AUTHORITY
        fresh.save()
    else:
        _make(fresh, certificate, by=by, at=at)
    _record("seconded", fresh, by=by, at=at)
    tell = tell_over if fresh.state == AmendmentState.MADE else tell_waiting
    tell(fresh, by=by, at=at)
    return fresh


@transaction.atomic
def decide(amendment: Amendment, *, by: Post, at: datetime) -> Amendment:
    """核准: the authority of the filing agrees; from now on the certificate says it, and the public answer follows."""
    fresh, certificate = _waiting(amendment, AmendmentState.AUTHORITY)
    _ensure_authority(certificate, by)
    fresh.decided_by, fresh.decided_at = by, at
    _make(fresh, certificate, by=by, at=at)
    _record("decided", fresh, by=by, at=at)
    tell_over(fresh, by=by, at=at)
    return fresh


@transaction.atomic
def decline(amendment: Amendment, reason: str, *, by: Post, at: datetime) -> Amendment:
    """不同意: whoever it waits for says no, and why; the certificate stays as it is."""
    fresh, certificate = _waiting(amendment, *WAITING)
    if fresh.state == AmendmentState.AUTHORITY:
        _ensure_authority(certificate, by)
    elif by.organisation_id != fresh.by.organisation_id:
        if not taken_over(certificate.filing):
            raise NotYours("由提出申请的单位办理。")
        _ensure_authority(certificate, by)
    fresh.declined_because = within(reason, 500, please="请写明不同意的理由")
    fresh.state, fresh.decided_by, fresh.decided_at = AmendmentState.DECLINED, by, at
    fresh.save()
    _record("declined", fresh, by=by, at=at)
    tell_over(fresh, by=by, at=at)
    return fresh


@transaction.atomic
def replace(certificate: Certificate, reason: str, *, version: int, by: Post, at: datetime) -> None:
    """补发: a certificate that was lost or spoilt is given out again under its number; that is on the record."""
    fresh = held(certificate.pk)
    ensure_answers_for(fresh, by)
    if fresh.state != CertificateState.VALID:
        raise NotAllowed(f"这本证书{fresh.get_state_display()}，不能补发。")
    if fresh.version != version:
        raise Moved("这本证书刚刚有了变动，或者已经补发过。", remedy="请打开最新页面核对。")
    why = within(reason, 300, please="请写明补发的理由，如遗失、损坏")
    turned(fresh, Happening(EventKind.REPLACE, "补发证书", "", by, at))
    about = ("certificates.Certificate", fresh.pk)
    record(act="certificate.replace", by=by, at=at, about=about, after={"because": why})
    tell_holder(fresh, EventKind.REPLACE, by=by, at=at)
    certificate.__dict__.update(fresh.__dict__)


def _waiting(amendment: Amendment, *states: AmendmentState) -> tuple[Amendment, Certificate]:
    """The request and its certificate, both locked, if it waits for this; raises Moved.

    An exchange puts another into the place on the roll, so that the release is locked before, as where a whole batch
    is not recognised.
    """
    if amendment.kind == AmendmentKind.EXCHANGE:
        releases = Release.objects.select_for_update(of=("self",))
        list(releases.filter(lines__certificate=amendment.certificate_id).values_list("pk"))
    certificate = held(amendment.certificate_id)
    found = Amendment.objects.select_for_update(of=("self",)).select_related("by__organisation")
    fresh = found.get(pk=amendment.pk)
    if fresh.state not in states:
        raise Moved(f"这项申请{fresh.get_state_display()}。", remedy="请打开最新页面查看。")
    return fresh, certificate


def _ensure_authority(certificate: Certificate, by: Post) -> None:
    filing = certificate.filing
    if filing is None or by.organisation_id != filing.authority_id or by.role not in DECIDING:
        raise NotYours("由备案机关的审核人员核准。")


def _make(fresh: Amendment, certificate: Certificate, *, by: Post, at: datetime) -> None:
    """What was asked for happens, and the holder is told; raises Moved where the certificate has changed since."""
    if certificate.version != fresh.seen:
        raise Moved("提出申请以后，这本证书有了变动。", remedy="请不同意这一项，核对后重新提出。")
    kind = AmendmentKind(fresh.kind)
    ensure_state(certificate, kind)
    fresh.state = AmendmentState.MADE
    happening = Happening(EventKind(kind), says_of(fresh), "", by, at)
    if kind is AmendmentKind.CORRECT:
        corrected(certificate, wanted_of(fresh), happening)
    elif kind is AmendmentKind.EXCHANGE:
        fresh.became = _exchange(certificate, wanted_of(fresh)["level"], happening)
    else:
        turned(certificate, happening)
    fresh.save()
    tell_holder(fresh.became or certificate, EventKind(kind), by=by, at=at)


def _exchange(certificate: Certificate, level: str, happening: Happening) -> Certificate:
    """The certificate with the right level, under the next number of its own series."""
    if certificate.line is None:
        raise NotAllowed("这本证书没有核发名册，不能换发。")
    release = certificate.line.release
    number = draw(release, form_of(release), 1, year=localdate(happening.at).year, level=level)[0]
    return exchanged(certificate, number, level, happening)


def _record(act: str, made: Amendment, *, by: Post, at: datetime) -> None:
    said: Mapping[str, object] = {"kind": made.kind, "changes": made.changes, "state": made.state}
    about = ("certificates.Certificate", made.certificate_id)
    record(act=f"amendment.{act}", by=by, at=at, about=about, after=said)
