"""A signed certificate verifies in other people's programs, and no longer once a byte of it is another."""

import io
import json
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from asn1crypto import cms as standard
from asn1crypto import x509 as certificates
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import InvalidVersion
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import PdfSignatureStatus, SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from dengji import verify
from dengji.certificates.paper.anatomy import NotOurs
from dengji.certificates.paper.cms import der, detached, oid
from dengji.certificates.paper.credential import credential
from dengji.certificates.paper.pades import signed_pdf
from dengji.certificates.paper.printing import certificate_pdf
from dengji.signing.queries import DocumentSigner
from dengji.signing.terms import Algorithm
from tests.certificates.papers import (
    ADDRESS,
    AT,
    DAY,
    a_document_signer,
    a_face,
    a_paper,
    a_signer,
    a_style,
    logged,
)
from tests.signing.keys import NOON
from tests.signing.test_brought import HOUSE, OWN, certified

BOTH = (Algorithm.P256, Algorithm.RSA)
HOUR = timedelta(hours=1)


@cache
def printed() -> bytes:
    """A certificate with its credential, not yet signed."""
    held = credential(a_face(), logged(a_face()), signer=a_signer(), address=ADDRESS, at=AT)
    return certificate_pdf(a_paper(), a_style(), on=DAY, credential=held)


def status(pdf: bytes, signer: DocumentSigner) -> PdfSignatureStatus:
    """What another program says of a signed PDF, trusting the signer's certificate."""
    root = certificates.Certificate.load(signer.certificate.public_bytes(Encoding.DER))
    context = ValidationContext(trust_roots=[root], moment=AT + HOUR)
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, context)


@pytest.mark.row("TJ21-8b")
@pytest.mark.parametrize("algorithm", BOTH)
def test_a_signed_certificate_is_valid_to_another_program(algorithm: Algorithm) -> None:
    signer = a_document_signer(algorithm)
    found = status(signed_pdf(printed(), signer, at=AT, reason="证书内容无误"), signer)
    assert found.bottom_line
    assert found.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert found.md_algorithm == "sha256"
    assert found.signer_reported_dt == AT


@pytest.mark.row("TJ21-8b")
def test_a_signature_is_of_the_form_that_pades_asks_for() -> None:
    signer = a_document_signer()
    (signature,) = PdfFileReader(
        io.BytesIO(signed_pdf(printed(), signer, at=AT, reason="证书内容无误"))
    ).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Reason"] == "证书内容无误"
    kinds = {each["type"].native for each in signature.signer_info["signed_attrs"]}
    assert kinds == {"content_type", "message_digest", "signing_certificate_v2"}
    assert signature.signer_cert.dump() == signer.certificate.public_bytes(Encoding.DER)


@pytest.mark.row("TJ21-8b")
def test_a_certificate_with_another_byte_is_refused() -> None:
    signer = a_document_signer()
    pdf = signed_pdf(printed(), signer, at=AT)
    places = [*range(9, len(pdf), 997), pdf.index(b"/ByteRange") + 20, len(pdf) - 8]
    for place in places:
        altered = bytearray(pdf)
        altered[place] ^= 0x01
        try:
            sound = status(bytes(altered), signer).bottom_line
        except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, IndexError):
            sound = False
        assert not sound, place


def test_something_added_behind_the_signature_is_seen() -> None:
    signer = a_document_signer()
    found = status(signed_pdf(printed(), signer, at=AT) + b"\n% more\n", signer)
    assert found.coverage != SignatureCoverageLevel.ENTIRE_FILE


def test_the_signature_of_another_key_is_not_trusted() -> None:
    pdf = signed_pdf(printed(), a_document_signer(), at=AT)
    found = status(pdf, a_document_signer(name="别的单位"))
    assert found.intact
    assert not found.trusted


@pytest.mark.row("TJ21-8b")
@pytest.mark.parametrize("algorithm", BOTH)
def test_the_verifier_that_stands_alone_accepts_the_signature(algorithm: Algorithm) -> None:
    signer = a_document_signer(algorithm)
    pdf = signed_pdf(printed(), signer, at=AT)
    public = signer.certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    key = verify.Key("d1", "document", algorithm, public, None, None)
    _, first, second, _ = map(int, pdf[pdf.index(b"/ByteRange[") + 11 :][:34].split(b"]")[0].split())
    value = bytes.fromhex(pdf[first + 1 : second - 1].decode())
    assert verify._signed_by(value, pdf[:first] + pdf[second:], {"d1": key}) == key
    (held,) = verify.attached(pdf)
    assert json.loads(held)["dengji"]["face"] == a_face().said()


