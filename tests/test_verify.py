"""The verifier that stands alone: what is genuine passes, and every change is refused with its reason."""

import ast
import json
import random
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dengji import verify
from dengji.audit import canonical
from dengji.certificates.paper import qr
from dengji.certificates.paper.pades import signed_pdf
from dengji.certificates.paper.printing import certificate_pdf
from dengji.transparency.terms import Event
from dengji.verify import Keys, Wrong, code, credential, keys_of, main, pdf
from tests.certificates.papers import ADDRESS, AT, DAY, a_document_signer, a_face, a_paper, a_style
from tests.sample import (
    INDEX,
    ORIGIN,
    SIZE,
    Log,
    a_credential,
    a_log,
    entry_of,
    key,
    published,
    signed_anew,
    written,
)

pytestmark = pytest.mark.row("TJ21-8b")
SOURCE = Path(verify.__file__)
Output = pytest.CaptureFixture[str]


def keys(**changes: Any) -> Keys:
    """The published keys, as the verifier reads them."""
    return keys_of(json.dumps(published(**changes)).encode())


def flipped(raw: bytes, bit: int) -> bytes:
    """The bytes with one bit changed."""
    return raw[: bit // 8] + bytes([raw[bit // 8] ^ 1 << bit % 8]) + raw[bit // 8 + 1 :]


def test_a_genuine_certificate_passes_and_it_is_said_what_was_checked() -> None:
    face, checked = credential(a_credential(), keys(), None)
    assert face == a_face().said()
    assert checked == [
        "电子签名正确，由密钥c1作出；证面与凭证内容一致",
        f"发证于2026-11-22记入公开日志{ORIGIN}第{INDEX}条，树头（{SIZE}条）签名正确",
        f"旁边密钥{ORIGIN}/2的国密签名（SM2）正确",
    ]


def test_every_single_bit_of_a_certificate_counts() -> None:
    raw, known = a_credential(), keys()
    passed = []
    for bit in range(len(raw) * 8):
        try:
            credential(flipped(raw, bit), known, None)
        except Wrong:
            continue
        passed.append(bit)
    assert passed == []


@pytest.mark.parametrize(
    "spelt",
    [
        lambda raw: raw + b"\n",
        lambda raw: raw.replace(b'":', b'": ', 1),
        lambda raw: raw[:-1] + b',"name":"x"}',  # twice
        lambda raw: raw.replace("电工".encode(), b"\\u7535\\u5de5", 1),
        lambda raw: b"[" * 100_000,
        lambda raw: b"",
        lambda raw: b"{}",
        lambda raw: b"null",
        lambda raw: raw.replace(b'"proofValue":"z', b'"proofValue":"z1'),
        lambda raw: raw.replace(b'"proofValue":"z', b'"proofValue":"z' + b"z" * 40),
    ],
)
def test_another_spelling_of_the_same_is_refused(spelt: Any) -> None:
    with pytest.raises(Wrong):
        credential(spelt(a_credential()), keys(), None)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("credentialSubject", "licenseNumber"), "Y000012000001263000124"),
        (("credentialSubject", "identifier", 0, "identityHash"), "欧阳明日"),
        (("credentialSubject", "identifier", 1, "identityHash"), "1201********1235"),
        (("credentialSubject", "achievement", "humanCode"), "6-31-01-04"),
        (("credentialSubject", "achievement", "fieldOfStudy"), "焊工"),
        (("credentialSubject", "achievement", "specialization"), "维修电工"),
        (("credentialSubject", "achievement", "name"), "电工 一级/高级技师"),
        (("credentialSubject", "achievement", "id"), f"{ADDRESS}/occupation/6-31-01-03/1"),
        (("issuer", "name"), "别的机构"),
        (("issuer", "id"), f"{ADDRESS}/filing/Y000012000002"),
        (("validFrom",), "2026-11-21T00:00:00+08:00"),
        (("name",), "专项职业能力证书"),
    ],
)
def test_a_credential_that_says_more_than_its_face_is_refused(path: Any, value: str) -> None:
    with pytest.raises(Wrong, match="凭证内容与证面不一致"):
        credential(signed_anew(a_credential(), path, value), keys(), None)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("dengji", "more"), "x", "内容不全或者多了"),
        (("dengji", "face", "more"), "x", "内容不全或者多了"),
        (("dengji", "log", "more"), "x", "内容不全或者多了"),
        (("dengji", "face", "salt"), 1, "内容不全或者多了"),
        (("dengji", "face"), {}, "内容不全或者多了"),
        (("dengji", "log", "inclusion"), ["x"], "编码不对"),
        (("dengji", "log", "index"), "3", "内容不全，或者写法不对"),
        (("dengji", "log", "index"), 5, "日志里没有这张证书"),
        (("dengji", "log", "index"), -1, "日志里没有这张证书"),
        (("dengji", "log", "origin"), "x", "不是这份证明的"),
        (("dengji", "log", "size"), 4, "不是这份证明的"),
        (("dengji", "log", "checkpoint"), "x", "写法不对"),
        (("dengji", "log", "entry"), "{}", "内容不全"),
        (("dengji", "log", "entry"), '{ "v":1}', "不是规范写法"),
        (("credentialSubject",), "x", "写法不对"),
    ],
)
def test_whoever_has_only_the_key_for_credentials_cannot_invent_a_proof(
    path: Any, value: Any, says: str
) -> None:
    with pytest.raises(Wrong, match=says):
        credential(signed_anew(a_credential(), path, value), keys(), None)


