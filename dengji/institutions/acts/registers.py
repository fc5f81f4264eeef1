"""The registers of a body (登记簿): what each holds, and its three acts: a row is added, changed, removed."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models, transaction

from dengji.institutions import entries
from dengji.institutions.acts import rows
from dengji.institutions.codes import plain_code
from dengji.institutions.identities import columns_of, identity_of
from dengji.institutions.models import (
    Equipment,
    FeeItem,
    Institution,
    ItemBank,
    Member,
    Qualification,
    RuleDocument,
    Subsidiary,
    Venue,
)
from dengji.people.models import Post
from dengji.procedure.refusals import NotAllowed
from dengji.records.models import StoredFile

Typed = TypeVar("Typed")
Row = TypeVar("Row", bound=models.Model)
Home = Institution | Member


def plainly(entry: Any) -> dict[str, Any]:
    """What is typed, as it is; files stay what they are."""
    return {field.name: getattr(entry, field.name) for field in fields(entry)}


@dataclass(frozen=True, slots=True)
class Register(Generic[Typed, Row]):
    """One register (登记簿): its name on the trail and in words, its rows, and how what is typed is kept.

    `once` raises NotAllowed for an entry that another row bars, given the row that the entry changes, if any.
    """

    name: str
    label: str
    model: type[Row]
    kept: Callable[[Typed], dict[str, Any]] = plainly
    once: Callable[[Home, Typed, Row | None], None] | None = None
    home: str = "institution"

    def checked(self, home: Home, entry: Typed, row: Row | None = None) -> dict[str, Any]:
        """The entry as it is kept; raises NotAllowed for one that may not stand."""
        if self.once is not None:
            self.once(home, entry, row)
        values = self.kept(entry)
        for file in (value for value in values.values() if isinstance(value, StoredFile)):
            if file.owner_id not in {None, home.pk}:
                raise NotAllowed("该文件不是本机构上传的，不能引用。", remedy="请重新上传文件。")
        return values


@transaction.atomic
def add(register: Register[Typed, Row], home: Home, entry: Typed, *, by: Post | None, at: datetime) -> Row:
    """登记: a row in a register; the same in every word is added once. Raises NotAllowed, NotYours."""
    row = register.model(**{register.home: home}, **register.checked(home, entry))
    return rows.add(row, act=f"institutions.add_{register.name}", by=by, at=at)


@transaction.atomic
def change(register: Register[Typed, Row], row: Row, entry: Typed, *, by: Post | None, at: datetime) -> Row:
    """变更: what is told in a row now. Raises NotAllowed, NotYours."""
    values = register.checked(getattr(row, register.home), entry, row)
    return rows.change(row, values, act=f"institutions.change_{register.name}", by=by, at=at)


@transaction.atomic
def remove(register: Register[Typed, Row], row: Row, *, by: Post | None, at: datetime) -> None:
    """移除: the row no longer stands; what was handed in with it stays in the archive. Raises NotYours."""
    rows.remove(row, act=f"institutions.remove_{register.name}", by=by, at=at)


def _member(entry: entries.MemberEntry) -> dict[str, Any]:
    told = plainly(entry)
    number = told.pop("identity_number")
    return {**told, "roles": list(dict.fromkeys(entry.roles)), **columns_of(number)}


def _venue(entry: entries.VenueEntry) -> dict[str, Any]:
    return {**plainly(entry), "occupations": list(dict.fromkeys(entry.occupations))}


def _subsidiary(entry: entries.SubsidiaryEntry) -> dict[str, Any]:
    return {**plainly(entry), "uscc": plain_code(entry.uscc)}


def _one_person(home: Home, entry: entries.MemberEntry, row: Member | None) -> None:
    """Raises NotAllowed if the identity number stands under another name, or in another row."""
    if not plain_code(entry.identity_number):
        return
    same = Member.objects.filter(institution=home.pk, identity=identity_of(entry.identity_number))
    other = same.exclude(pk=row.pk).first() if row else same.first()
    if other is not None and (row is not None or other.name != entry.name.strip()):
        raise NotAllowed(
            f"该身份证号已登记为“{other.name}”。", remedy="请核对身份证号；重复的人员不必再登记。"
        )


MEMBERS = Register("member", "人员", Member, _member, _one_person)
QUALIFICATIONS: Register[entries.QualificationEntry, Qualification] = Register(
    "qualification", "资格", Qualification, home="member"
)
VENUES = Register("venue", "场所", Venue, _venue)
EQUIPMENT: Register[entries.EquipmentEntry, Equipment] = Register("equipment", "设备", Equipment)
ITEM_BANKS: Register[entries.ItemBankEntry, ItemBank] = Register("item_bank", "题库", ItemBank)
RULES: Register[entries.RuleEntry, RuleDocument] = Register("rule", "规章制度", RuleDocument)
FEES: Register[entries.FeeEntry, FeeItem] = Register("fee", "收费项目", FeeItem)
SUBSIDIARIES = Register("subsidiary", "下属子公司", Subsidiary, _subsidiary)
REGISTERS: tuple[Register[Any, Any], ...] = (
    MEMBERS, QUALIFICATIONS, VENUES, EQUIPMENT, ITEM_BANKS, RULES, FEES, SUBSIDIARIES,
)  # fmt: skip