@pytest.mark.row("TJ21-8b")
@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_a_signature_that_rests_on_an_authority_is_good_elsewhere_and_every_bit_of_its_certificates_counts() -> (
    None
):
    """A body's own key with what stands above it: another program accepts it, and no other spelling of it passes."""
    own, above = certified(), certified("上级", key=HOUSE)
    signer = DocumentSigner("d1", OWN, own, [own, above])
    pdf = signed_pdf(printed(), signer, at=AT)
    context = ValidationContext(
        trust_roots=[certificates.Certificate.load(own.public_bytes(Encoding.DER))], moment=NOON + HOUR
    )
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    assert validate_pdf_signature(signature, context).bottom_line
    public = own.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    known = {"d1": verify.Key("d1", "document", "p256", public, None, None)}
    value, content = detached(sha256(b"content").digest(), signer), b"content"
    assert verify._signed_by(value, content, known).name == "d1"
    for bit in range(0, len(value) * 8, 3):
        with pytest.raises((verify.Wrong, ValueError, IndexError, UnsupportedAlgorithm, InvalidVersion)):
            verify._signed_by(
                value[: bit // 8] + bytes([value[bit // 8] ^ 1 << bit % 8]) + value[bit // 8 + 1 :],
                content,
                known,
            )


@pytest.mark.parametrize("algorithm", BOTH)
def test_all_signatures_of_a_key_are_equally_long(algorithm: Algorithm) -> None:
    signer = a_document_signer(algorithm)
    assert len({len(detached(bytes([n]) * 32, signer)) for n in range(12)}) == 1


def test_the_der_is_the_one_of_another_library() -> None:
    signer = a_document_signer()
    made = detached(b"\x07" * 32, signer)
    read = standard.ContentInfo.load(made, strict=True)
    assert read.dump(force=True) == made
    (info,) = read["content"]["signer_infos"]
    attributes = {each["type"].native: each["values"][0].native for each in info["signed_attrs"]}
    assert attributes["message_digest"] == b"\x07" * 32
    assert info["sid"].chosen["serial_number"].native == signer.certificate.serial_number


@pytest.mark.parametrize("length", [0, 127, 128, 255, 256, 65535, 65536])
def test_lengths_are_written_short_up_to_127_and_long_from_128(length: int) -> None:
    written = der(0x04, b"x" * length)
    read = standard.OctetString.load(written, strict=True)
    assert read.native == b"x" * length
    assert (written[1] < 0x80) == (length < 128)


@pytest.mark.parametrize("dotted", ["1.2.840.113549.1.7.2", "2.16.840.1.101.3.4.2.1", "1.2.156.10197.1.501"])
def test_object_identifiers_are_those_of_another_library(dotted: str) -> None:
    assert certificates.ObjectIdentifier(dotted).dump() == oid(dotted)


def test_a_signed_certificate_stays_archival_and_shows_no_new_mark() -> None:
    pdf = signed_pdf(printed(), a_document_signer(), at=AT)
    root = PdfFileReader(io.BytesIO(pdf)).root
    field = root["/AcroForm"]["/Fields"][0]
    assert [float(side) for side in field["/Rect"]] == [-2, -2, -2, -2]
    assert field["/F"] == 132  # printed, locked
    assert pdf.startswith(printed())


def test_what_was_not_set_here_or_was_signed_before_is_not_signed(tmp_path: Path) -> None:
    once = signed_pdf(printed(), a_document_signer(), at=AT)
    for pdf in (once, b"%PDF-1.4\nhello", b"", printed()[:-400], printed() + b"%\n"):
        with pytest.raises(NotOurs):
            signed_pdf(pdf, a_document_signer(), at=AT)


@pytest.mark.parametrize("name", [b"/Annots[]", b"/Type/Template"])
def test_a_page_that_has_notes_of_its_own_or_is_none_is_not_signed(name: bytes) -> None:
    page = b"/Type/Page/Resources"
    altered = printed().replace(
        page, name.ljust(len(page)) if name != b"/Annots[]" else b"/Type/Page/Annots[]/"
    )
    assert len(altered) == len(printed())
    with pytest.raises(NotOurs):
        signed_pdf(altered, a_document_signer(), at=AT)