def test_a_face_that_the_log_does_not_know_is_refused() -> None:
    other = a_face(name="别人")
    with pytest.raises(Wrong, match="日志条目不是这张证书的"):
        credential(a_credential(other, a_log()), keys(), None)
    with pytest.raises(Wrong, match="日志里没有这张证书"):
        credential(a_credential(other, a_log(), entry=entry_of(other)), keys(), None)
    with pytest.raises(Wrong, match="日志里没有这张证书"):
        credential(a_credential(inclusion=a_log(other).logged().inclusion[::-1]), keys(), None)


def test_a_withdrawal_in_the_log_proves_no_certificate() -> None:
    with pytest.raises(Wrong, match="证书已经撤销"):
        credential(a_credential(log=a_log(event=Event.WITHDRAW)), keys(), None)
    _, checked = credential(a_credential(log=a_log(event=Event.CORRECT)), keys(), None)
    assert checked[1].startswith("更正于2026-11-22")


def test_a_head_that_another_signed_or_nobody_is_refused() -> None:
    forged = Log(a_log().entries, (replace(key("x"), name=ORIGIN),))
    with pytest.raises(Wrong, match="签名不是密钥"):
        credential(a_credential(log=forged), keys(), None)
    unknown = Log(a_log().entries, (key("x"),))
    with pytest.raises(Wrong, match="公布的公钥里没有x"):
        credential(a_credential(log=unknown), keys(), None)
    beside = Log(a_log().entries, a_log().signers or (key(f"{ORIGIN}/2", "sm2"),))
    with pytest.raises(Wrong, match="没有可以核对的签名"):
        credential(a_credential(log=beside), keys(), None)


def test_a_key_signs_nothing_but_what_it_is_for() -> None:
    with pytest.raises(Wrong, match="公布的公钥里没有c1"):
        credential(a_credential(), keys(credential={"purpose": "log"}), None)
    with pytest.raises(Wrong, match=f"公布的公钥里没有{ORIGIN}"):
        credential(a_credential(), keys(log={"purpose": "credential"}), None)


@pytest.mark.parametrize("purpose", ["credential", "log"])
@pytest.mark.parametrize(
    ("until", "good"), [("2026-11-21", False), ("2026-11-22", True), ("2026-11-23", True)]
)
def test_a_key_that_was_followed_vouches_up_to_its_last_day(purpose: str, until: str, *, good: bool) -> None:
    known = keys(**{purpose: {"until": until}})
    if good:
        assert credential(a_credential(), known, None)[0] == a_face().said()
    else:
        with pytest.raises(Wrong, match="已经停用"):
            credential(a_credential(), known, None)


@pytest.mark.parametrize(
    ("withdrawn", "good"),
    [
        ("2026-11-22T01:02:02.999999Z", False),
        ("2026-11-22T01:02:03.000000Z", False),
        ("2026-11-22T01:02:03.000001Z", True),
    ],
)
def test_a_withdrawn_key_vouches_for_what_the_log_shows_to_be_older(withdrawn: str, *, good: bool) -> None:
    known = keys(credential={"withdrawn": withdrawn})
    if good:
        assert credential(a_credential(), known, None)[0] == a_face().said()
    else:
        with pytest.raises(Wrong, match="已经撤回"):
            credential(a_credential(), known, None)


