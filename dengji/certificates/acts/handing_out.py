"""Certificates opened and printed (查看、打印证书), on the record: names and numbers go to whoever answers for them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.certificates.acts.issuing import ensure_issuer
from dengji.certificates.documents import credentials_of, packed, pdf_of, printed, stretches
from dengji.certificates.models import Certificate, Release
from dengji.certificates.paper.joining import joined_pdf
from dengji.certificates.paper.parts import joined_zip
from dengji.certificates.responsible import ensure_answers_for
from dengji.certificates.terms import CertificateState
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.procedure.refusals import NotAllowed, NotYours, within
from dengji.sealing.seals import opened

PDF, ZIP = "pdf", "zip"


def open_personal(certificate: Certificate, why: str, *, by: Post, at: datetime) -> Mapping[str, str]:
    """查看个人信息: what is sealed of a certificate, for one person's eyes; who, whose and why stand on the trail."""
    if by.role not in BODY_ROLES | DECIDING:
        raise NotYours("只有办理证书的人员可以查看完整的个人信息。")
    said = within(why, 200, please="请写明查看的原因")
    with transaction.atomic():
        _record("open_personal", certificate, {"because": said}, by=by, at=at)
    return opened(certificate.sealed)


def print_one(certificate: Certificate, *, by: Post, at: datetime) -> bytes:
    """打印证书: the signed PDF of a valid certificate, again as often as is needed. Raises NotYours, NotAllowed."""
    _ensure_printable(certificate, by)
    pdf = pdf_of(certificate, at=at)
    with transaction.atomic():
        _record("print", certificate, {"version": certificate.version}, by=by, at=at)
    return pdf


def hand_out_credential(certificate: Certificate, *, by: Post, at: datetime) -> str:
    """下载电子凭证: what machines verify, of a valid certificate. Raises NotYours, NotAllowed."""
    _ensure_printable(certificate, by)
    said = credentials_of([certificate], at=at)[0]
    with transaction.atomic():
        _record("credential", certificate, {"version": certificate.version}, by=by, at=at)
    return said


def print_batch(release: Release, form: str, number: int, *, by: Post, at: datetime) -> Iterator[bytes]:
    """批量打印: the certificates of a release, a hundred at a time, or all of them for number 0; as they go out.

    `form` is "pdf" for one file for the printer, "zip" for signed PDFs. Raises NotYours, NotAllowed.
    """
    ensure_issuer(release, by)
    there = stretches(release)
    if not there or not 0 <= number <= len(there):
        raise NotAllowed("这一批还没有证书可以打印。")
    wanted: Sequence[range] = [there[number - 1]] if number else there
    made = _begun(packed(release, wanted, at=at) if form == ZIP else printed(release, wanted, at=at))
    about, said = ("certificates.Release", release.pk), {"form": form, "from": wanted[0].start}
    with transaction.atomic():
        record(act="release.print", by=by, at=at, about=about, after=said | {"to": wanted[-1].stop - 1})
    return joined_zip(made, on=localdate(at)) if form == ZIP else joined_pdf(made)


def _begun(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts, the first of them made already: what refuses it does so before anything goes out."""
    first = next(parts, None)
    if first is None:
        raise NotAllowed("这一段没有有效的证书可以打印。")
    return chain([first], parts)


def _ensure_printable(certificate: Certificate, by: Post) -> None:
    ensure_answers_for(certificate, by)
    if certificate.state != CertificateState.VALID:
        raise NotAllowed(f"这本证书{certificate.get_state_display()}，不能打印，也不出具电子凭证。")


def _record(
    act: str, certificate: Certificate, said: Mapping[str, object], *, by: Post, at: datetime
) -> None:
    about = ("certificates.Certificate", certificate.pk)
    record(act=f"certificate.{act}", by=by, at=at, about=about, after=said)
