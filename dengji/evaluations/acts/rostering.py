"""Examiners and supervisors by sheet (考评员、督导员批量登记): whoever is sound goes in, every faulty row is named."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from dengji.audit.acts import record
from dengji.evaluations.acts.registering import ensure_keeper, held_rows, written
from dengji.evaluations.examiners.roster_entries import PersonEntry, faults_of
from dengji.evaluations.examiners.roster_sheets import ROSTER
from dengji.evaluations.models.examiners import RegisteredPerson, RegisteredQualification, RosterSheet
from dengji.institutions.acts.sheets import Upload
from dengji.institutions.identities import identity_of
from dengji.institutions.mending import kept_aside
from dengji.institutions.sheets import FaultyRow, Sheet, read
from dengji.people.models import Organisation, Post

Rows = Sequence[tuple[int, PersonEntry]]
Key = tuple[str, str]
NUMBER, LONGEST_NAME = "身份证号", 200
CHANGED = "已经登记，内容与登记的不一致；有变化的，请打开这个人的登记修改。"
ALONG = "与第{number}行是同一个人，那一行有误；改好后，这个人的各行一起再导入。"


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The people to enter, how many stand there in every word, and the rows left out."""

    good: list[PersonEntry]
    known: int
    faulty: list[FaultyRow]


@transaction.atomic
def register_by_sheet(authority: Organisation, upload: Upload, *, by: Post, at: datetime) -> RosterSheet:
    """批量登记: a row for each qualification; all rows of somebody go in, or none. Raises NotAllowed for no sheet.

    The rows that cannot be taken are kept, sealed, with their reasons, to be mended and sent again.
    """
    ensure_keeper(authority, by)
    Organisation.objects.select_for_update().get(pk=authority.pk)  # pressed twice: one after the other
    sheet = read(ROSTER, upload.name, upload.content)
    found = _sorted(authority, sheet)
    people = [written(authority, entry) for entry in found.good]
    RegisteredPerson.objects.bulk_create(people, batch_size=500)
    held = [row for who, entry in zip(people, found.good, strict=True) for row in held_rows(who, entry)]
    RegisteredQualification.objects.bulk_create(held, batch_size=500)
    why: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in (*sheet.faulty, *found.faulty):
        why[row.number].append((row.column, row.reason))
    kept = RosterSheet.objects.create(
        authority=authority,
        name=upload.name[-LONGEST_NAME:],
        sha256=sha256(upload.content).hexdigest(),
        taken=len(people),
        known=found.known,
        faulty=len(why),
        left_out=kept_aside(sheet.heads, [(at_, sheet.lines[at_], why[at_]) for at_ in sorted(why)]),
        by=by,
        at=at,
    )
    said: dict[str, object] = {"sheet": str(kept.token), "sha256": kept.sha256, "faulty": kept.faulty}
    said["added"] = [f"{each.number} {each.name}" for each in people]
    record(
        act="roster.register_by_sheet",
        by=by,
        at=at,
        about=("people.Organisation", authority.pk),
        after=said,
    )
    return kept


def _sorted(authority: Organisation, sheet: Sheet[PersonEntry]) -> _Sorted:
    found, by_person = _Sorted([], 0, []), defaultdict[Key, list[tuple[int, PersonEntry]]](list)
    for number, entry in sheet.entries:
        by_person[entry.kind, identity_of(entry.identity_number)].append((number, entry))
    there, known, unread = _there(authority), 0, _unread(sheet)
    numbers = {person.number: key for key, person in there.items()}
    for key, own in by_person.items():
        entry, first = _together(own), own[0][0]
        wrong = _apart(own) or _faults(first, entry, numbers.get(entry.number.strip(), key) != key)
        if not wrong and key in there and not _unchanged(there[key], entry):
            wrong = [FaultyRow(first, NUMBER, CHANGED)]
        if waiting := _with_others(own, wrong, unread.get(key[1])):
            found.faulty.extend(waiting)
        elif key in there:
            known += 1
        else:
            found.good.append(entry)
            numbers[entry.number.strip()] = key
    return _Sorted(found.good, known, found.faulty)


def _unread(sheet: Sheet[PersonEntry]) -> Mapping[str, int]:
    """Whose rows cannot be read, by identity, with the number of the first: his other rows wait with it."""
    at = sheet.heads.index(NUMBER)
    typed = [(row.number, str(*sheet.lines[row.number][at : at + 1])) for row in sheet.faulty]
    return {identity_of(number): row for row, number in reversed(typed) if number.strip()}


def _with_others(own: Rows, wrong: list[FaultyRow], unread: int | None) -> list[FaultyRow]:
    """What is wrong with somebody's rows; the sound ones among them wait for the others."""
    first = wrong[0].number if wrong else unread
    if first is None:
        return []
    named = {row.number for row in wrong}
    rest = [FaultyRow(number, NUMBER, ALONG.format(number=first)) for number, _ in own if number not in named]
    return [*wrong, *rest]


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
