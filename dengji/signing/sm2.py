"""SM2 with SM3 (国密签名, GB/T 32918, GB/T 32905), where the library for it is installed (the extra `sm`).

A private key is its number in 32 bytes, a public key the uncompressed point, a signature r and s in 32 bytes each;
the signer's identity is the usual `1234567812345678`.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from dengji import verify_sm2

SIZE = 32


def is_here() -> bool:
    """True if this machine can sign with SM2."""
    return find_spec("tongsuopy") is not None


def new() -> tuple[bytes, bytes]:
    """A new key: its private and its public half."""
    ec = _library("asymciphers.ec")
    numbers = ec.generate_private_key(ec.SM2()).private_numbers()
    held = numbers.public_numbers
    return _bytes(numbers.private_value), b"\x04" + _bytes(held.x) + _bytes(held.y)


def signing_with(private: bytes) -> Callable[[bytes], bytes]:
    """What signs with that key."""
    ec = _library("asymciphers.ec")
    key = ec.derive_private_key(int.from_bytes(private), ec.SM2())
    way = _way()

    def sign(content: bytes) -> bytes:
        r, s = decode_dss_signature(key.sign(content, way))
        return _bytes(r) + _bytes(s)

    return sign


def verifies(public: bytes, signature: bytes, content: bytes) -> bool:
    """True if the key has made that signature of that content; slower where the library is not installed."""
    if not is_here():
        return verify_sm2.verifies(public, signature, content)
    if len(signature) != 2 * SIZE:
        return False
    ec = _library("asymciphers.ec")
    written = encode_dss_signature(int.from_bytes(signature[:SIZE]), int.from_bytes(signature[SIZE:]))
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SM2(), public).verify(written, content, _way())
    except (_library("exceptions").InvalidSignature, ValueError):
        return False
    return True


def _way() -> Any:
    return _library("asymciphers.ec").ECDSA(_library("hashes").SM3())


def _library(part: str) -> Any:
    return import_module(f"tongsuopy.crypto.{part}")


def _bytes(number: int) -> bytes:
    return number.to_bytes(SIZE)
