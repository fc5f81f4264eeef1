"""What is wrong with what was typed (填报问题), field by field, each as a sentence."""

import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models

from dengji.institutions.codes import identity_fault, uscc_fault
from dengji.institutions.identities import number_of
from dengji.institutions.models import Institution, Member, Qualification, Subsidiary
from dengji.institutions.terms import MemberRole, QualificationKind
from dengji.occupations.levels import unknown_levels
from dengji.occupations.queries import unknown_codes
from dengji.people.models import Organisation

LINES = frozenset("\n\r\t")
Field = models.Field[Any, Any]


class Fault(NamedTuple):
    """One thing that is wrong: the field as its form names it, and the sentence."""

    field: str
    says: str


def faults_of(row: models.Model) -> tuple[Fault, ...]:
    """Everything wrong with a row that is about to be written; empty if nothing is."""
    return field_faults(row) or tuple(_meaning_faults(row))


def field_faults(row: models.Model) -> tuple[Fault, ...]:
    """What each field shows by itself: left blank, too long, negative, not to be chosen. Asks no table."""
    said = [(str(field.verbose_name), _sentence(row, field)) for field in _told(row)]
    return tuple(Fault(name, sentence) for name, sentence in said if sentence)


def tidy(row: models.Model) -> None:
    """Take away the blanks around every text of a row."""
    for field in _told(row):
        value = getattr(row, field.attname)
        if isinstance(value, str):
            setattr(row, field.attname, value.strip())


def _told(row: models.Model) -> list[Field]:
    return [
        field
        for field in row._meta.concrete_fields
        if not field.primary_key and not isinstance(field, models.ForeignKey | models.JSONField)
    ]


def _sentence(row: models.Model, field: Field) -> str | None:
    value = getattr(row, field.attname)
    if isinstance(value, str) and any(_control(sign) for sign in value):
        return f"“{field.verbose_name}”含有不能保存的控制字符，请重新输入。"
    if value in field.empty_values and (field.blank or (value is None and field.null)):
        return None
    try:
        field.clean(value, row)
    except ValidationError as wrong:
        return _said(field, value, str(wrong.error_list[0].code))
    return None


def _said(field: Field, value: object, code: str) -> str:
    name = field.verbose_name
    sentences = {
        "blank": f"请填写“{name}”。",
        "null": f"请填写“{name}”。",
        "max_length": f"“{name}”最多{field.max_length}个字，现有{len(str(value))}个字。",
        "min_value": f"“{name}”不能是负数。",
        "max_value": f"“{name}”的数字太大。",
        "invalid_choice": f"“{name}”不是可选的项目：{str(value)[:40]}。",
        "invalid_date": f"“{name}”不是存在的日期：{str(value)[:40]}。",
    }
    return sentences.get(code, f"“{name}”填写得不对：{str(value)[:40]}。")


def _control(sign: str) -> bool:
    return sign not in LINES and unicodedata.category(sign) in {"Cc", "Cs"}


def _meaning_faults(row: models.Model) -> Iterator[Fault]:
    """What no field shows by itself: check digits, codes of the catalogue, what belongs together."""
    match row:
        case Institution():
            yield from faults_of(row.organisation)
        case Organisation() | Subsidiary():
            if wrong := uscc_fault(row.uscc or ""):
                yield Fault("统一社会信用代码", wrong)
        case Member():
            yield from _member(row)
        case Qualification():
            yield from _qualification(row)
            yield from _occupations(row)
        case _:
            yield from _occupations(row)


def _member(row: Member) -> Iterator[Fault]:
    unknown = [role for role in row.roles if role not in MemberRole.values]
    if unknown:
        yield Fault("人员类别", f"人员类别“{'、'.join(unknown)}”不是可选的项目。")
    if not row.roles:
        yield Fault("人员类别", "请至少选择一种人员类别。")
    if (number := number_of(row)) and (wrong := identity_fault(number)):
        yield Fault("身份证号", wrong)


def _qualification(row: Qualification) -> Iterator[Fault]:
    if row.level and unknown_levels([row.level]):
        yield Fault("等级", f"“{row.level}”不是职业技能等级。")
    if row.kind == QualificationKind.CERTIFICATE and not row.level:
        yield Fault("等级", "请填写证书的等级。")
    if row.kind == QualificationKind.TITLE and not row.title_level:
        yield Fault("职称级别", "请填写职称级别。")


def _occupations(row: models.Model) -> Iterator[Fault]:
    single = getattr(row, "occupation", "")
    unknown = unknown_codes(getattr(row, "occupations", None) or ([single] if single else []))
    if unknown:
        yield Fault("职业编码", f"职业编码{'、'.join(unknown)}不在职业目录内。")
