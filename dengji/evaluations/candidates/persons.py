"""考生信息: what is told of somebody to be evaluated, what is wrong with it, and the row that it becomes, sealed."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from dengji.evaluations.candidates.entry import Bar, Stated, bar_of, full_years
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import Attempt, DocumentKind, Progress, Sex
from dengji.evaluations.texts import text_of
from dengji.filings.terms import Audience
from dengji.institutions.codes import identity_fault, masked, plain_code
from dengji.occupations.entry import NONE
from dengji.policy.engine.practice import Category
from dengji.sealing.seals import digest_of, sealed

NAME, NUMBER, SEX, BORN, PHONE = "姓名", "证件号码", "性别", "出生日期", "手机号码"
CATEGORY, PROGRESS, YEARS, WORK_SINCE = "考生来源", "认定分类", "从事本职业年限", "参加工作年月"
LEVEL, LEVEL_ON, TITLE, TITLE_ON = "已有证书等级", "证书取得日期", "职称", "职称取得日期"
LONGEST_NAME, MOST_YEARS = 60, 70
DOTS = str.maketrans(dict.fromkeys("•・‧∙．", "·"))


@dataclass(slots=True)
class CandidateEntry:
    """Somebody to be evaluated (考生信息), as it is typed. `stated` is what entry conditions ask (entry.known)."""

    name: str
    number: str
    category: str
    document: str = DocumentKind.IDENTITY
    phone: str = ""
    attempt: str = Attempt.FIRST
    progress: str = Progress.INITIAL
    stated: Mapping[str, Any] = field(default_factory=dict)
    sex: str = ""
    born: date | None = None


class Fault(NamedTuple):
    """One thing that is wrong (填报问题): the column, and why."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Whom a plan's list takes (名单范围): categories, the sentence that names them, entry conditions, today."""

    plan: Plan
    may: frozenset[str]
    says: str
    bar: Bar
    on: date


def gate_of(plan: Plan, on: date) -> Gate:
    """Whom the plan's list takes on a day: what the plan says, else what its text lets a body of this kind evaluate."""
    pack = text_of(plan, on)
    practice = pack.practice if pack else None
    allowed = practice.categories(plan.audience) if practice else None
    may = frozenset(plan.categories) or frozenset(allowed or Category)
    says = f"本计划只评价：{_labels(may)}。"
    if pack and practice and allowed is not None:
        cited = [each.cite for each in practice.populations if each.audience == plan.audience]
        article = pack.articles[cited[0]].label
        audience = Audience(plan.audience).label
        says += f"评价对象备案为“{audience}”的，依据{pack.title}{article}只能评价：{_labels(allowed)}。"
    return Gate(plan, may, says, bar_of(plan), on)


def tidy(entry: CandidateEntry) -> CandidateEntry:
    """The same with the number and the name as they are kept; birth and sex from the identity number."""
    entry.number, entry.name = plain_code(entry.number), plain_name(entry.name)
    entry.phone = plain_code(entry.phone)
    return entry


def plain_name(typed: str) -> str:
    """A name without blanks that nobody wrote on purpose: those inside a Chinese name are gone, others are single."""
    if typed.isalpha() and not typed.isascii():
        return typed
    parts = "".join(" " if sign.isspace() else sign for sign in typed.translate(DOTS)).split()
    latin = any(part.isascii() for part in parts)
    return (" " if latin else "").join(parts)


def faults(entry: CandidateEntry, gate: Gate) -> list[Fault]:
    """Everything that keeps somebody off the list; entry conditions do not. Fills in birth and sex from the number."""
    found = personal_faults(entry, gate.on)
    if entry.phone and not (len(entry.phone) == 11 and entry.phone[0] == "1" and entry.phone.isdecimal()):
        found.append(Fault(PHONE, "手机号码应为11位数字，以1开头。"))
    if entry.category not in gate.may:
        found.append(Fault(CATEGORY, f"不能评价“{_label(entry.category)}”。{gate.says}"))
    found.extend(_stated(entry, gate.on))
    return found


def personal_faults(entry: CandidateEntry, on: date) -> list[Fault]:
    """What is wrong with name and document alone; fills in birth and sex from an identity number."""
    return [*_name(entry.name), *_document(entry, on)]


