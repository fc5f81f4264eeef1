"""The authorities (机关) of the demonstration, their officers, their experts, and the texts that they put in force."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from django.conf import settings

from dengji.demo import chance
from dengji.demo.reading import Authority, Officer, Playbook, Roster
from dengji.people.acts.accounts import AccountEntry, open_account
from dengji.people.acts.authorities import AuthorityEntry, establish_authority
from dengji.people.acts.experts import ExpertEntry, enlist_expert
from dengji.people.acts.posts import open_post
from dengji.people.models import Organisation, Person, Post
from dengji.people.queries import colleagues
from dengji.people.terms import Role
from dengji.policy.acts import AdoptionEntry, adopt

LISTED_AT = "demo.invalid"
KNOWN = 3, 4  # of the trades an expert knows so many parts


@dataclass
class Offices:
    """The authorities by the key that the data calls them, and who works where."""

    on: date
    by_key: dict[str, Organisation] = field(default_factory=dict)
    posts: dict[tuple[int, str], Post] = field(default_factory=dict)

    def post(self, organisation: Organisation, role: str) -> Post:
        """The first who holds a role in an organisation."""
        key = (organisation.pk, str(role))
        if key not in self.posts:
            self.posts[key] = colleagues(organisation, self.on, role)[0]
        return self.posts[key]


def set_up(book: Playbook, seed: int, *, on: date, at: datetime) -> Offices:
    """Authorities, officers and experts, as the operator sets up a house."""
    offices = Offices(on)
    for authority in book.authorities:
        _establish(authority, offices, at)
    for authority in book.authorities:
        draw = chance.lot(seed, authority.key)
        for officer in authority.officers:
            _appoint(officer, authority, offices, book, draw, at)
        if authority.experts:
            _enlist(authority.experts, authority, offices, book, draw, at)
    return offices


def put_texts_in_force(book: Playbook, offices: Offices, *, at: datetime) -> None:
    """试运行、继续适用: what the data says, by the administrators of the authorities, from this day on."""
    for text in book.texts:
        administrator = offices.post(offices.by_key[text.by], Role.ADMINISTRATOR)
        entry = AdoptionEntry(text.pack, text.jurisdiction, text.kind, at.date(), None, text.reason)
        adopt(entry, by=administrator, at=at)


def account(username: str, full_name: str, *, listed: bool, at: datetime) -> Person:
    """An account: a listed one with the demo's password, any other without one."""
    email = f"{username}@{LISTED_AT}" if listed else ""
    password = settings.DENGJI_DEMO_PASSWORD if listed else None
    return open_account(AccountEntry(username, full_name, email=email), password=password, by=None, at=at)


def _establish(authority: Authority, offices: Offices, at: datetime) -> None:
    entry = AuthorityEntry(
        name=authority.name,
        division=authority.division,
        office=authority.office,
        word=authority.word,
        phone=authority.phone,
        address=authority.address,
        parent=offices.by_key.get(authority.parent),
    )
    offices.by_key[authority.key] = establish_authority(entry, by=None, at=at)


def _appoint(
    officer: Officer, authority: Authority, offices: Offices, book: Playbook, draw: Random, at: datetime
) -> None:
    username = officer.username or f"{authority.key}-{officer.role}"
    name = officer.name or chance.person_name(draw, book.names)
    person = account(username, name, listed=officer.listed, at=at)
    open_post(person, offices.by_key[authority.key], officer.role, from_on=at.date(), by=None, at=at)


def _enlist(
    roster: Roster, authority: Authority, offices: Offices, book: Playbook, draw: Random, at: datetime
) -> None:
    trades = sorted(book.trades)
    for number in range(1, roster.count + 1):
        conflicted = number <= len(roster.employed_by)
        place = number - len(roster.employed_by) - 1
        listed = 0 <= place < len(roster.listed)
        employers = roster.employed_by[number - 1 : number] if conflicted else book.says["expert_employers"]
        known = trades if listed else chance.some(draw, trades, len(trades) * KNOWN[0] // KNOWN[1])
        username = roster.listed[place] if listed else f"{authority.key}-expert-{number}"
        person = account(username, chance.person_name(draw, book.names), listed=listed, at=at)
        entry = ExpertEntry(
            employer=draw.choice(employers),
            title=draw.choice(book.says["expert_titles"]),
            occupations=tuple(sorted({code for trade in known for code in book.trades[trade].occupations})),
        )
        enlist_expert(person, offices.by_key[authority.key], entry, by=None, at=at)
