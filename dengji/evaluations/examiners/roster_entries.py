"""What is typed into the register of examiners and supervisors (登记内容), and what is wrong with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from dengji.evaluations.terms import Engagement, Registered
from dengji.institutions.codes import identity_fault, uscc_fault
from dengji.institutions.faults import Fault
from dengji.institutions.terms import TitleLevel
from dengji.occupations.levels import unknown_levels
from dengji.occupations.queries import unknown_codes

LONGEST = {"number": ("证卡编号", 40), "name": ("姓名", 60), "employer": ("工作单位", 120)}


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """A qualification as it is typed (考评资格): an occupation, with a certificate's level or a title's."""

    occupation: str
    level: str = ""
    title_level: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Somebody for the register, as it is typed (登记内容)."""

    kind: str
    number: str
    name: str
    identity_number: str
    valid_from: date
    valid_until: date
    employer: str = ""
    employer_uscc: str = ""
    engagement: str = ""
    held: Sequence[HeldEntry] = field(default=())


def faults_of(entry: PersonEntry) -> tuple[Fault, ...]:
    """Everything wrong with what was typed, by column (登记内容问题)."""
    return (*_own_faults(entry), *_held_faults(entry))


def _own_faults(entry: PersonEntry) -> Iterator[Fault]:
    yield from _text_faults(entry)
    if entry.kind not in Registered.values:
        yield Fault("登记类别", "请选择考评员或者质量督导员。")
    if entry.engagement not in ("", *Engagement.values):
        yield Fault("专兼职", "请选择专职或者兼职。")
    if wrong := identity_fault(entry.identity_number):
        yield Fault("身份证号", wrong)
    if entry.employer_uscc and (wrong := uscc_fault(entry.employer_uscc)):
        yield Fault("工作单位统一社会信用代码", wrong)
    if entry.valid_until < entry.valid_from:
        yield Fault("有效期至", "早于有效期自。")


def _text_faults(entry: PersonEntry) -> Iterator[Fault]:
    for name, (column, longest) in LONGEST.items():
        said = getattr(entry, name).strip()
        if not said and name != "employer":
            yield Fault(column, "没有填写。")
        if len(said) > longest:
            yield Fault(column, f"不超过{longest}字。")


def _held_faults(entry: PersonEntry) -> Iterator[Fault]:
    if not entry.held and entry.kind == Registered.EXAMINER:
        yield Fault("考评资格", "考评员至少登记一个考评职业。")
    for code in unknown_codes(each.occupation for each in entry.held):
        yield Fault("职业编码", f"“{code[:20]}”不在职业目录内。")
    for each in entry.held:
        if unknown_levels([each.level] if each.level else []):
            yield Fault("证书等级", f"“{each.level[:12]}”不是技能等级。")
        if each.title_level not in ("", *TitleLevel.values):
            yield Fault("职称级别", f"“{each.title_level[:12]}”不是职称级别。")
        if not each.level and not each.title_level:
            yield Fault("考评资格", f"{each.occupation}没有填写证书等级，也没有填写职称级别。")
        if len(each.number) > LONGEST["number"][1]:
            yield Fault("证书编号", "不超过40字。")
