"""What the room prints (证书文书): certificates as signed PDF with their credential inside, alone or by the batch."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils.timezone import localdate

from dengji.certificates.designs import style_of
from dengji.certificates.faces import face_as_registered
from dengji.certificates.models import Certificate, Release
from dengji.certificates.paper.credential import credential
from dengji.certificates.paper.faces import Face, NotAFace
from dengji.certificates.paper.pades import signed_pdf
from dengji.certificates.paper.parts import SIZE, NamedFile, zipped
from dengji.certificates.paper.printing import Paper, Style, certificate_pdf, sheets_pdf
from dengji.certificates.paper.qr import signed, text
from dengji.certificates.terms import CertificateState
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.scores.rules import worded
from dengji.evaluations.terms import Sex
from dengji.policy.engine.practice import Method
from dengji.procedure.refusals import NotAllowed
from dengji.records.queries import is_there
from dengji.records.queries import opened as opened_file
from dengji.sealing.seals import opened
from dengji.signing.queries import DocumentSigner, NoKey, document_signer, key_named, signer, signers
from dengji.signing.terms import Purpose
from dengji.transparency.queries import NotYet, proofs

LOOK_UP = "/certificates/"
AT_ONCE = 25  # sheets set at a time: the typesetter keeps what it has set for a while
HOUSE = ("line__candidate__photo", "line__release")


def paper_of(certificate: Certificate, *, at: datetime | None = None) -> Paper:
    """What stands on a certificate's paper, opened; printed at that moment, or as it was issued.

    Raises NotAllowed for one that was entered from before.
    """
    held, face = opened(certificate.sealed), face_of(certificate)
    home, who = settings.DENGJI_ADDRESS, certificate.line.candidate if certificate.line else None
    born = held.get("born", "")
    return Paper(
        face=face,
        identity=held.get("number", ""),
        sex=str(Sex(held["sex"]).label) if held.get("sex") in Sex.values else "",
        born=date.fromisoformat(born) if born else None,
        code=_code(certificate, face, at),
        address=f"{home.rstrip('/')}{LOOK_UP}",
        marks=marks_of(who) if who else (),
        photo=_photo(who) if who else b"",
    )


def face_of(certificate: Certificate) -> Face:
    """What a certificate says. Raises NotAllowed for one that has no face: it was entered from before."""
    try:
        return face_as_registered(certificate)
    except NotAFace as old:
        raise NotAllowed(
            "这本证书是以前发的，登记时没有电子凭证，不能打印。",
            remedy="请使用原来的纸质证书，或者补录后再办理。",
        ) from old


def _code(certificate: Certificate, face: Face, at: datetime | None) -> str:
    """The text of its code, signed when it was issued; anew at that moment where that key was withdrawn since."""
    home, key = settings.DENGJI_ADDRESS, key_named(certificate.key)
    if at is None or key is None or key.withdrawn_at is None:
        return text(face, certificate.key, bytes(certificate.signature), home)
    try:
        now = signer(Purpose.CREDENTIAL, on=localdate(at), owner=_issuer(certificate))
    except NoKey as none:
        raise NotAllowed(str(none)) from none
    return signed(face, signer=now, address=home)


def marks_of(who: Candidate) -> Sequence[tuple[str, str]]:
    """The scores that stand on his certificate (成绩), method by method."""
    said = {each.method: worded(each.value) for each in who.scores.all()}
    return [(short(method), said[method]) for method in Method if method in said]


def short(method: Method) -> str:
    """What a score is called on a certificate (成绩名称): the method, without what they all have."""
    return str(method.label).removesuffix("考试").removesuffix("考核")


def credentials_of(certificates: Sequence[Certificate], *, at: datetime) -> list[str]:
    """电子凭证: of each of one issuer's, with its proof under the newest head of the log. Raises NotAllowed."""
    faces = [face_of(each) for each in certificates]
    places = [each.entry for each in certificates if each.entry is not None]
    try:
        key, *others = signers(Purpose.CREDENTIAL, on=localdate(at), owner=_issuer(certificates[0]))
        found = [each for each in proofs(places)]
    except (NotYet, NoKey) as lacking:
        raise NotAllowed(str(lacking)) from lacking
    home = settings.DENGJI_ADDRESS
    return [
        credential(face, proof, signer=key, address=home, at=at, beside=others[0] if others else None)
        for face, proof in zip(faces, found, strict=True)
    ]


