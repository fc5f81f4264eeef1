"""What is asked to be put right of a certificate (更正内容): as it is typed, checked, and in words.

Name, document, birth and sex, occupation and work type are corrected under the same number. The level stands in the
number: another level is another certificate, given in exchange (换发).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dengji.certificates.models import Amendment, Certificate
from dengji.certificates.terms import AmendmentKind
from dengji.evaluations.candidates.persons import CandidateEntry, personal_faults, tidy
from dengji.evaluations.terms import DocumentKind, Sex
from dengji.filings.models import ScopeRow
from dengji.occupations.levels import label, levels_for
from dengji.occupations.queries import code_of, names, work_types
from dengji.procedure.refusals import NotAllowed
from dengji.records.models import StoredFile
from dengji.sealing.seals import opened

LABELS = {
    "name": "姓名",
    "document": "证件类型",
    "number": "证件号码",
    "born": "出生日期",
    "sex": "性别",
    "code": "职业",
    "work_type": "工种",
    "level": "等级",
}
"""What of a certificate can be put right; all else would be another certificate."""
NO_WORK_TYPE = "无"
"""Typed where a certificate shall name no work type (不写工种)."""
AGAIN = "请填写要更正的项目。"


@dataclass(frozen=True, slots=True)
class PersonalEntry:
    """What a certificate shall say of its holder (持证人信息), as it is typed; what is empty stays as it is."""

    name: str = ""
    document: str = ""
    number: str = ""
    born: date | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class FaceEntry:
    """What else it shall say (证面内容): an occupation by code or whole name, a work type, a level by its code."""

    occupation: str = ""
    work_type: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentEntry:
    """What is asked for a certificate (变动申请): `wanted` counts for a correction, `face` for an exchange too."""

    kind: AmendmentKind
    reason: str
    wanted: PersonalEntry = PersonalEntry()
    face: FaceEntry = FaceEntry()
    file: StoredFile | None = None


def changes_of(certificate: Certificate, entry: AmendmentEntry, on: date) -> dict[str, str]:
    """What would be different, checked as on a list of candidates and against the filing's scope; raises NotAllowed."""
    if entry.kind == AmendmentKind.EXCHANGE:
        return {"level": _level(certificate, entry.face.level)}
    if entry.kind != AmendmentKind.CORRECT:
        return {}
    changes = _personal(certificate, entry.wanted, on) | _face(certificate, entry.face)
    if not changes:
        raise NotAllowed("更正后的内容和现在的一样。", remedy=AGAIN)
    return changes


def ensure_in_scope(certificate: Certificate, code: str, work_type: str, level: str) -> None:
    """Raises NotAllowed for what the filing did not allow on the day of issue; one without a filing is not checked."""
    if certificate.filing_id is None:
        return
    rows = ScopeRow.objects.filter(filing=certificate.filing_id, code=code).in_force(certificate.issued_on)
    if not any(_allows(row, work_type, level) for row in rows):
        what = f"{names([code]).get(code, code)}{f'（{work_type}）' if work_type else ''}"
        raise NotAllowed(
            f"发证时的备案范围里没有{what}{label(level) if level else ''}，不能这样更正。",
            remedy="请核对职业、工种和等级；证书确实不应当核发的，请申请撤销。",
        )


def wanted_of(amendment: Amendment) -> dict[str, str]:
    """What the certificate shall say, opened (更正内容)."""
    return opened(amendment.wanted) if amendment.wanted else {}


def in_words(wanted: Mapping[str, str]) -> dict[str, str]:
    """What it shall say, as people read it (更正内容): documents, sexes, occupations and levels by their names."""
    return {key: _worded(key, wanted[key]) for key in LABELS if key in wanted}


def says_of(amendment: Amendment) -> str:
    """What the public reads of it: what was corrected, never what it said; of others, that it happened."""
    if amendment.kind == AmendmentKind.CORRECT:
        return f"更正{'、'.join(amendment.changes)}"
    return str(AmendmentKind(amendment.kind).label)


