"""核对电子证书: whether a certificate is genuine, by its file or its code, without trust in whoever handed it over.

One file; needs Python 3.11 and `cryptography`, and nothing else of this project; verify_sm2.py beside it is for SM2:

    python verify.py (FILE | --qr TEXT) --keys KEYS.json [--head NOTE [--consistency PROOF.json]]

FILE is an electronic certificate (JSON), or the PDF in which it lies; KEYS.json the public keys, from the platform's
/.well-known/dengji-keys.json, never from whoever holds the certificate. Ends with 0: genuine; 1: not; 2: not checked.
After RFC 9162 (log), C2SP tlog-checkpoint, W3C eddsa-jcs-2022 (credential), ETSI EN 319 142-1 (PDF).
"""

import argparse
import base64
import hashlib
import json
import re
import runpy
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

GOOD, BAD, UNCHECKED = 0, 1, 2
FACE = "v title number name document masked occupation code work_type level level_label body filing issued_on salt"
SM2_FILE = Path(__file__).with_name("verify_sm2.py")
LOG = {"origin", "index", "entry", "size", "inclusion", "checkpoint"}
PROOF = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "assertionMethod"}
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
EVENTS = {"issue": "发证", "correct": "更正", "restore": "恢复", "replace": "补发"}
SHOWN = "name=姓名 masked=证件号码 number=证书编号 occupation=职业 level_label=等级 body=发证机构 issued_on=发证日期"
WORDS = (  # in a code each is one byte, from 0x80 on
    "职业技能等级证书 专项职业能力证书 职业资格证书 居民身份证 港澳台居民证件 外国人永久居留证 军官证 护照 学徒工 "
    "五级/初级工 四级/中级工 三级/高级工 二级/技师 一级/高级技师 特级技师 首席技师 有限责任公司 股份有限公司 "
    "集团有限公司 科技有限公司 有限公司 职业技能鉴定 职业技能培训学校 职业培训学校 职业技术学院 职业学院 技师学院 "
    "技工学校 人力资源服务 人力资源 指导中心 中心 协会 学校 集团 机械 制造 电子 电力 建筑 科技 服务员 检验员 管理员 "
    "操作工 装配工 维修工 师 工 公司 ******** Y0000 S0000 00000 6-31-01-0 6- 4- 2- -0 202 203"
)
SIGN = re.compile(rb"[\0-\x7f]|[\xc2-\xdf].|[\xe0-\xef]..|[\xf0-\xf4]...|([\x80-\xc1])", re.DOTALL)
PIECES = (  # of a signature in DER; the star stands for what most identifiers begin with
    "020101 0609*0702 0609*0701 300b0609608648016503040201 300a06082a8648ce3d040302 300d0609*010b0500 "
    "30180609*0903310b0609*0701 0609*0904 060b*0910022f"
).replace("*", "2a864886f70d01")
ONE, SIGNED, DATA, SHA, BY_ECDSA, BY_RSA, TYPED, DIGEST, WITH = map(bytes.fromhex, PIECES.split())
Json = dict[str, Any]
Keys = Mapping[str, "Key"]
Head = tuple[str, int, bytes, "Sequence[Key]", list[str]]  # log, size, root, keys that signed, who else did
Later = tuple[Head, Sequence[bytes] | None] | None  # a head from elsewhere, and the proof that leads up to it
Found = tuple[dict[str, str], list[str]]  # a face, and what was checked of it


class Wrong(Exception):
    """Something is not as it must be (核对未通过)."""


class Unchecked(Exception):
    """What it takes to check is not there (无法核对)."""


def ensure(holds: object, sentence: str) -> None:
    """Raises Wrong with the sentence unless it holds."""
    if not holds:
        raise Wrong(sentence)


