"""Examiners and supervisors by sheet (考评员、督导员批量登记): whoever is sound goes in, every faulty row is named."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.evaluations.acts.registering import ensure_keeper, held_rows, identity_of, written
from dengji.evaluations.examiners.roster_entries import PersonEntry, faults_of
from dengji.evaluations.examiners.roster_sheets import ROSTER
from dengji.evaluations.models.examiners import RegisteredPerson, RegisteredQualification
from dengji.institutions.acts.sheets import Taken, Upload
from dengji.institutions.sheets import FaultyRow, read
from dengji.people.models import Organisation, Post

Rows = Sequence[tuple[int, PersonEntry]]
Key = tuple[str, str]
CHANGED = "已经登记，内容与登记的不一致；有变化的，请打开这个人的登记修改。"


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The people to enter, how many stand there in every word, and the rows left out."""

    good: list[PersonEntry]
    known: int
    faulty: list[FaultyRow]


@transaction.atomic
def register_by_sheet(authority: Organisation, upload: Upload, *, by: Post, at: datetime) -> Taken:
    """批量登记: a row for each qualification; all rows of somebody go in, or none. Raises NotAllowed for no sheet."""
    ensure_keeper(authority, by)
    Organisation.objects.select_for_update().get(pk=authority.pk)  # pressed twice: one after the other
    sheet = read(ROSTER, upload.name, upload.content)
    found = _sorted(authority, sheet.entries)
    people = [written(authority, entry) for entry in found.good]
    RegisteredPerson.objects.bulk_create(people, batch_size=500)
    held = [row for who, entry in zip(people, found.good, strict=True) for row in held_rows(who, entry)]
    RegisteredQualification.objects.bulk_create(held, batch_size=500)
    if people:
        after = {"added": [f"{each.number} {each.name}" for each in people]}
        about = ("people.Organisation", authority.pk)
        record(act="roster.register_by_sheet", by=by, at=at, about=about, after=after)
    faulty = sorted((*sheet.faulty, *found.faulty), key=lambda row: row.number)
    return Taken(len(people), found.known, tuple(faulty))


def _sorted(authority: Organisation, rows: Rows) -> _Sorted:
    found, by_person = _Sorted([], 0, []), defaultdict[Key, list[tuple[int, PersonEntry]]](list)
    for number, entry in rows:
        by_person[entry.kind, identity_of(entry.identity_number)].append((number, entry))
    there, known = _there(authority), 0
    numbers = {person.number: key for key, person in there.items()}
    for key, own in by_person.items():
        entry = _together(own)
        wrong = _apart(own) or _faults(own[0][0], entry, numbers.get(entry.number.strip(), key) != key)
        if not wrong and key in there:
            known += _unchanged(there[key], entry)
            wrong = [] if _unchanged(there[key], entry) else [FaultyRow(own[0][0], "身份证号", CHANGED)]
        elif not wrong:
            found.good.append(entry)
            numbers[entry.number.strip()] = key
        found.faulty.extend(wrong)
    return _Sorted(found.good, known, found.faulty)


def _together(own: Rows) -> PersonEntry:
    """Somebody's rows as one entry."""
    return replace(own[0][1], held=tuple(each for _, entry in own for each in entry.held))


def _apart(own: Rows) -> list[FaultyRow]:
    """Rows that say something else of somebody than his first row does."""
    first_number, first = own[0]
    alone = replace(first, held=())
    return [
        FaultyRow(number, "姓名", f"与第{first_number}行是同一个人，但是内容不一致，请核对。")
        for number, entry in own[1:]
        if replace(entry, held=(), identity_number=first.identity_number) != alone
    ]


def _faults(number: int, entry: PersonEntry, taken: bool) -> list[FaultyRow]:
    found = [FaultyRow(number, each.field, each.says) for each in faults_of(entry)]
    if taken:
        found.append(FaultyRow(number, "证卡编号", f"“{entry.number}”已经登记给别人，请核对。"))
    return found


def _there(authority: Organisation) -> Mapping[Key, RegisteredPerson]:
    people = RegisteredPerson.objects.filter(authority=authority).prefetch_related("qualifications")
    return {(each.kind, each.identity): each for each in people}


def _unchanged(person: RegisteredPerson, entry: PersonEntry) -> bool:
    """Whether the register says that already: the person, valid then, with those qualifications among others."""
    same = (person.number, person.name, person.valid_from, person.valid_until) == (
        entry.number.strip(),
        entry.name.strip(),
        entry.valid_from,
        entry.valid_until,
    )
    stands = {(each.occupation, each.level, each.title_level) for each in person.qualifications.all()}
    wanted = {(each.occupation, each.level, each.title_level) for each in entry.held}
    return same and person.removed_on is None and wanted <= stands
