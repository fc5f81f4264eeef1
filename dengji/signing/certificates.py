"""X.509 certificates of the keys that sign documents (文件签名证书): one made here, or what an operator brings."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509.oid import NameOID
from django.utils.timezone import localdate

from dengji.signing.algorithms import document_key, halves
from dengji.signing.terms import Algorithm

YEARS = timedelta(days=3652)  # of a certificate made here
NAME_LENGTH = 64  # characters of a common name, by X.520


class Unusable(Exception):
    """What was brought cannot sign documents (证书文件不能使用)."""


class Brought(NamedTuple):
    """What an operator's file holds: the algorithm, both halves of its key, its certificates as PEM."""

    algorithm: Algorithm
    private: bytes
    public: bytes
    chain: str


Held = tuple[PrivateKeyTypes | None, Sequence[x509.Certificate]]
"""A private key, and the certificates that lie beside it: its own, and those on which that rests."""


def self_signed(private: bytes, *, name: str, at: datetime) -> str:
    """自签名证书: for a key of ours, as PEM; good for ten years from that moment."""
    key = document_key(private)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:NAME_LENGTH])])
    begins = at.astimezone(UTC).replace(microsecond=0)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    return made.public_bytes(Encoding.PEM).decode()


def brought(content: bytes, password: str, *, at: datetime) -> Brought:
    """What a PKCS#12 or PEM file holds.

    Raises Unusable where it does not open, has no key that signs with a certificate for it, or is out of date.
    """
    try:
        key, found = (_of_pem if b"-----BEGIN" in content else _of_pkcs12)(content, password)
        own = next((each for each in found if key and each.public_key() == key.public_key()), None)
    except UnsupportedAlgorithm as strange:
        raise Unusable(
            "文件里的密钥用的是这里不支持的算法（例如SM2）。PDF签名请用RSA或者P-256的证书。"
        ) from strange
    except (ValueError, TypeError) as wrong:
        raise Unusable("文件打不开：不是PKCS#12或者PEM文件，或者口令不对。") from wrong
    if own is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise Unusable("文件里没有可用于签名的私钥和证书，或者证书不是这把私钥的。")
    if isinstance(key, ec.EllipticCurvePrivateKey) and not isinstance(key.curve, ec.SECP256R1):
        raise Unusable("文件里的密钥不是P-256曲线的，不能使用。")
    if not own.not_valid_before_utc <= at <= own.not_valid_after_utc:
        raise Unusable("文件里的证书不在有效期内。")
    if not _may_sign(own):
        raise Unusable("文件里的证书没有注明可以用于数字签名，请向发证的认证机构要签名证书。")
    private, public = halves(key)
    chain = "".join(
        each.public_bytes(Encoding.PEM).decode()
        for each in (own, *(each for each in found if each is not own))
    )
    return Brought(
        Algorithm.RSA if isinstance(key, rsa.RSAPrivateKey) else Algorithm.P256, private, public, chain
    )


def is_ours(chain: str) -> bool:
    """Whether the first certificate of a chain was made here (自签名), not by a certification authority."""
    own = read(chain)[0]
    return own.issuer == own.subject


def last_day(chain: str) -> date:
    """The last whole day (最后一日), in Asia/Shanghai, on which each certificate of a chain is valid."""
    return localdate(min(each.not_valid_after_utc for each in read(chain))) - timedelta(days=1)


def _of_pkcs12(content: bytes, password: str) -> Held:
    key, own, others = load_key_and_certificates(content, password.encode() or None)
    return key, [own, *others] if own else others


def _of_pem(content: bytes, password: str) -> Held:
    if b"PRIVATE KEY" not in content or b"BEGIN CERTIFICATE" not in content:
        return None, []
    return load_pem_private_key(content, password.encode() or None), x509.load_pem_x509_certificates(content)


def _may_sign(own: x509.Certificate) -> bool:
    """Whether a certificate says nothing about what its key is for, or that it is for signatures."""
    try:
        usage = own.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def read(chain: str) -> list[x509.Certificate]:
    """The certificates of a chain, the key's own first."""
    return x509.load_pem_x509_certificates(chain.encode())