def canonical(value: Any) -> bytes:
    """A value as canonical JSON (RFC 8785, for texts and whole numbers)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def strict(raw: bytes, what: str) -> Any:
    """What canonical JSON says; any other spelling of it is refused."""
    try:
        said = json.loads(raw)
        ensure(canonical(said) == raw, f"{what}不是规范写法，被改动过")
    except (ValueError, RecursionError) as wrong:
        raise Wrong(f"{what}读不出来，可能已经损坏") from wrong
    return said


def unpacked(text: str, *, web: bool = False) -> bytes:
    """The bytes of base64, or of base64url without padding, in the one spelling that there is."""
    signs, whole = (b"-_", text + "=" * (-len(text) % 4)) if web else (b"+/", text)
    try:
        raw = base64.b64decode(whole, signs, validate=True)
    except ValueError:
        raw = b""
    ensure(base64.b64encode(raw, signs).decode() == whole, "有一处编码不对，被改动过")
    return raw


class Key(NamedTuple):
    """A public key as it is published; `until` is its last day, `withdrawn` a moment."""

    name: str
    purpose: str
    algorithm: str
    public: bytes
    until: str | None
    withdrawn: str | None

    def counts(self, day: str, *, made: str = "") -> None:
        """Raises Wrong where no signature of that day counts; `made` is its moment, where the log proves it."""
        ensure(self.until is None or day <= self.until, f"密钥{self.name}在{day}已经停用")
        in_time = self.withdrawn is None or (made and made < self.withdrawn)
        ensure(in_time, f"密钥{self.name}已经撤回，不能证明是撤回以前签的；请持证人重新下载，或者上网查询")


def keys_of(raw: bytes) -> Keys:
    """The keys that a platform publishes; raises Unchecked for what is no such file."""
    try:
        said = [{**each, "public": unpacked(each["public"])} for each in json.loads(raw)]
        return {each["name"]: Key(*(each[field] for field in Key._fields)) for each in said}
    except (ValueError, TypeError, KeyError, Wrong) as wrong:
        raise Unchecked("公钥文件读不出来") from wrong


def signer(name: str, purpose: str, keys: Keys, signature: bytes, content: bytes) -> Key:
    """The published key of that name and purpose; raises Wrong unless it has made the signature of the content."""
    ensure(name in keys and keys[name].purpose == purpose, f"公布的公钥里没有{name}，不能证明是该平台签的")
    key = keys[name]
    try:
        if key.algorithm == "ed25519":
            ed25519.Ed25519PublicKey.from_public_bytes(key.public).verify(signature, content)
        else:
            public: Any = load_der_public_key(key.public)
            long = isinstance(public, rsa.RSAPublicKey)
            way = (padding.PKCS1v15(), SHA256()) if long else (ec.ECDSA(SHA256()),)
            public.verify(signature, content, *way)
    except (InvalidSignature, ValueError) as wrong:
        raise Wrong(f"签名不是密钥{name}作的，或者签名后被改动过") from wrong
    return key


def by_sm2(name: str, purpose: str, keys: Keys, signature: bytes, content: bytes) -> str:
    """What is to be said of a signature by SM2 that stands beside; raises Wrong if it is false."""
    if not SM2_FILE.exists():
        return f"旁边还有密钥{name}的国密签名（SM2），没有核对：把verify_sm2.py放在verify.py旁边，再运行一次"
    key, verifies = keys[name], runpy.run_path(str(SM2_FILE))["verifies"]
    ours = (key.purpose, key.algorithm) == (purpose, "sm2") and verifies(key.public, signature, content)
    ensure(ours, f"旁边的国密签名（SM2）不是密钥{name}作的，或者签名后被改动过")
    return f"旁边密钥{name}的国密签名（SM2）正确{'，但密钥已经撤回，不作数' if key.withdrawn else ''}"


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees of the log."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_over(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2); None if it has not the right length."""
    inner = (index ^ (size - 1)).bit_length()  # below that the way goes inside, above it along the right edge
    if not 0 <= index < size or len(path) != inner + (index >> inner).bit_count():
        return None
    for level, beside in enumerate(path):
        leaf = node(beside, leaf) if level >= inner or index >> level & 1 else node(leaf, beside)
    return leaf


def roots_over(old: int, new: int, path: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes] | None:
    """The old and the new root that a consistency proof leads to (RFC 9162, 2.1.4.2); None as above."""
    if not 0 < old < new:
        return (old_root, old_root) if old == new and not path else None
    shift = (old & -old).bit_length() - 1
    start = [old_root] if old == 1 << shift else list(path[:1])
    steps, place = path[len(start) if old != 1 << shift else 0 :], (old - 1) >> shift
    inner = (place ^ ((new - 1) >> shift)).bit_length()
    if not start or len(steps) != inner + (place >> inner).bit_count():
        return None
    before = after = start[0]
    for level, beside in enumerate(steps):
        if level >= inner or place >> level & 1:
            before, after = node(beside, before), node(beside, after)
        else:
            after = node(after, beside)
    return before, after


