"""Certificates put right (证书更正、撤销、恢复): asked for with a reason, agreed to by a second person, then decided.

The body answers for what it issued; once a second of its people agrees, the authority of the filing decides. What an
office issued itself is decided by the second person. Where the body is no more, its authority asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.certificates.changing import Happening, corrected, held, turned
from dengji.certificates.models import Amendment, Certificate
from dengji.certificates.telling import tell_over, tell_waiting
from dengji.certificates.terms import (
    WAITING,
    AmendmentKind,
    AmendmentState,
    CertificateState,
    EventKind,
)
from dengji.evaluations.candidates.persons import CandidateEntry, personal_faults, tidy
from dengji.evaluations.terms import DocumentKind, Sex
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.procedure.refusals import Moved, NotAllowed, NotYours, within
from dengji.records.models import StoredFile
from dengji.sealing.seals import opened, sealed

LABELS = {"name": "姓名", "document": "证件类型", "number": "证件号码", "born": "出生日期", "sex": "性别"}
"""What of a certificate can be corrected; all else would be another certificate."""
FROM_STATE = {
    AmendmentKind.CORRECT: frozenset({CertificateState.VALID}),
    AmendmentKind.WITHDRAW: frozenset({CertificateState.VALID}),
    AmendmentKind.RESTORE: frozenset({CertificateState.WITHDRAWN}),
}


@dataclass(frozen=True, slots=True)
class PersonalEntry:
    """What a certificate shall say of its holder (更正内容), as it is typed; what is empty stays as it is."""

    name: str = ""
    document: str = ""
    number: str = ""
    born: date | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentEntry:
    """What is asked for a certificate (变动申请), as it is typed; `wanted` counts for a correction only."""

    kind: AmendmentKind
    reason: str
    wanted: PersonalEntry = PersonalEntry()
    file: StoredFile | None = None


@transaction.atomic
def propose(certificate: Certificate, entry: AmendmentEntry, *, by: Post, at: datetime) -> Amendment:
    """提出证书更正、撤销、恢复: what and why; nothing changes until others agree.

    Raises NotYours, and NotAllowed for one that is not in such a state, or has a request waiting.
    """
    fresh = held(certificate.pk)
    ensure_answers_for(fresh, by)
    ensure_state(fresh, entry.kind)
    why = within(entry.reason, 500, please="请写明理由")
    changes = _changes(fresh, entry.wanted, localdate(at)) if entry.kind == AmendmentKind.CORRECT else {}
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
        raise NotYours("由提出申请的单位办理。")
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
    certificate.__dict__.update(fresh.__dict__)


def ensure_answers_for(certificate: Certificate, by: Post) -> None:
    """Raises NotYours for anybody but the people of whoever issued it, and its filing's authority."""
    line, filing = certificate.line, certificate.filing
    answers = {certificate.institution_id, line.release.issuer_id if line else None}
    office = by.role in DECIDING and filing is not None and by.organisation_id == filing.authority_id
    own = by.role in BODY_ROLES | DECIDING and by.organisation_id in answers
    if not (own or office):
        raise NotYours("只有发证单位和它的备案机关可以办理这本证书的变动。")


def ensure_state(certificate: Certificate, kind: AmendmentKind) -> None:
    """Raises NotAllowed for a certificate that is no longer, or not yet, such that this can be asked."""
    if certificate.state not in FROM_STATE[kind]:
        raise NotAllowed(f"这本证书{certificate.get_state_display()}，不能{kind.label}。")


def wanted_of(amendment: Amendment) -> dict[str, str]:
    """What the certificate shall say, opened (更正内容)."""
    return opened(amendment.wanted) if amendment.wanted else {}


def in_words(wanted: Mapping[str, str]) -> dict[str, str]:
    """What it shall say, as people read it (更正内容): the kind of the document and the sex by their names."""
    known = {"document": dict(DocumentKind.choices), "sex": dict(Sex.choices)}
    return {key: str(known.get(key, {}).get(value, value)) for key, value in wanted.items()}


def _changes(certificate: Certificate, wanted: PersonalEntry, on: date) -> dict[str, str]:
    """What would be different, checked as on a list of candidates; raises NotAllowed."""
    now = opened(certificate.sealed)
    entry = tidy(
        CandidateEntry(
            wanted.name or now.get("name", ""),
            wanted.number or now.get("number", ""),
            "",
            document=wanted.document or now.get("document", ""),
            sex=wanted.sex,
            born=wanted.born,
        )
    )
    if found := personal_faults(entry, on):
        raise NotAllowed(
            "；".join(f"{each.column}：{each.reason}" for each in found), remedy="请核对后重新填写。"
        )
    said = {
        "name": entry.name,
        "document": entry.document,
        "number": entry.number,
        "born": entry.born.isoformat() if entry.born else now.get("born", ""),
        "sex": entry.sex or now.get("sex", ""),
    }
    changes = {key: value for key, value in said.items() if value != now.get(key, "")}
    if not changes:
        raise NotAllowed("更正后的内容和现在的一样。", remedy="请填写要更正的项目。")
    return changes


def _waiting(amendment: Amendment, *states: AmendmentState) -> tuple[Amendment, Certificate]:
    """The request and its certificate, both locked, if it waits for this; raises Moved."""
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
    """What was asked for happens; raises Moved where the certificate has changed since."""
    if certificate.version != fresh.seen:
        raise Moved("提出申请以后，这本证书有了变动。", remedy="请不同意这一项，核对后重新提出。")
    ensure_state(certificate, AmendmentKind(fresh.kind))
    fresh.state = AmendmentState.MADE
    fresh.save()
    happening = Happening(EventKind(fresh.kind), says_of(fresh), "", by, at)
    if fresh.kind == AmendmentKind.CORRECT:
        corrected(certificate, wanted_of(fresh), happening)
    else:
        turned(certificate, happening)


def says_of(amendment: Amendment) -> str:
    """What the public reads of it: what was corrected, never what it said; of others, that it happened."""
    if amendment.kind == AmendmentKind.CORRECT:
        return f"更正{'、'.join(amendment.changes)}"
    return AmendmentKind(amendment.kind).label


def _record(act: str, made: Amendment, *, by: Post, at: datetime) -> None:
    said: Mapping[str, object] = {"kind": made.kind, "changes": made.changes, "state": made.state}
    about = ("certificates.Certificate", made.certificate_id)
    record(act=f"amendment.{act}", by=by, at=at, about=about, after=said)
