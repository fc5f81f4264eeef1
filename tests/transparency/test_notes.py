"""Signed notes: the examples of C2SP read, ours written and read back, and every slip refused."""

import base64

import pytest

from dengji.signing.algorithms import SCHEMES
from dengji.signing.queries import Signer
from dengji.signing.terms import Algorithm
from dengji.transparency.notes import Checkpoint, NotANote, Signed, key_id, note, read

SIGNATURE = "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="
EXAMPLE = f"""example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa {SIGNATURE}
"""
ROOT = bytes(range(32))


def given_signer(algorithm: Algorithm = Algorithm.ED25519, name: str = "dengji.example/log") -> Signer:
    """A key at hand, of no database."""
    private, public = SCHEMES[algorithm].new()
    return Signer(name, algorithm, public, SCHEMES[algorithm].signing_with(private))


def test_the_example_of_the_specification_is_read() -> None:
    found = read(EXAMPLE)
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20852163)
    (signed,) = found.signed
    assert (signed.name, signed.key_id.hex(), len(signed.signature)) == (found.origin, "033de0ae", 64)


def test_a_published_key_has_its_published_four_bytes() -> None:
    known = (
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"  # of the Go checksum database
    )
    name, four, raw = known.split("+", 2)
    assert key_id(name, "ed25519", base64.b64decode(raw)[1:]).hex() == four


def test_a_note_is_signed_over_its_body_by_every_key() -> None:
    keys = [given_signer(), given_signer(Algorithm.SM2, "dengji.example/log/2")]
    written = note(Checkpoint("dengji.example/log", 7, ROOT), keys)
    found = read(written)
    assert (found.size, found.root, found.body) == (7, ROOT, written.partition("\n\n")[0] + "\n")
    assert found.signed == tuple(
        Signed(key.name, key_id(key.name, key.algorithm, key.public), each.signature)
        for key, each in zip(keys, found.signed, strict=True)
    )
    for key, each in zip(keys, found.signed, strict=True):
        assert SCHEMES[key.algorithm].verifies(key.public, each.signature, found.body.encode())


@pytest.mark.parametrize(
    ("says", "instead"),
    [
        ("20852163", "020852163"),
        ("20852163", "-1"),
        ("20852163", "２０"),
        ("CsUY", "CsU"),
        ("q2I=\n", "q2J=\n"),  # other bits that say nothing
        ("q2I=\n", "q2I=\nmore\n"),
        ("— ", "- "),
        ("\n\n", "\n"),
        ("YQ8=\n", "YQ8="),
        ("— example.com/behind-the-sofa", "— example com"),
        ("example.com/behind-the-sofa\n2", "\n2"),
        ("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "CsUY"),
    ],
)
def test_a_slip_in_a_checkpoint_is_refused(says: str, instead: str) -> None:
    assert says in EXAMPLE
    with pytest.raises(NotANote):
        read(EXAMPLE.replace(says, instead))
