"""Filings made before the system (补录备案): entered by their authority, marked so, and live like the others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from dengji.audit.acts import record
from dengji.filings.acts.standing import stand
from dengji.filings.models import FiledVenue, Filing, ScopeRow
from dengji.filings.sheets import OLD_FILINGS, OldFiling, gathered
from dengji.filings.terms import ElementName, Origin
from dengji.institutions.acts.body import register_body
from dengji.institutions.acts.rows import oversees
from dengji.institutions.acts.sheets import Upload
from dengji.institutions.models import Institution
from dengji.institutions.queries import institution_by_code
from dengji.institutions.sheets import FaultyRow, read
from dengji.occupations.levels import unknown_levels
from dengji.occupations.queries import names, unknown_codes
from dengji.people.conflicts import plain_name
from dengji.people.models import Post
from dengji.people.refusals import Refused
from dengji.people.terms import OFFICE_ROLES, Role
from dengji.procedure.refusals import NotAllowed, NotYours


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a sheet (补录结果): filings entered, and every row left out with its reason."""

    added: int
    faulty: tuple[FaultyRow, ...]


@transaction.atomic
def enter(old: OldFiling, *, by: Post, at: datetime) -> Filing:
    """补录备案: one filing as it stands on paper; its number must be free. Raises Refused with what is wrong."""
    if by.role not in OFFICE_ROLES - {Role.AUDITOR}:
        raise NotYours("已有备案由备案机关的工作人员补录。")
    _ensure_sound(old)
    institution = _body(old, by=by, at=at)
    try:
        with transaction.atomic():
            filing = Filing.objects.create(
                number=old.number,
                institution=institution,
                authority=by.organisation,
                regime=old.regime,
                origin=Origin.ENTERED,
                granted_on=old.granted_on,
                valid_from=old.valid_from,
                valid_until=old.valid_until,
                entered_by=by,
                place=old.body.division,
            )
    except IntegrityError as wrong:
        raise NotAllowed(f"备案号{old.number}已经登记，不能重复补录。", remedy="请核对备案号。") from wrong
    _enter_scope(filing, old)
    _enter_venues(filing, old)
    stand(filing, said_by(institution), case=None, at=at)
    after = {"number": filing.number, "scope": len(old.scope), "venues": len(old.venues)}
    record(act="filing.enter", by=by, at=at, about=("filings.Filing", filing.pk), after=after)
    return filing


def enter_by_sheet(upload: Upload, *, by: Post, at: datetime) -> Entered:
    """批量补录: every sound filing of a sheet; a filing with a faulty row is left out whole, the row named."""
    sheet = read(OLD_FILINGS, upload.name, upload.content)
    filings, faulty = gathered(sheet.entries)
    left_out = [*sheet.faulty, *faulty]
    added = 0
    for number, old in filings:
        try:
            enter(old, by=by, at=at)
        except Refused as refused:
            left_out.append(FaultyRow(number, "备案号", refused.sentence))
        else:
            added += 1
    return Entered(added, tuple(sorted(left_out, key=lambda row: row.number)))


def said_by(institution: Institution) -> dict[ElementName, Any]:
    """What an old filing says of its body: what is registered of it now."""
    return {
        ElementName.NAME: institution.organisation.name,
        ElementName.ADDRESS: institution.registered_address,
        ElementName.LEGAL_REPRESENTATIVE: institution.legal_representative,
    }


def _body(old: OldFiling, *, by: Post, at: datetime) -> Institution:
    """The body of an old filing: the one that has the code already, else one registered now."""
    there = institution_by_code(old.body.uscc)
    if there is None:
        return register_body(old.body, by=by, at=at)
    if not oversees(by, there.organisation):
        raise NotYours(f"{there}不在本辖区，不能为它补录备案。", remedy="请由机构所在地的主管机关补录。")
    if plain_name(there.organisation.name) != plain_name(old.body.name):
        raise NotAllowed(
            f"统一社会信用代码{there.organisation.uscc}已登记为“{there}”，与填写的“{old.body.name}”不是同一机构。",
            remedy="请核对机构名称和代码。",
        )
    return there


def _ensure_sound(old: OldFiling) -> None:
    codes = [row.code for row in old.scope]
    faults = [f"职业目录里没有“{code}”" for code in unknown_codes(codes)]
    faults += [f"没有“{level}”这样的等级" for row in old.scope for level in unknown_levels(list(row.levels))]
    if not old.scope:
        faults.append("没有填写备案范围")
    if old.valid_until is not None and old.valid_until < old.valid_from:
        faults.append("有效期的最后一日早于第一日")
    if len({(venue.name, venue.address) for venue in old.venues}) < len(old.venues):
        faults.append("同一场所写了两次")
    if len({(row.code, row.work_type, row.audience) for row in old.scope}) < len(old.scope):
        faults.append("同一职业、工种和评价对象写了两行")
    if faults:
        raise NotAllowed("；".join(faults) + "。")


def _enter_scope(filing: Filing, old: OldFiling) -> None:
    called = names(row.code for row in old.scope)
    ScopeRow.objects.bulk_create(
        ScopeRow(
            filing=filing,
            code=row.code,
            name=called[row.code],
            work_type=row.work_type,
            levels=list(row.levels),
            audience=row.audience,
            from_on=filing.valid_from,
        )
        for row in old.scope
    )


def _enter_venues(filing: Filing, old: OldFiling) -> None:
    FiledVenue.objects.bulk_create(
        FiledVenue(
            filing=filing,
            name=venue.name,
            kind=venue.kind,
            address=venue.address,
            from_on=filing.valid_from,
        )
        for venue in old.venues
    )