LONG = a_log(size=40)


def checked_with(tmp_path: Path, log: Log, head: str, proof: str = "", **changes: Any) -> int:
    """The exit code of a check against a head that the checker holds himself."""
    words = [written(tmp_path, "certificate.json", a_credential(log=log))]
    words += ["--keys", written(tmp_path, "keys.json", json.dumps(published(**changes)))]
    words += ["--head", written(tmp_path, "head", head)]
    return main([*words, *(["--consistency", written(tmp_path, "proof.json", proof)] if proof else [])])


def test_the_head_in_a_certificate_must_lead_to_the_one_that_the_checker_holds(
    tmp_path: Path, capsys: Output
) -> None:
    assert checked_with(tmp_path, LONG, LONG.head(), LONG.proof(SIZE, 40)) == 0
    assert "证书里的树头与给出的树头（40条）一致" in capsys.readouterr().out
    assert checked_with(tmp_path, LONG, LONG.head(SIZE)) == 0
    assert "证书里的树头就是给出的树头" in capsys.readouterr().out
    assert checked_with(tmp_path, LONG, LONG.head()) == 2
    assert "还要有日志从5条到40条的一致性证明" in capsys.readouterr().out
    another = a_log(a_face(name="别人"), size=40)
    assert checked_with(tmp_path, LONG, another.head(), another.proof(SIZE, 40)) == 1
    assert checked_with(tmp_path, LONG, LONG.head(), LONG.proof(SIZE, 39)) == 1
    assert checked_with(tmp_path, LONG, LONG.head(4), LONG.proof(4, SIZE)) == 1
    assert "日志被改写过" in capsys.readouterr().out
    assert checked_with(tmp_path, LONG, LONG.head(), "{}") == 2


def test_a_head_of_a_withdrawn_key_needs_a_later_one_that_leads_back_to_it(tmp_path: Path) -> None:
    withdrawn = {"withdrawn": "2027-01-01T00:00:00.000000Z"}
    with pytest.raises(Wrong, match="已经撤回"):
        credential(a_credential(), keys(log=withdrawn), None)
    new = Log(LONG.entries, (key("new"),))
    known = [
        *published(log=withdrawn),
        {**published()[0], "name": "new", "public": b64encode(key("new").public).decode()},
    ]
    head = verify.head_of(new.head(), keys_of(json.dumps(known).encode()))
    path = [verify.unpacked(each) for each in json.loads(LONG.proof(SIZE, 40))["proof"]]
    credential(a_credential(log=LONG), keys_of(json.dumps(known).encode()), (head, path))


@cache
def printed() -> bytes:
    """The certificate on paper, signed, with the electronic one inside."""
    held = a_credential().decode()
    return signed_pdf(
        certificate_pdf(a_paper(), a_style(), on=DAY, credential=held), a_document_signer(), at=AT
    )


def test_a_signed_sheet_passes_with_what_lies_in_it() -> None:
    face, checked = pdf(printed(), keys(), None)
    assert face == a_face().said()
    assert checked[0] == "PDF的电子签名正确，由密钥d1作出，签名后没有改动"
    assert len(checked) == 4


def test_no_bit_of_a_signed_sheet_can_be_changed() -> None:
    raw, known = printed(), keys()
    chosen = random.Random(20261122).sample(range(len(raw) * 8), 300)  # noqa: S311 - the same ones every time
    around = raw.index(b"/ByteRange") * 8
    for bit in [*chosen, *range(around, around + 50 * 8)]:
        with pytest.raises(Wrong):
            pdf(flipped(raw, bit), known, None)


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_no_bit_of_the_signature_of_a_sheet_can_be_changed_signed_or_not() -> None:
    """Not those that nothing is signed of either: the numbers of versions, who is named, other spellings."""
    raw, known = printed(), keys()
    first = raw.index(b"/Contents<") + len(b"/Contents")
    assert pdf(raw, known, None)[1]
    for bit in range(first * 8, (raw.index(b">", first) + 1) * 8):
        with pytest.raises(Wrong):
            pdf(flipped(raw, bit), known, None)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (lambda raw: raw + b"\n", "没有盖住整个文件"),
        (lambda raw: raw + raw[raw.rindex(b"xref") :], "没有盖住整个文件"),
        (lambda raw: raw.replace(b"/ByteRange", b"/ByteRanges"), "没有电子签名"),
        (lambda raw: b"%PDF-1.7\n", "没有电子签名"),
    ],
)
def test_whatever_comes_behind_a_signature_is_refused(changed: Any, says: str) -> None:
    with pytest.raises(Wrong, match=says):
        pdf(changed(printed()), keys(), None)