def head_of(note: object, keys: Keys) -> Head:
    """The head that a note holds, its signatures by Ed25519 verified; there must be one."""
    parts = r"\A(([^\n]+)\n(0|[1-9][0-9]{0,18})\n([^\n]+)\n)\n((?:— [^\s+]+ \S+\n)+)\Z"
    match = re.findall(parts, str(note))
    ensure(match, "日志树头的写法不对，被改动过")
    body, origin, size, root, lines = match[0]
    by, others = list[Any](), list[Any]()
    for _, name, written in (line.split(" ") for line in lines.splitlines()):
        raw, sm2 = unpacked(written), name in keys and keys[name].algorithm == "sm2"
        (others if sm2 else by).append((by_sm2 if sm2 else signer)(name, "log", keys, raw[4:], body.encode()))
        kind = b"\xffdengji SM2 with SM3" if sm2 else b"\x01"
        named = hashlib.sha256(name.encode() + b"\n" + kind + keys[name].public).digest()[:4]
        ensure(raw[:4] == named, "日志树头的签名不对，被改动过")
    ensure(by, "日志树头没有可以核对的签名")
    return origin, int(size), unpacked(root), by, others


def continued(earlier: Head, later: Head, proof: Sequence[bytes] | None) -> str:
    """Says that the later head continues the earlier; raises Wrong if not, Unchecked where no proof tells."""
    if earlier[:3] == later[:3]:
        return "证书里的树头就是给出的树头"
    if proof is None:
        raise Unchecked(f"还要有日志从{earlier[1]}条到{later[1]}条的一致性证明（--consistency）")
    same = roots_over(earlier[1], later[1], proof, earlier[2]) == (earlier[2], later[2])
    ensure(same and earlier[0] == later[0], "证书里的树头与给出的树头对不上，日志被改写过")
    return f"证书里的树头与给出的树头（{later[1]}条）一致"


def day_of(moment: str) -> str:
    """The day of a moment in UTC, by the calendar of China."""
    return str((datetime.fromisoformat(moment) + timedelta(hours=8)).date())


def credential(raw: bytes, keys: Keys, later: Later) -> Found:
    """The face of an electronic certificate, and what was checked of it. Raises Wrong."""
    said = strict(raw, "电子证书")
    try:
        ours, proof = said["dengji"], said.pop("proof")
        face, log = ours["face"], ours["log"]
        whole = {*ours} <= {"face", "log", "beside"} and {*face} == {*FACE.split()} and {*log} == LOG
        ensure(whole and all(isinstance(each, str) for each in face.values()), "电子证书的内容不全或者多了")
        entry = strict(log["entry"].encode(), "日志条目")
        key = _proven(said, proof, keys)
        key.counts(day_of(proof["created"]), made=entry["at"])
        _says_its_face(said, face)
        proof_holds = f"电子签名正确，由密钥{key.name}作出；证面与凭证内容一致"
        by, content = ours.pop("beside", None), canonical(said)
        others = [by_sm2(by["key"], "credential", keys, unpacked(by["signature"]), content)] if by else []
        return face, [proof_holds, *others, *_logged(face, log, entry, keys, later)]
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, OverflowError) as wrong:
        raise Wrong("电子证书的内容不全，或者写法不对") from wrong


def _proven(said: Json, proof: Json, keys: Keys) -> Key:
    """The key that has made the proof over what the credential says."""
    value = proof.pop("proofValue")
    usual = proof | PROOF | {"@context": said["@context"]} == proof and len(proof) == len(PROOF) + 3
    signature = sum(BASE58.index(sign) * 58**n for n, sign in enumerate(value[:0:-1][:90])).to_bytes(64)
    zeros = len(signature) - len(signature.lstrip(b"\0")), len(value[1:]) - len(value[1:].lstrip("1"))
    ensure(usual and value[0] == "z" and len(value) < 90 and zeros[0] == zeros[1], "电子签名的写法不对")
    content = b"".join(hashlib.sha256(canonical(each)).digest() for each in (proof, said))
    return signer(proof["verificationMethod"].rpartition("#")[2], "credential", keys, signature, content)


def _says_its_face(said: Json, face: dict[str, str]) -> None:
    """Raises Wrong where the credential says something else than the face that the log vouches for."""
    who, gained = said["credentialSubject"], said["credentialSubject"]["achievement"]
    name, masked = (each["identityHash"] for each in who["identifier"])
    told = " ".join(filter(None, (face["occupation"], face["work_type"], face["level_label"])))
    found = {"title": said["name"], "body": said["issuer"]["name"], "number": who["licenseNumber"]}
    found |= {"filing": said["issuer"]["id"].rpartition("/")[2], "name": name, "masked": masked}
    found |= {"issued_on": said["validFrom"].removesuffix("T00:00:00+08:00"), "code": gained["humanCode"]}
    found |= {"occupation": gained["fieldOfStudy"], "work_type": gained["specialization"]}
    found |= {"level": gained["id"].rpartition("/")[2]}
    ensure(face | found == face and gained["name"] == told, "凭证内容与证面不一致")


