"""A certificate as a W3C credential: its proof is the suite's, and everything that the certificate says is in it."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dengji.audit import canonical
from dengji.certificates.paper.credential import BASE58, base58, credential, proven
from dengji.signing.queries import Signer
from tests.certificates.papers import ADDRESS, AT, a_face, a_signer, logged


def unbase58(said: str) -> bytes:
    """The bytes again, by counting."""
    number = 0
    for sign in said:
        number = number * 58 + BASE58.index(sign)
    zeros = len(said) - len(said.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def issued() -> str:
    """The file of a good credential."""
    return credential(a_face(), logged(a_face()), signer=a_signer(), address=ADDRESS, at=AT)


def test_the_proof_is_the_one_of_the_published_vector() -> None:
    """W3C, Data Integrity EdDSA Cryptosuites v1.0, vectors of eddsa-jcs-2022: key, document, proof value."""
    key = Ed25519PrivateKey.from_private_bytes(
        unbase58("3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")[2:]
    )
    public = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    context: list[canonical.Json] = [
        "https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"
    ]  # fmt: skip
    document: dict[str, canonical.Json] = {
        "@context": context,
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": "A minimum viable example of an Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
    }
    options: dict[str, canonical.Json] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": f"did:key:{public}#{public}",
        "proofPurpose": "assertionMethod",
        "@context": context,
    }
    assert "z" + base58(key.sign(proven(document, options))) == (
        "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
    )


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", ""), (b"\0", "1"), (b"\0\0a", "112g"), (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    ],
)  # fmt: skip
def test_base58_is_the_one_of_the_published_examples(raw: bytes, said: str) -> None:
    assert base58(raw) == said


@pytest.mark.row("TJ21-8b")
def test_a_credential_is_canonical_and_proven_over_all_of_it() -> None:
    document = json.loads(issued())
    assert canonical.text(document) == issued()
    proof = document.pop("proof")
    value = unbase58(proof.pop("proofValue")[1:])
    public = Ed25519PublicKey.from_public_bytes(a_signer().public)
    public.verify(value, proven(document, proof))
    assert proof["verificationMethod"] == f"{ADDRESS}/.well-known/dengji-keys.json#c1"
    assert proof["created"] == "2026-11-22T01:02:03.000000Z"
    assert set(document["dengji"]) == {"face", "log"}


@pytest.mark.row("TJ21-8b")
def test_a_credential_says_what_the_certificate_says_in_the_words_of_open_badge() -> None:
    face = a_face(work_type="维修电工")
    document: dict[str, Any] = json.loads(
        credential(face, logged(face), signer=a_signer(), address=f"{ADDRESS}/", at=AT)
    )
    subject, achievement = document["credentialSubject"], document["credentialSubject"]["achievement"]
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert document["validFrom"] == "2026-11-22T00:00:00+08:00"
    assert document["issuer"] == {
        "id": f"{ADDRESS}/filing/Y000012000001", "type": ["Profile"], "name": "某市机械制造有限公司"
    }  # fmt: skip
    assert subject["licenseNumber"] == face.number
    known = {each["identityType"]: each["identityHash"] for each in subject["identifier"]}
    assert known == {"name": "欧阳明月", "nationalIdentityNumber": "1201********1234"}
    assert achievement["name"] == "电工 维修电工 三级/高级工"
    assert {"id", "type", "name", "description", "criteria"} <= set(achievement)
    assert document["dengji"]["face"] == face.said()


def test_the_same_face_has_the_same_name_as_a_credential_and_another_face_another() -> None:
    other = credential(a_face(name="张三"), logged(a_face()), signer=a_signer(), address=ADDRESS, at=AT)
    assert json.loads(issued())["id"] == json.loads(issued())["id"] != json.loads(other)["id"]
    assert json.loads(issued())["id"].startswith("urn:uuid:")


def test_only_a_key_of_ed25519_signs_credentials() -> None:
    other = Signer("s1", "sm2", b"", lambda message: b"")
    with pytest.raises(ValueError, match="Ed25519, not by sm2"):
        credential(a_face(), logged(a_face()), signer=other, address=ADDRESS, at=AT)
