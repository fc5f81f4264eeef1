"""A whole sheet of members or equipment at once (批量登记): the good rows in, the faulty ones named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import models, transaction

from dengji.audit.acts import record
from dengji.institutions import sheets
from dengji.institutions.acts.registers import EQUIPMENT, MEMBERS
from dengji.institutions.acts.rows import ensure_keeper, told
from dengji.institutions.faults import Fault, faults_of, field_faults, tidy
from dengji.institutions.models import Equipment, Institution, Member
from dengji.institutions.sheets import FaultyRow
from dengji.occupations.queries import unknown_codes
from dengji.people.models import Post

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a sheet (导入结果): rows added, rows that stood there already, and the faulty ones."""

    added: int
    known: int
    faulty: tuple[FaultyRow, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A sheet as it was handed in (上传的表格): its name, which tells xlsx from csv, and its bytes."""

    name: str
    content: bytes


@transaction.atomic
def add_members_by_sheet(institution: Institution, upload: Upload, *, by: Post | None, at: datetime) -> Taken:
    """批量登记人员: every good row of a sheet. Raises NotAllowed where it is no such sheet at all."""
    ensure_keeper(institution, by, at)
    sheet = sheets.read(sheets.MEMBERS, upload.name, upload.content)
    rows = [
        (number, Member(institution=institution, **MEMBERS.kept(entry))) for number, entry in sheet.entries
    ]
    named = {member.identity: member.name for member in institution.members.all()}

    def faults(member: Member) -> tuple[Fault, ...]:
        found = faults_of(member)
        if found or not member.identity:
            return found
        if member.identity in named:
            name = named[member.identity]
            return (Fault("身份证号", f"已登记为“{name}”；内容有变化的，请在页面上修改。"),)
        named[member.identity] = member.name
        return ()

    taken = _sorted(rows, list(institution.members.all()), faults)
    return _entered(taken, sheet.faulty, institution, by=by, at=at)


@transaction.atomic
def add_equipment_by_sheet(
    institution: Institution, upload: Upload, *, by: Post | None, at: datetime
) -> Taken:
    """批量登记设备: every good row of a sheet. Raises NotAllowed where it is no such sheet at all."""
    ensure_keeper(institution, by, at)
    sheet = sheets.read(sheets.EQUIPMENT, upload.name, upload.content)
    rows = [
        (number, Equipment(institution=institution, **EQUIPMENT.kept(entry)))
        for number, entry in sheet.entries
    ]
    unknown = set(unknown_codes(entry.occupation for _, entry in sheet.entries))

    def faults(equipment: Equipment) -> tuple[Fault, ...]:
        if equipment.occupation in unknown:
            return (Fault("用于职业", f"职业编码“{equipment.occupation}”不在职业目录内。"),)
        return field_faults(equipment)

    taken = _sorted(rows, list(institution.equipment.all()), faults)
    return _entered(taken, sheet.faulty, institution, by=by, at=at)


@dataclass(frozen=True, slots=True)
class _Sorted:
    good: list[models.Model]
    known: int
    faulty: list[FaultyRow]


def _sorted(
    rows: Sequence[tuple[int, Row]], there: Sequence[Row], faults: Callable[[Row], tuple[Fault, ...]]
) -> _Sorted:
    """The rows to add, how many are there already in every word, and those that cannot be taken."""
    seen = {_key(row) for row in there}
    found = _Sorted([], 0, [])
    known = 0
    for number, row in rows:
        tidy(row)
        if _key(row) in seen:
            known += 1
        elif wrong := faults(row):
            found.faulty.extend(FaultyRow(number, fault.field, fault.says) for fault in wrong)
        else:
            seen.add(_key(row))
            found.good.append(row)
    return _Sorted(found.good, known, found.faulty)


def _entered(
    taken: _Sorted, unread: Sequence[FaultyRow], institution: Institution, *, by: Post | None, at: datetime
) -> Taken:
    """Writes the good rows, with one line in the trail."""
    if taken.good:
        model = type(taken.good[0])
        model._default_manager.bulk_create(taken.good, batch_size=500)
        record(
            act="institutions.add_by_sheet",
            by=by,
            at=at,
            about=("institutions.Institution", institution.pk),
            after={"register": model._meta.label, "added": [str(row) for row in taken.good]},
        )
    faulty = sorted((*unread, *taken.faulty), key=lambda row: row.number)
    return Taken(len(taken.good), taken.known, tuple(faulty))


def _key(row: models.Model) -> str:
    return repr(sorted(told(row).items()))