def test_a_sheet_signed_by_somebody_else_or_without_a_certificate_inside_is_refused() -> None:
    with pytest.raises(Wrong, match="公布的公钥里没有签这份PDF的密钥"):
        pdf(printed(), {name: each for name, each in keys().items() if name != "d1"}, None)
    with pytest.raises(Wrong, match="已经撤回"):
        pdf(printed(), keys(document={"withdrawn": "2027-01-01T00:00:00.000000Z"}), None)
    bare = signed_pdf(
        certificate_pdf(a_paper(), a_style(), on=DAY, credential="{}"), a_document_signer(), at=AT
    )
    with pytest.raises(Wrong, match="没有附电子证书"):
        pdf(bare, keys(), None)


def scanned() -> str:
    """What the code on the certificate says."""
    return qr.signed(a_face(), signer=key("c1"), address=ADDRESS)


def test_a_code_passes_off_line_and_says_what_it_cannot_know() -> None:
    face, checked = code(scanned(), keys())
    assert face == a_face().said()
    assert checked[1] == "没有核对公开日志；后来是否更正、撤销，请上网查询"


def test_every_single_bit_of_a_code_counts_from_behind_its_address() -> None:
    raw, known = scanned().encode(), keys()
    for bit in range(raw.index(b"/c/") * 8, len(raw) * 8):
        with pytest.raises((Wrong, UnicodeDecodeError)):
            code(flipped(raw, bit).decode(), known)


def test_a_code_of_a_withdrawn_key_proves_nothing_since_it_names_no_moment() -> None:
    with pytest.raises(Wrong, match="已经撤回"):
        code(scanned(), keys(credential={"withdrawn": "2027-01-01T00:00:00.000000Z"}))
    with pytest.raises(Wrong, match="已经停用"):
        code(scanned(), keys(credential={"until": "2026-11-21"}))


def test_it_runs_alone_and_ends_with_a_code(tmp_path: Path) -> None:
    alone = written(tmp_path, "verify.py", SOURCE.read_bytes())
    given = ["--keys", written(tmp_path, "keys.json", json.dumps(published()))]
    good = written(tmp_path, "good.pdf", printed())

    def ran(*words: str) -> tuple[int, str]:
        run = [sys.executable, "-I", alone, *words, *given]
        done = subprocess.run(run, check=False, capture_output=True, cwd=tmp_path)  # noqa: S603 - our own
        return done.returncode, done.stdout.decode()

    assert ran(good)[0] == 0
    assert "姓名：欧阳明月" in ran("--qr", scanned())[1]
    assert ran(written(tmp_path, "bad.json", a_credential()[1:])) == (
        1,
        "核对未通过：电子证书读不出来，可能已经损坏。\n",
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["none.json", "--keys", "{keys}"], "No such file"),
        (["{keys}", "--keys", "{none}"], "No such file"),
        (["{keys}", "--keys", "{bad}"], "公钥文件读不出来"),
        (["--keys", "{keys}"], "没有说核对哪个文件"),
    ],
)
def test_what_cannot_be_checked_ends_with_two(
    words: list[str], says: str, tmp_path: Path, capsys: Output
) -> None:
    places = {
        "keys": written(tmp_path, "keys.json", json.dumps(published())),
        "bad": written(tmp_path, "bad.json", canonical.text([{"name": "x"}])),
        "none": str(tmp_path / "none"),
    }
    assert main([word.format(**places) for word in words]) == 2
    assert says in capsys.readouterr().out


def test_it_needs_the_standard_library_and_cryptography_only() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    roots = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
        )
    }
    assert roots - {*sys.stdlib_module_names} == {"cryptography"}
