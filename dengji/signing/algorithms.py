"""How keys are made, sign, and are verified (签名算法), by the name of the algorithm."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

from dengji.signing import sm2
from dengji.signing.terms import Algorithm

Sign = Callable[[bytes], bytes]
DocumentKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
RSA_BITS = 3072


class Scheme(NamedTuple):
    """One algorithm (签名算法): makes a private and a public half, signs with the one, verifies by the other."""

    new: Callable[[], tuple[bytes, bytes]]
    signing_with: Callable[[bytes], Sign]
    verifies: Callable[[bytes, bytes, bytes], bool]


def document_key(private: bytes) -> DocumentKey:
    """A private key of P-256 or RSA, as libraries that sign documents take it."""
    return cast(DocumentKey, load_der_private_key(private, None))


def halves(key: DocumentKey) -> tuple[bytes, bytes]:
    """The private and the public half of a key, as they are kept."""
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return private, key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _new_ed25519() -> tuple[bytes, bytes]:
    key = ed25519.Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def _signing_with_ed25519(private: bytes) -> Sign:
    return ed25519.Ed25519PrivateKey.from_private_bytes(private).sign


def _ed25519_verifies(public: bytes, signature: bytes, content: bytes) -> bool:
    return _held(lambda: ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, content))


def _signing_with_document_key(private: bytes) -> Sign:
    key = document_key(private)
    if isinstance(key, rsa.RSAPrivateKey):
        return lambda content: key.sign(content, padding.PKCS1v15(), SHA256())
    return lambda content: key.sign(content, ec.ECDSA(SHA256()))


def _p256_verifies(public: bytes, signature: bytes, content: bytes) -> bool:
    def verify() -> None:
        key = cast(ec.EllipticCurvePublicKey, load_der_public_key(public))
        key.verify(signature, content, ec.ECDSA(SHA256()))

    return _held(verify)


def _rsa_verifies(public: bytes, signature: bytes, content: bytes) -> bool:
    def verify() -> None:
        key = cast(rsa.RSAPublicKey, load_der_public_key(public))
        key.verify(signature, content, padding.PKCS1v15(), SHA256())

    return _held(verify)


def _held(verify: Callable[[], None]) -> bool:
    """True unless the verification says that the signature is not of that key and content."""
    try:
        verify()
    except (InvalidSignature, ValueError):
        return False
    return True


SCHEMES: Mapping[str, Scheme] = {
    Algorithm.ED25519: Scheme(_new_ed25519, _signing_with_ed25519, _ed25519_verifies),
    Algorithm.P256: Scheme(
        lambda: halves(ec.generate_private_key(ec.SECP256R1())), _signing_with_document_key, _p256_verifies
    ),
    Algorithm.RSA: Scheme(
        lambda: halves(rsa.generate_private_key(65537, RSA_BITS)), _signing_with_document_key, _rsa_verifies
    ),
    Algorithm.SM2: Scheme(sm2.new, sm2.signing_with, sm2.verifies),
}
