"""What the registers of a body tell (机构事实): pure functions of the dossier; None = not known."""

from collections.abc import Callable
from datetime import date
from typing import Any

from dengji.exchange.terms import Register
from dengji.institutions.answers import heard_in
from dengji.institutions.terms import Affiliation, BodyKind, MemberRole, Tenure, VenueKind
from dengji.people.queries import stem
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import Answer, fact
from dengji.procedure.subject import Subject

FROM_REGISTER = "登记机关核验"


@fact("kind", kind=FactKind.TEXT, label="机构类型", choices=dict(BodyKind.choices))
def kind(subject: Subject, on: date) -> str | None:
    """机构类型: employer, school, social_organisation or examination_body."""
    return _text(subject, "kind")


@fact("affiliation", kind=FactKind.TEXT, label="隶属关系", choices=dict(Affiliation.choices))
def affiliation(subject: Subject, on: date) -> str | None:
    """隶属关系: central, provincial, prefecture or county."""
    return _text(subject, "affiliation")


@fact("registered_in_jurisdiction", kind=FactKind.BOOLEAN, label="登记地在本辖区")
def registered_in_jurisdiction(subject: Subject, on: date) -> bool | None:
    """登记地: the body's division is the text's, or lies in it (codes nest by pairs of figures)."""
    division = _text(subject, "division")
    return None if division is None else division.startswith(stem(subject.pack.jurisdiction))


@fact("independent_legal_person", kind=FactKind.BOOLEAN, label="独立法人")
def independent_legal_person(subject: Subject, on: date) -> bool | None:
    """独立法人: as the body states it."""
    return _truth(subject, "independent_legal_person")


@fact("other_department", kind=FactKind.BOOLEAN, label="由其他实施部门设立")
def other_department(subject: Subject, on: date) -> bool | None:
    """实施部门: an implementing department other than the HR department is recorded."""
    body = _body(subject)
    return bool(body["implementing_department"]) if "implementing_department" in body else None


@fact("registration_verified", kind=FactKind.BOOLEAN, label="登记信息核验一致")
def registration_verified(subject: Subject, on: date) -> Answer | None:
    """登记信息: the company register has the body as it describes itself; None without an answer."""
    return _answered(subject, Register.COMPANY_REGISTER, on, "registration_verified")


@fact("credit_clean", kind=FactKind.BOOLEAN, label="无违法违规、失信记录")
def credit_clean(subject: Subject, on: date) -> Answer | None:
    """信用记录: the credit register has nothing against the body; None without an answer."""
    return _answered(subject, Register.CREDIT_REGISTER, on, "credit_clean")


@fact("registration_stale_since", kind=FactKind.DATE, label="已过时效的登记查询日期")
def registration_stale_since(subject: Subject, on: date) -> date | None:
    """登记查询过期: the day of the newest answer of the company register, where it counts no more for the case."""
    return _stale_since(subject, Register.COMPANY_REGISTER, on)


@fact("credit_stale_since", kind=FactKind.DATE, label="已过时效的信用查询日期")
def credit_stale_since(subject: Subject, on: date) -> date | None:
    """信用查询过期: the day of the newest answer of the credit register, where it counts no more for the case."""
    return _stale_since(subject, Register.CREDIT_REGISTER, on)


@fact("dedicated_department", kind=FactKind.BOOLEAN, label="设有专门工作部门")
def dedicated_department(subject: Subject, on: date) -> bool | None:
    """专门工作部门: one is named. Left blank is not known: the body may have one and not have written it."""
    return True if _text(subject, "department") else None


@fact("full_time_staff", kind=FactKind.INTEGER, label="专职工作人员数", unit="名")
def full_time_staff(subject: Subject, on: date) -> int | None:
    """专职工作人员."""
    return _members(subject, MemberRole.STAFF)


@fact("experts", kind=FactKind.INTEGER, label="专家数", unit="名")
def experts(subject: Subject, on: date) -> int | None:
    """专家."""
    return _members(subject, MemberRole.EXPERT)


@fact("examiners", kind=FactKind.INTEGER, label="考评人员数", unit="名")
def examiners(subject: Subject, on: date) -> int | None:
    """考评人员."""
    return _members(subject, MemberRole.EXAMINER)


@fact("quality_supervisors", kind=FactKind.INTEGER, label="内部质量督导员数", unit="名")
def quality_supervisors(subject: Subject, on: date) -> int | None:
    """内部质量督导员."""
    return _members(subject, MemberRole.SUPERVISOR)


