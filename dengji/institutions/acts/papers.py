"""What a body works by (题库、制度、收费、下属子公司)."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from dengji.institutions.acts import rows
from dengji.institutions.codes import plain_code
from dengji.institutions.entries import FeeEntry, ItemBankEntry, RuleEntry, SubsidiaryEntry
from dengji.institutions.models import FeeItem, Institution, ItemBank, RuleDocument, Subsidiary
from dengji.people.models import Post
from dengji.procedure.refusals import NotAllowed
from dengji.records.models import StoredFile


@transaction.atomic
def add_item_bank(
    institution: Institution, entry: ItemBankEntry, *, by: Post | None, at: datetime
) -> ItemBank:
    """登记题库: where the test items for an occupation come from; an occupation stands once."""
    bank = ItemBank(institution=institution, **asdict(entry))
    return rows.add(bank, act="institutions.add_item_bank", by=by, at=at)


@transaction.atomic
def change_item_bank(bank: ItemBank, entry: ItemBankEntry, *, by: Post | None, at: datetime) -> ItemBank:
    """变更题库: what is told of the source now."""
    return rows.change(bank, asdict(entry), act="institutions.change_item_bank", by=by, at=at)


@transaction.atomic
def remove_item_bank(bank: ItemBank, *, by: Post | None, at: datetime) -> None:
    """移除题库: the occupation has no source of items any more."""
    rows.remove(bank, act="institutions.remove_item_bank", by=by, at=at)


@transaction.atomic
def add_rule(institution: Institution, entry: RuleEntry, *, by: Post | None, at: datetime) -> RuleDocument:
    """登记规章制度: a rule that the body made, with its file and the day it was published."""
    _ensure_own(institution, entry.file)
    rule = RuleDocument(institution=institution, **_values(entry))
    return rows.add(rule, act="institutions.add_rule", by=by, at=at)


@transaction.atomic
def change_rule(rule: RuleDocument, entry: RuleEntry, *, by: Post | None, at: datetime) -> RuleDocument:
    """变更规章制度: what is told of the rule now."""
    _ensure_own(rule.institution, entry.file)
    return rows.change(rule, _values(entry), act="institutions.change_rule", by=by, at=at)


@transaction.atomic
def remove_rule(rule: RuleDocument, *, by: Post | None, at: datetime) -> None:
    """移除规章制度: the rule no longer holds in the body; its file stays in the archive."""
    rows.remove(rule, act="institutions.remove_rule", by=by, at=at)


@transaction.atomic
def add_fee(institution: Institution, entry: FeeEntry, *, by: Post | None, at: datetime) -> FeeItem:
    """登记收费项目: a fee that the body takes, in fen; 0 says that it is free."""
    fee = FeeItem(institution=institution, **asdict(entry))
    return rows.add(fee, act="institutions.add_fee", by=by, at=at)


@transaction.atomic
def change_fee(fee: FeeItem, entry: FeeEntry, *, by: Post | None, at: datetime) -> FeeItem:
    """变更收费项目: what is told of the fee now."""
    return rows.change(fee, asdict(entry), act="institutions.change_fee", by=by, at=at)


@transaction.atomic
def remove_fee(fee: FeeItem, *, by: Post | None, at: datetime) -> None:
    """移除收费项目: the body no longer takes it."""
    rows.remove(fee, act="institutions.remove_fee", by=by, at=at)


@transaction.atomic
def add_subsidiary(
    institution: Institution, entry: SubsidiaryEntry, *, by: Post | None, at: datetime
) -> Subsidiary:
    """登记下属子公司: a subsidiary whose staff the employer evaluates too; its code stands once."""
    _ensure_own(institution, entry.proof)
    subsidiary = Subsidiary(institution=institution, **_subsidiary(entry))
    return rows.add(subsidiary, act="institutions.add_subsidiary", by=by, at=at)


@transaction.atomic
def change_subsidiary(
    subsidiary: Subsidiary, entry: SubsidiaryEntry, *, by: Post | None, at: datetime
) -> Subsidiary:
    """变更下属子公司: what is told of the subsidiary now."""
    _ensure_own(subsidiary.institution, entry.proof)
    return rows.change(subsidiary, _subsidiary(entry), act="institutions.change_subsidiary", by=by, at=at)


@transaction.atomic
def remove_subsidiary(subsidiary: Subsidiary, *, by: Post | None, at: datetime) -> None:
    """移除下属子公司: its staff is no longer evaluated."""
    rows.remove(subsidiary, act="institutions.remove_subsidiary", by=by, at=at)


def _values(entry: RuleEntry | SubsidiaryEntry) -> dict[str, Any]:
    """The entry's fields; files stay what they are."""
    return {field.name: getattr(entry, field.name) for field in fields(entry)}


def _subsidiary(entry: SubsidiaryEntry) -> dict[str, Any]:
    return {**_values(entry), "uscc": plain_code(entry.uscc)}


def _ensure_own(institution: Institution, file: StoredFile | None) -> None:
    """Raises NotAllowed for a file that another organisation handed in."""
    if file is not None and file.owner_id not in {None, institution.pk}:
        raise NotAllowed("该文件不是本机构上传的，不能引用。", remedy="请重新上传文件。")
