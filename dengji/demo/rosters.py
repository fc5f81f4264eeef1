"""The registers of examiners and supervisors (考评员、质量督导员登记) as centres kept them before the first batch."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from dengji.demo import chance
from dengji.demo.authorities import Offices, account
from dengji.demo.reading import Enrolment, Playbook
from dengji.evaluations.acts.registering import link, register
from dengji.evaluations.examiners.roster_entries import HeldEntry, PersonEntry
from dengji.evaluations.terms import Engagement, Registered
from dengji.people.acts.posts import open_post
from dengji.people.models import Organisation, Post
from dengji.people.terms import Role
from dengji.workdays.periods import Period, same_day_after
from dengji.workdays.terms import Unit

VALID = Period(3, Unit.YEAR)
ROLES = {Registered.EXAMINER: Role.EXAMINER, Registered.SUPERVISOR: Role.SUPERVISOR}
MARKS = {Registered.EXAMINER: "KP", Registered.SUPERVISOR: "DD"}


@dataclass(frozen=True)
class _Desk:
    """A register that is being filled: whose, by whom, out of what."""

    centre: Organisation
    clerk: Post
    book: Playbook
    draw: Random
    at: datetime


def enrol(book: Playbook, seed: int, offices: Offices, *, at: datetime) -> None:
    """登记: everybody whom the data counts, each with an account."""
    for told in book.rosters:
        centre = offices.by_key[told.authority]
        draw = chance.lot(seed, told.authority, "roster")
        desk = _Desk(centre, offices.post(centre, Role.CLERK), book, draw, at)
        _examiners(desk, told)
        for number in range(told.supervisors):
            _entered(desk, Registered.SUPERVISOR, number, told.supervisor if number == 0 else "", ())


def _examiners(desk: _Desk, told: Enrolment) -> None:
    """So many for each trade, senior ones, who may examine every level of its occupations."""
    number = 0
    for trade in told.trades:
        held = tuple(HeldEntry(code, "1") for code in desk.book.trades[trade].occupations)
        for _ in range(told.examiners):
            _entered(desk, Registered.EXAMINER, number, told.examiner if number == 0 else "", held)
            number += 1


def _entered(desk: _Desk, kind: Registered, number: int, listed: str, held: tuple[HeldEntry, ...]) -> None:
    name = chance.person_name(desk.draw, desk.book.names)
    person = account(
        listed or f"{desk.centre.division_id}-{kind}-{number + 1}", name, listed=bool(listed), at=desk.at
    )
    open_post(person, desk.centre, ROLES[kind], from_on=desk.at.date(), by=None, at=desk.at)
    entry = PersonEntry(
        kind=kind,
        number=f"{MARKS[kind]}{desk.centre.division_id[:2]}{number + 1:05d}",
        name=name,
        identity_number=chance.identity_number(desk.draw, desk.centre.division_id),
        valid_from=desk.at.date(),
        valid_until=same_day_after(desk.at.date(), VALID),
        employer=desk.draw.choice(desk.book.says["expert_employers"]),
        engagement=Engagement.PART_TIME,
        held=held,
    )
    link(register(desk.centre, entry, by=desk.clerk, at=desk.at), person, by=desk.clerk, at=desk.at)