@fact("theory_venues", kind=FactKind.INTEGER, label="理论考场数", unit="处")
def theory_venues(subject: Subject, on: date) -> int | None:
    """理论知识考场."""
    return _venues(subject, VenueKind.THEORY)


@fact("own_theory_venues", kind=FactKind.INTEGER, label="自有理论考场数", unit="处")
def own_theory_venues(subject: Subject, on: date) -> int | None:
    """自有理论知识考场: those that are not leased."""
    venues = _rows(subject, "venues")
    if venues is None:
        return None
    own = (Tenure.OWN, VenueKind.THEORY)
    return len([venue for venue in venues if (venue["tenure"], venue["kind"]) == own])


@fact("practical_venues", kind=FactKind.INTEGER, label="实操考场数", unit="处")
def practical_venues(subject: Subject, on: date) -> int | None:
    """技能操作考场."""
    return _venues(subject, VenueKind.PRACTICAL)


@fact("venues_without_video", kind=FactKind.TEXTS, label="未配备视频监控的场所")
def venues_without_video(subject: Subject, on: date) -> list[str] | None:
    """视频监控: the venues that have none."""
    return _names(subject, "venues", lambda venue: not venue["video"])


@fact("venues_without_safety_proof", kind=FactKind.TEXTS, label="无安全消防证明的场所")
def venues_without_safety_proof(subject: Subject, on: date) -> list[str] | None:
    """安全消防: the venues without proof."""
    return _names(subject, "venues", lambda venue: not venue["safety_proof"])


@fact("fees_published", kind=FactKind.BOOLEAN, label="收费标准已公布")
def fees_published(subject: Subject, on: date) -> bool | None:
    """收费公布: every fee is published by the day. Without any fee it is not known (free is a fee of 0)."""
    fees = _rows(subject, "fees")
    return all(_by(fee["published_on"], on) for fee in fees) if fees else None


@fact("subsidiaries_declared", kind=FactKind.BOOLEAN, label="申报了下属子公司")
def subsidiaries_declared(subject: Subject, on: date) -> bool | None:
    """下属子公司: the body evaluates the staff of some."""
    subsidiaries = _rows(subject, "subsidiaries")
    return None if subsidiaries is None else bool(subsidiaries)


@fact("subsidiaries_without_proof", kind=FactKind.TEXTS, label="无权属证明的子公司")
def subsidiaries_without_proof(subject: Subject, on: date) -> list[str] | None:
    """权属证明: the subsidiaries without a file that proves them."""
    return _names(subject, "subsidiaries", lambda subsidiary: not subsidiary["proof"])


Row = dict[str, Any]


def _body(subject: Subject) -> Row:
    body: Row = subject.dossier.get("body") or {}
    return body


def _text(subject: Subject, name: str) -> str | None:
    return _body(subject).get(name) or None


def _truth(subject: Subject, name: str) -> bool | None:
    value: bool | None = _body(subject).get(name)
    return value


def _answered(subject: Subject, register: Register, on: date, handed_in: str) -> Answer | None:
    """What a register says: in a case under way its newest answer, if that counts; else what was handed in of it."""
    found = heard_in(subject, register, on)
    if found is None:
        value = _truth(subject, handed_in)
        return None if value is None else Answer(value, FROM_REGISTER)
    if found.good is None or found.answered_on is None:
        return None
    return Answer(found.good, f"{FROM_REGISTER}，查询于{spoken(found.answered_on)}")


def _stale_since(subject: Subject, register: Register, on: date) -> date | None:
    found = heard_in(subject, register, on)
    return found.answered_on if found is not None and found.stale else None


def _rows(subject: Subject, part: str) -> list[Row] | None:
    """A register of the dossier; None where the dossier does not have it at all."""
    rows: list[Row] | None = subject.dossier.get(part)
    return rows


def _members(subject: Subject, role: MemberRole) -> int | None:
    members = _rows(subject, "members")
    return None if members is None else sum(role in member["roles"] for member in members)


def _venues(subject: Subject, kind: VenueKind) -> int | None:
    venues = _rows(subject, "venues")
    return None if venues is None else sum(venue["kind"] == kind for venue in venues)


def _names(subject: Subject, part: str, lacks: Callable[[Row], bool]) -> list[str] | None:
    rows = _rows(subject, part)
    return None if rows is None else [row["name"] for row in rows if lacks(row)]


def _by(day: str | None, on: date) -> bool:
    return day is not None and date.fromisoformat(day) <= on
