"""X.509 certificates of the keys that sign documents (文件签名证书): one made here, or what an operator brings."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509.oid import NameOID

from dengji.signing.algorithms import document_key, halves
from dengji.signing.terms import Algorithm

YEARS = timedelta(days=3652)  # of a certificate made here
NAME_LENGTH = 64  # characters of a common name, by X.520


class Unusable(Exception):
    """What was brought cannot sign documents (证书文件不能使用)."""


class Brought(NamedTuple):
    """What an operator's PKCS#12 file holds: the algorithm, both halves of its key, its certificates as PEM."""

    algorithm: Algorithm
    private: bytes
    public: bytes
    chain: str


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


def brought(pkcs12: bytes, password: str, *, at: datetime) -> Brought:
    """What a PKCS#12 file holds. Raises Unusable where it does not open, has no key that signs, or is out of date."""
    try:
        key, own, others = load_key_and_certificates(pkcs12, password.encode() or None)
    except ValueError as wrong:
        raise Unusable("文件打不开：不是PKCS#12文件，或者口令不对。") from wrong
    if own is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise Unusable("文件里没有可用于签名的私钥和证书。")
    if isinstance(key, ec.EllipticCurvePrivateKey) and not isinstance(key.curve, ec.SECP256R1):
        raise Unusable("文件里的密钥不是P-256曲线的，不能使用。")
    if not own.not_valid_before_utc <= at <= own.not_valid_after_utc:
        raise Unusable("文件里的证书不在有效期内。")
    private, public = halves(key)
    chain = "".join(each.public_bytes(Encoding.PEM).decode() for each in (own, *others))
    return Brought(
        Algorithm.RSA if isinstance(key, rsa.RSAPrivateKey) else Algorithm.P256, private, public, chain
    )


def read(chain: str) -> list[x509.Certificate]:
    """The certificates of a chain, the key's own first."""
    return x509.load_pem_x509_certificates(chain.encode())