def columns(entry: CandidateEntry, gate: Gate, identity: str) -> dict[str, Any]:
    """The candidate's columns, without the place on the list; of an entry without faults."""
    outcome, admissible = gate.bar.outcome(entry.stated, entry.born)
    personal = {
        "name": entry.name,
        "number": entry.number,
        "phone": entry.phone,
        "sex": entry.sex,
        "born": entry.born.isoformat() if entry.born else "",
    }
    return {
        "sealed": sealed(personal),
        "identity": identity,
        "named": name_digest(entry.name),
        "masked": masked(entry.number)[:30],
        "document": entry.document,
        "category": entry.category,
        "attempt": entry.attempt,
        "progress": entry.progress,
        "stated": dict(entry.stated),
        "entry": outcome,
        "admissible": admissible,
    }


def identity_of(document: str, number: str) -> str:
    """The digest by which a person is known again."""
    return digest_of(f"{document}:{number}")


def name_digest(name: str) -> str:
    """The digest by which a name is found."""
    return digest_of(f"name:{name}")


def _name(name: str) -> Iterator[Fault]:
    if not name:
        yield Fault(NAME, "没有填写。")
    elif len(name) > LONGEST_NAME:
        yield Fault(NAME, f"最多{LONGEST_NAME}个字。")
    elif not name.isalpha() and any(unicodedata.category(sign)[0] in "CNS" for sign in name):
        yield Fault(NAME, "含有数字、符号或者不能保存的字符。")


def _document(entry: CandidateEntry, on: date) -> Iterator[Fault]:
    """What is wrong with the paper; an identity number says birth and sex, which must agree with what was told."""
    if entry.document != DocumentKind.IDENTITY:
        yield from _other_document(entry, on)
        return
    if wrong := identity_fault(entry.number, on):
        yield Fault(NUMBER, wrong if entry.number else "没有填写。")
        return
    number = entry.number
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    sex = Sex.MALE.value if number[16] in "13579" else Sex.FEMALE.value
    if entry.born not in (None, born):
        yield Fault(BORN, "与身份证号中的出生日期不一致。")
    if entry.sex not in ("", sex):
        yield Fault(SEX, f"与身份证号不一致，按证号应为“{Sex(sex).label}”。")
    entry.born, entry.sex = born, sex


def _other_document(entry: CandidateEntry, on: date) -> Iterator[Fault]:
    """Passports and the like carry no check: signs and length only; birth and sex have to be told."""
    plain = entry.number.replace("(", "").replace(")", "")
    if not (5 <= len(plain) <= 20 and plain.isalnum()):
        yield Fault(NUMBER, "应为5至20位字母和数字。")
    if entry.born is None:
        yield Fault(BORN, "不用身份证的，请填写出生日期。")
    elif entry.born > on:
        yield Fault(BORN, "晚于今天。")
    if not entry.sex:
        yield Fault(SEX, "不用身份证的，请填写性别。")


def _stated(entry: CandidateEntry, on: date) -> Iterator[Fault]:
    """What cannot be, or does not agree, among the facts for entry conditions."""
    stated, today = entry.stated, on.isoformat()
    for held, since, column in (("level", "level_on", LEVEL_ON), ("title", "title_on", TITLE_ON)):
        if (stated.get(since) or "") > today:
            yield Fault(column, "晚于今天。")
        if stated.get(since) and not stated.get(held):
            yield Fault(LEVEL if held == "level" else TITLE, f"填了{column}，没有填这一项。")
    if entry.progress == Progress.ADVANCED and stated.get("level") == NONE:
        yield Fault(PROGRESS, f"是“晋级认定”，{LEVEL}却是“无”。")
    yield from _years(stated, entry.born, on)


def _years(stated: Stated, born: date | None, on: date) -> Iterator[Fault]:
    """Years of work that no life has room for."""
    years, since = stated.get("years_of_work"), stated.get("work_since")
    if since and since > on.isoformat():
        yield Fault(WORK_SINCE, "晚于今天。")
    if years is None:
        return
    if years > MOST_YEARS or (born is not None and years >= max(full_years(born, on), 1)):
        yield Fault(YEARS, f"填了{years}年，不小于年龄，请核对。")
    elif since and years > full_years(date.fromisoformat(since).replace(day=1), on) + 1:
        yield Fault(YEARS, f"填了{years}年，多于参加工作以来的年数。")


def _labels(categories: frozenset[str] | frozenset[Category]) -> str:
    return "、".join(each.label for each in Category if each.value in categories)


def _label(category: str) -> str:
    return Category(category).label if category in set(Category) else category