def _logged(face: Json, log: Json, entry: Json, keys: Keys, later: Later) -> list[str]:
    """What the log proves of the face. Raises Wrong where it does not."""
    ours = {"v": 1, "filing": face["filing"], "commitment": hashlib.sha256(canonical(face)).hexdigest()}
    ensure(entry | ours == entry and set(entry) == {*ours, "event", "at"}, "日志条目不是这张证书的")
    ensure(entry["event"] in EVENTS, "日志条目记的是证书已经撤销")
    head = origin, size, root, _, others = head_of(log["checkpoint"], keys)
    leaf = hashlib.sha256(b"\0" + log["entry"].encode()).digest()
    path = [unpacked(each) for each in log["inclusion"]]
    ensure((origin, size) == (log["origin"], log["size"]), "日志树头不是这份证明的")
    ensure(root_over(leaf, log["index"], size, path) == root, "日志里没有这张证书")
    day, event = day_of(entry["at"]), EVENTS[entry["event"]]
    for key in later[0][3] if later else head[3]:
        key.counts("" if later else day)
    checked = [f"{event}于{day}记入公开日志{origin}第{log['index']}条，树头（{size}条）签名正确", *others]
    return [*checked, continued(head, *later), *later[0][4]] if later else checked


def nodes(der: bytes) -> list[tuple[bytes, bytes]]:
    """The nodes that stand in DER, one after the other: the content of each, and all of it."""
    found, at = [], 0
    while at < len(der):
        length, start = der[at + 1], at + 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(der[at + 2 : start])
        found.append((der[start : start + length], der[at : start + length]))
        at = start + length
    return found


def der(tag: int, *parts: bytes) -> bytes:
    """A node of DER."""
    size = sum(map(len, parts))
    length = size.to_bytes((size.bit_length() + 7) // 8 or 1)
    return bytes([tag] + [0x80 | len(length)] * (size > 0x7F)) + length + b"".join(parts)


def pdf(raw: bytes, keys: Keys, later: Later) -> Found:
    """The face of a signed PDF, and what was checked of it and of the credential inside. Raises Wrong."""
    ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", raw)
    ensure(len(ranges) == 1, "PDF没有电子签名，或者不止一个")
    zero, first, second, rest = map(int, ranges[0])
    gaps = re.findall(rb"\A<((?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+)>\Z", raw[first:second])
    ensure(gaps and not zero and second + rest == len(raw), "PDF的电子签名没有盖住整个文件，签名后被改动过")
    try:
        key = _signed_by(bytes.fromhex(gaps[0].decode()), raw[:first] + raw[second:], keys)
        inside = [each for each in attached(raw) if each.startswith(b'{"@context"')]
    except (IndexError, ValueError, zlib.error, UnsupportedAlgorithm, x509.InvalidVersion) as wrong:
        raise Wrong("PDF的电子签名或者附件读不出来") from wrong
    ensure(len(inside) == 1, "PDF里没有附电子证书，或者不止一份")
    face, checked = credential(inside[0], keys, later)
    key.counts(face["issued_on"])
    return face, [f"PDF的电子签名正确，由密钥{key.name}作出，签名后没有改动", *checked]


def _signed_by(cms: bytes, content: bytes, keys: Keys) -> Key:
    """The published key whose CMS signature (RFC 5652, CAdES) this is of that content, as ours are written."""
    parts = nodes(nodes(nodes(nodes(cms)[0][0])[1][0])[0][0])
    chain, signature = [each for _, each in nodes(parts[3][0])], nodes(nodes(parts[4][0])[0][0])[5][0]
    read = [x509.load_der_x509_certificate(each) for each in chain]
    held = [each.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) for each in read]
    name = next((key.name for key in keys.values() if key.public in held), "签这份PDF的密钥")
    own = held.index(keys[name].public) if name in keys else 0
    named = [chain[own], *chain[:own], *chain[own + 1 :]]
    hashes = (der(0x30, der(0x04, hashlib.sha256(each).digest())) for each in named)
    pointer = der(0x30, WITH, der(0x31, der(0x30, der(0x30, *hashes))))
    said = TYPED, der(0x30, DIGEST, der(0x31, der(0x04, hashlib.sha256(content).digest()))), pointer
    fields = nodes(nodes(nodes(chain[own])[0][0])[0][0])  # of the certificate; with its issuer and number
    way = BY_RSA if isinstance(read[own].public_key(), rsa.RSAPublicKey) else BY_ECDSA
    info = ONE, der(0x30, fields[3][1], fields[1][1]), SHA, der(0xA0, *said), way, der(0x04, signature)
    whole = ONE, der(0x31, SHA), der(0x30, DATA), der(0xA0, *chain), der(0x31, der(0x30, *info))
    ensure(cms == der(0x30, SIGNED, der(0xA0, der(0x30, *whole))), "PDF的内容或者电子签名被改动过")
    return signer(name, "document", keys, signature, der(0x31, *said))