def pdf_of(certificate: Certificate, *, at: datetime) -> bytes:
    """电子证书: one certificate as signed PDF. Raises NotAllowed, and what the typesetter raises."""
    return pdfs_of([certificate], at=at)[0]


def pdfs_of(certificates: Sequence[Certificate], *, at: datetime) -> list[bytes]:
    """电子证书: each as signed PDF with its credential inside; all of them of one issuer and kind."""
    first, on = certificates[0], localdate(at)
    style, key = _style(first), _document_signer(first, on)
    said = credentials_of(certificates, at=at)
    return [
        signed_pdf(
            certificate_pdf(paper_of(each, at=at), style, on=each.issued_on, credential=inside), key, at=at
        )
        for each, inside in zip(certificates, said, strict=True)
    ]


def sheets_of(certificates: Sequence[Certificate], *, at: datetime) -> bytes:
    """证书打印稿: these as one PDF for the printer."""
    first = certificates[0]
    return sheets_pdf([paper_of(each, at=at) for each in certificates], _style(first), on=first.issued_on)


def zip_of(certificates: Sequence[Certificate], *, at: datetime) -> bytes:
    """压缩包: each as signed PDF, named by its number."""
    files = zip(certificates, pdfs_of(certificates, at=at), strict=True)
    return zipped((NamedFile(f"{each.number}.pdf", pdf) for each, pdf in files), on=localdate(at))


def stretches(release: Release) -> list[range]:
    """分段: the places on the roll of a release, a hundred at a time, as far as certificates were issued."""
    return [
        range(first, min(first + SIZE, release.reached + 1)) for first in range(1, release.reached + 1, SIZE)
    ]


def certificates_of(release: Release, places: range) -> list[Certificate]:
    """The valid certificates of these places on the roll (一段证书), ready to be printed."""
    found = Certificate.objects.filter(
        line__release=release,
        line__ordinal__gte=places.start,
        line__ordinal__lt=places.stop,
        state=CertificateState.VALID,
    )
    return list(
        found.select_related(*HOUSE).prefetch_related("line__candidate__scores").order_by("line__ordinal")
    )


def printed(release: Release, places: Sequence[range], *, at: datetime) -> Iterator[bytes]:
    """The PDFs for the printer of these stretches, one after the other."""
    for each in places:
        found = certificates_of(release, each)
        for first in range(0, len(found), AT_ONCE):
            yield sheets_of(found[first : first + AT_ONCE], at=at)


def packed(release: Release, places: Sequence[range], *, at: datetime) -> Iterator[bytes]:
    """The zips of these stretches, one after the other."""
    return (zip_of(found, at=at) for each in places if (found := certificates_of(release, each)))


def _style(certificate: Certificate) -> Style:
    return style_of(_issuer(certificate), certificate.regime)


def _issuer(certificate: Certificate) -> int | None:
    return certificate.line.release.issuer_id if certificate.line else certificate.institution_id


def _document_signer(certificate: Certificate, on: date) -> DocumentSigner:
    try:
        return document_signer(on=on, owner=_issuer(certificate))
    except NoKey as none:
        raise NotAllowed(str(none)) from none


def _photo(who: Candidate) -> bytes:
    """The picture on the list; none where it has been destroyed."""
    if who.photo is None or not is_there(who.photo):
        return b""
    with opened_file(who.photo) as content:
        return content.read()
