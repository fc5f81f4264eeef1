"""Detached signatures as documents carry them (CMS, RFC 5652), of the few forms that we make ourselves.

Written out by hand: of the 16 to 28 ms that a library for all forms takes for one, almost all goes into forms that are
not ours, and the setting of the sheet itself takes no longer.
"""

from functools import lru_cache
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from dengji.signing.queries import DocumentSigner

INTEGER, OCTETS, OID, SEQUENCE, SET = 0x02, 0x04, 0x06, 0x30, 0x31
CONTEXT_0 = 0xA0  # [0], constructed
NULL = b"\x05\x00"
FULL = 72  # bytes of the value of a signature by P-256 at most: one in four has them


def der(tag: int, *parts: bytes) -> bytes:
    """A value in DER: its tag, its length, its parts."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + body


def oid(dotted: str) -> bytes:
    """An object identifier in DER."""
    first, second, *rest = map(int, dotted.split("."))
    return der(OID, b"".join(map(_base128, (40 * first + second, *rest))))


def _base128(arc: int) -> bytes:
    signs = [arc & 0x7F]
    while arc := arc >> 7:
        signs.insert(0, 0x80 | arc & 0x7F)
    return bytes(signs)


SIGNED_DATA = oid("1.2.840.113549.1.7.2")
DATA = oid("1.2.840.113549.1.7.1")
CONTENT_TYPE = oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE = oid("1.2.840.113549.1.9.16.2.47")
SHA_256 = der(SEQUENCE, oid("2.16.840.1.101.3.4.2.1"))
ECDSA_SHA_256 = der(SEQUENCE, oid("1.2.840.10045.4.3.2"))
RSA_SHA_256 = der(SEQUENCE, oid("1.2.840.113549.1.1.11"), NULL)


def detached(digest: bytes, signer: DocumentSigner) -> bytes:
    """签名数据: the signature over content with that SHA-256 digest, with the signer's certificates, in DER.

    Its attributes are those of CAdES-B-B in a PDF: kind of content, digest, and which certificate signs. All signatures
    of one signer are equally long, so that a document has no room in it that nothing was signed of.
    """
    chain = tuple(sorted(map(_encoded, signer.chain)))
    attributes = sorted(
        (
            _attribute(CONTENT_TYPE, DATA),
            _attribute(MESSAGE_DIGEST, der(OCTETS, digest)),
            _attribute(SIGNING_CERTIFICATE, _pointer(_encoded(signer.certificate), chain)),
        ),
        key=lambda each: (len(each), each),
    )
    signature = _sign(signer, der(SET, *attributes))
    info = der(
        SEQUENCE,
        der(INTEGER, b"\x01"),
        _whose(signer.certificate),
        SHA_256,
        der(CONTEXT_0, *attributes),
        RSA_SHA_256 if _is_rsa(signer) else ECDSA_SHA_256,
        der(OCTETS, signature),
    )
    parts = der(SET, SHA_256), der(SEQUENCE, DATA), der(CONTEXT_0, *chain), der(SET, info)
    said = der(SEQUENCE, der(INTEGER, b"\x01"), *parts)
    return der(SEQUENCE, SIGNED_DATA, der(CONTEXT_0, said))


def _is_rsa(signer: DocumentSigner) -> bool:
    return not isinstance(signer.key, ec.EllipticCurvePrivateKey)


def _sign(signer: DocumentSigner, message: bytes) -> bytes:
    if isinstance(signer.key, ec.EllipticCurvePrivateKey):
        value = b""
        while len(value) != FULL:
            value = signer.key.sign(message, ec.ECDSA(SHA256()))
        return value
    return signer.key.sign(message, padding.PKCS1v15(), SHA256())


def _attribute(kind: bytes, value: bytes) -> bytes:
    return der(SEQUENCE, kind, der(SET, value))


@lru_cache(maxsize=64)
def _encoded(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


@lru_cache(maxsize=64)
def _whose(certificate: x509.Certificate) -> bytes:
    """The issuer and the number of a certificate, by which a signature names it."""
    number = certificate.serial_number
    encoded = der(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))
    return der(SEQUENCE, certificate.issuer.public_bytes(), encoded)


@lru_cache(maxsize=64)
def _pointer(own: bytes, chain: tuple[bytes, ...]) -> bytes:
    """Which certificates these are, the signer's first, by SHA-256 (ESSCertIDv2, RFC 5035, whose usual hash that is).

    Those that the signer's rests on are named too, so that no bit of the whole is left that nothing was signed of.
    """
    named = [own, *(each for each in chain if each != own)]
    hashes = (der(SEQUENCE, der(OCTETS, sha256(each).digest())) for each in named)
    return der(SEQUENCE, der(SEQUENCE, *hashes))