def attached(raw: bytes) -> Iterator[bytes]:
    """The files that are embedded in a PDF, as its deflated streams hold them."""
    for match in re.finditer(rb"(?<!end)stream\r?\n", raw):
        told = raw[raw.rfind(b" obj", 0, match.start()) : match.start()]
        if re.search(rb"/Type\s*/EmbeddedFile\b", told) and b"/FlateDecode" in told:
            yield zlib.decompressobj().decompress(raw[match.end() :], 1 << 22)  # more is none of ours


def code(text: str, keys: Keys) -> Found:
    """The face in the code of a certificate, and what was checked of it. Raises Wrong."""
    before, _, signature = text.strip().rpartition(".")
    signed = before.rpartition("/c/")[2]
    packed, _, name = signed.partition(".")
    key = signer(name, "credential", keys, unpacked(signature, web=True), signed.encode())
    raw = unpacked(packed, web=True)
    try:
        texts = SIGN.sub(lambda at: WORDS.split()[at[1][0] - 0x80].encode() if at[1] else at[0], raw[16:])
        written = [*texts.decode().split("\n"), base64.urlsafe_b64encode(raw[:16]).decode().rstrip("=")]
        face = dict(zip(FACE.split(), written, strict=True))
    except (ValueError, IndexError) as wrong:
        raise Wrong("二维码的内容读不出来") from wrong
    face["filing"] = face["number"][:13] if face["filing"] == "#" else face["filing"]
    key.counts(face["issued_on"])
    return face, [f"二维码签名正确，由密钥{name}作出", "没有核对公开日志；后来是否更正、撤销，请上网查询"]


def main(words: Sequence[str] | None = None) -> int:
    """Checks what the words name, says in plain Chinese what was checked and what is wrong; gives the exit code."""
    asked = argparse.ArgumentParser(prog="verify", description="核对电子证书")
    asked.add_argument("file", type=Path, nargs="?", help="电子证书（JSON），或者附有电子证书的PDF")
    asked.add_argument("--qr", help="证书二维码的文字")
    asked.add_argument("--keys", type=Path, required=True, help="发证平台公布的公钥（dengji-keys.json）")
    asked.add_argument("--head", type=Path, help="自己从公开日志取得的树头")
    asked.add_argument("--consistency", type=Path, help="公开日志给出的一致性证明（JSON）")
    given = asked.parse_args(words)
    try:
        face, checked = _checked(given)
        told = [f"  {label}：{face[field]}" for field, label in (each.split("=") for each in SHOWN.split())]
        said, ends = "\n".join(["核对通过。", *told, "核对了：", *(f"  {each}。" for each in checked)]), GOOD
    except Wrong as wrong:
        said, ends = f"核对未通过：{wrong}。", BAD
    except (Unchecked, UnsupportedAlgorithm, OSError, ValueError, AttributeError) as wrong:
        said, ends = f"无法核对：{wrong}。", UNCHECKED
    sys.stdout.write(f"{said}\n")
    return ends


def _checked(given: argparse.Namespace) -> Found:
    keys = keys_of(given.keys.read_bytes())
    if given.qr:
        return code(given.qr, keys)
    if given.file is None:
        raise Unchecked("没有说核对哪个文件")
    later: Later = None
    if given.head:
        proof = json.loads(given.consistency.read_bytes()).get("proof") if given.consistency else None
        later = head_of(given.head.read_text("utf-8"), keys), proof and [unpacked(each) for each in proof]
    raw = given.file.read_bytes()
    return (pdf if raw.startswith(b"%PDF-") else credential)(raw, keys, later)


if __name__ == "__main__":
    sys.exit(main())