def _personal(certificate: Certificate, wanted: PersonalEntry, on: date) -> dict[str, str]:
    if wanted == PersonalEntry():
        return {}
    now = opened(certificate.sealed)
    document = wanted.document or now.get("document") or DocumentKind.IDENTITY
    stays = {} if document == DocumentKind.IDENTITY else now  # an identity number tells birth and sex itself
    entry = tidy(
        CandidateEntry(
            wanted.name or now.get("name", ""),
            wanted.number or now.get("number", ""),
            "",
            document=document,
            sex=wanted.sex or stays.get("sex", ""),
            born=wanted.born or (date.fromisoformat(stays["born"]) if stays.get("born") else None),
        )
    )
    if found := personal_faults(entry, on):
        raise NotAllowed(
            "；".join(f"{each.column}：{each.reason}" for each in found), remedy="请核对后重新填写。"
        )
    said = {
        "name": entry.name,
        "document": entry.document,
        "number": entry.number,
        "born": entry.born.isoformat() if entry.born else now.get("born", ""),
        "sex": entry.sex or now.get("sex", ""),
    }
    return {key: value for key, value in said.items() if value != now.get(key, "")}


def _face(certificate: Certificate, wanted: FaceEntry) -> dict[str, str]:
    """The occupation with its name, and the work type, where one of them is another."""
    if not (wanted.occupation.strip() or wanted.work_type.strip()):
        return {}
    code = code_of(wanted.occupation) if wanted.occupation.strip() else certificate.code
    if code is None:
        raise NotAllowed(
            f"没有叫“{wanted.occupation.strip()[:40]}”的职业。", remedy="请填写职业编码，或者大典上的全名。"
        )
    work_type = _work_type(certificate, code, wanted.work_type.strip())
    ensure_in_scope(certificate, code, work_type, certificate.level)
    name = certificate.occupation if code == certificate.code else names([code])[code]
    said = {"code": code, "occupation": name, "work_type": work_type}
    return {key: value for key, value in said.items() if value != getattr(certificate, key)}


def _work_type(certificate: Certificate, code: str, typed: str) -> str:
    """The work type that it shall name: the one that is typed; where none is, its own, if the occupation has it."""
    known = work_types(code)
    if not typed:
        return certificate.work_type if code == certificate.code or certificate.work_type in known else ""
    if typed == NO_WORK_TYPE:
        return ""
    if typed not in known:
        there = f"这个职业的工种有{'、'.join(known[:8])}" if known else "这个职业没有工种"
        raise NotAllowed(f"没有“{typed[:40]}”这个工种，{there}。", remedy=f"不写工种的，填“{NO_WORK_TYPE}”。")
    return typed


def _level(certificate: Certificate, wanted: str) -> str:
    known = {each.code for each in levels_for(certificate.regime)}
    if wanted not in known or not certificate.level:
        raise NotAllowed("请选择正确的等级。")
    if wanted == certificate.level:
        raise NotAllowed(
            "选的等级和现在的一样。", remedy="等级没有错的，不用换发；其他内容有误的，请申请更正。"
        )
    ensure_in_scope(certificate, certificate.code, certificate.work_type, wanted)
    return wanted


def _allows(row: ScopeRow, work_type: str, level: str) -> bool:
    """Whether a row of the scope allows it; one without a work type allows all of them."""
    return (not row.work_type or row.work_type == work_type) and (not level or level in row.levels)


def _worded(key: str, value: str) -> str:
    match key:
        case "document":
            return dict(DocumentKind.choices).get(value, value)
        case "sex":
            return dict(Sex.choices).get(value, value)
        case "code":
            return f"{names([value]).get(value, '')} {value}".strip()
        case "work_type":
            return value or "不写工种"
        case "level":
            return label(value)
    return value
