"""Signatures by SM2 that stand beside: verified as the standard has it, and said in words where they cannot be."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dengji import verify, verify_sm2
from dengji.signing.algorithms import SCHEMES
from dengji.signing.terms import Algorithm
from dengji.verify import Wrong, credential, head_of, keys_of, main
from dengji.verify_sm2 import ORDER, PRIME, SIZE, sm3, verifies
from tests.sample import ORIGIN, a_credential, a_log, key, published, written

pytestmark = pytest.mark.row("TJ21-8b")
PUBLIC = bytes.fromhex(
    "04"
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
SIGNATURE = bytes.fromhex(
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)
KNOWN = keys_of(json.dumps(published()).encode())
BESIDE = key("c2", Algorithm.SM2)


def flipped(raw: bytes, bit: int) -> bytes:
    """The bytes with one bit changed."""
    return raw[: bit // 8] + bytes([raw[bit // 8] ^ 1 << bit % 8]) + raw[bit // 8 + 1 :]


def test_the_example_of_the_standard_verifies() -> None:
    """GB/T 32918.5, A.2: key, message and signature; GB/T 32905, A.1: the hash of three letters."""
    assert verifies(PUBLIC, SIGNATURE, b"message digest")
    assert not verifies(PUBLIC, SIGNATURE, b"message digests")
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_it_agrees_with_the_library_that_signs_and_refuses_every_bit_it_is_asked_about() -> None:
    scheme, chance = SCHEMES[Algorithm.SM2], random.Random(20261122)  # noqa: S311 - the same ones every time
    for length in (0, 1, 55, 56, 64, 200):
        private, public = scheme.new()
        content = chance.randbytes(length)
        signature = scheme.signing_with(private)(content)
        assert verifies(public, signature, content)
        assert not verifies(public, signature, content + b"\0")
        assert not verifies(public, flipped(signature, chance.randrange(512)), content)
        assert not verifies(flipped(public, chance.randrange(520)), signature, content)


@pytest.mark.parametrize(
    ("r", "s"), [(0, 1), (1, 0), (ORDER, 1), (1, ORDER), (1, ORDER - 1), (ORDER - 1, 1), (1, 1)]
)
def test_numbers_at_the_ends_of_their_range_verify_nothing(r: int, s: int) -> None:
    assert not verifies(PUBLIC, r.to_bytes(SIZE) + s.to_bytes(SIZE), b"message digest")


def test_a_key_that_is_no_point_of_the_curve_in_its_one_spelling_verifies_nothing() -> None:
    x, y = PUBLIC[1 : 1 + SIZE], PUBLIC[1 + SIZE :]
    opposite = (PRIME - int.from_bytes(y)).to_bytes(SIZE)
    for other in (b"", x + y, b"\x02" + x + y, b"\x04" + y + x, b"\x04" + x + opposite, b"\x04" + bytes(64)):
        assert not verifies(other, SIGNATURE, b"message digest")
    assert not verifies(PUBLIC, SIGNATURE[1:], b"message digest")


def test_a_credential_that_sm2_signed_beside_passes_and_says_so() -> None:
    _, checked = credential(a_credential(beside=BESIDE), KNOWN, None)
    assert checked[1] == "旁边密钥c2的国密签名（SM2）正确"
    assert checked[3] == f"旁边密钥{ORIGIN}/2的国密签名（SM2）正确"


def test_who_reads_the_standard_proof_only_finds_it_as_it_was() -> None:
    said = json.loads(a_credential(beside=BESIDE))
    assert said["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert set(said["dengji"].pop("beside")) == {"key", "signature"}
    assert said.keys() == json.loads(a_credential()).keys()


def test_a_signature_beside_that_is_not_of_the_published_key_is_refused() -> None:
    forged = replace(key("other", Algorithm.SM2), name="c2")
    with pytest.raises(Wrong, match="不是密钥c2作的"):
        credential(a_credential(beside=forged), KNOWN, None)
    another_purpose = key(f"{ORIGIN}/2", Algorithm.SM2)
    with pytest.raises(Wrong, match=f"不是密钥{ORIGIN}/2作的"):
        credential(a_credential(beside=another_purpose), KNOWN, None)
    with pytest.raises(Wrong, match="内容不全"):
        credential(a_credential(beside=key("c9", Algorithm.SM2)), KNOWN, None)


def test_a_key_beside_that_was_withdrawn_is_said_and_spoils_nothing() -> None:
    known = {**KNOWN, "c2": KNOWN["c2"]._replace(withdrawn="2026-11-23T00:00:00.000000Z")}
    _, checked = credential(a_credential(beside=BESIDE), known, None)
    assert checked[1].endswith("正确，但密钥已经撤回，不作数")


def test_without_the_file_beside_it_is_said_that_sm2_was_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verify, "SM2_FILE", tmp_path / "verify_sm2.py")
    words = [written(tmp_path, "certificate.json", a_credential(beside=BESIDE))]
    assert main([*words, "--keys", written(tmp_path, "keys.json", json.dumps(published()))]) == 0
    said = capsys.readouterr().out
    assert "旁边还有密钥c2的国密签名（SM2），没有核对" in said
    assert f"旁边还有密钥{ORIGIN}/2的国密签名（SM2），没有核对" in said


def test_no_bit_of_a_head_can_be_changed() -> None:
    """Every bit of what is signed and of the first signature, some of the second, which takes longer to check."""
    raw = a_log().head().encode()
    second = raw.rindex("— ".encode()) * 8
    chosen = random.Random(20261122).sample(range(second, len(raw) * 8), 60)  # noqa: S311 - the same ones always
    head_of(raw.decode(), KNOWN)
    for bit in [*range(second), *chosen]:
        with pytest.raises((Wrong, UnicodeDecodeError)):
            head_of(flipped(raw, bit).decode(), KNOWN)


def test_it_runs_alone_with_both_files_in_one_folder(tmp_path: Path) -> None:
    for source in (verify.__file__, verify_sm2.__file__):
        written(tmp_path, Path(source).name, Path(source).read_bytes())
    words = [written(tmp_path, "certificate.json", a_credential(beside=BESIDE))]
    words += ["--keys", written(tmp_path, "keys.json", json.dumps(published()))]
    run = [sys.executable, "-I", str(tmp_path / "verify.py"), *words]
    done = subprocess.run(run, check=False, capture_output=True, cwd=tmp_path)  # noqa: S603 - our own
    assert "旁边密钥c2的国密签名（SM2）正确" in done.stdout.decode()
