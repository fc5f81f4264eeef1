"""What a body of the demonstration is (机构概况): everything that it will say of itself, drawn by lot once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from dengji.demo import chance
from dengji.demo.reading import Body, Playbook, Site
from dengji.filings.acts.applying import Wanted
from dengji.filings.terms import Audience
from dengji.institutions.entries import (
    BodyEntry,
    EquipmentEntry,
    FeeEntry,
    ItemBankEntry,
    MemberEntry,
    QualificationEntry,
    RuleEntry,
    VenueEntry,
)
from dengji.institutions.terms import (
    BodyKind,
    ItemSource,
    MemberRole,
    QualificationKind,
    RuleKind,
    Tenure,
    TitleLevel,
    VenueKind,
)
from dengji.people.models import Organisation

Gaps = Collection[str]
AUDIENCES = {
    BodyKind.EMPLOYER: [Audience.OWN_STAFF],
    BodyKind.SCHOOL: [Audience.OWN_STUDENTS],
}
"""Whom a body evaluates, unless its data says otherwise; the kinds not named evaluate the public."""
HIGHER = ("2", "1")  # the levels of which some employers evaluate their staff too
CARD_RUNS = timedelta(days=900)
MOST_RULES = 5
OWED = {RuleKind.EXAMINATION, RuleKind.QUALITY, RuleKind.CERTIFICATE, RuleKind.FEES}
"""The rules that whoever evaluates has published."""


class Person(NamedTuple):
    """Somebody who works for a body, and what they can show."""

    entry: MemberEntry
    shows: list[QualificationEntry]
    lacking: str = ""


@dataclass(frozen=True)
class Profile:
    """One body: `serial` tells it from others, `called` gives the names of its occupations and of its place."""

    body: Body
    book: Playbook
    seed: int
    serial: int
    on: date
    called: dict[str, str]
    overseer: Organisation | None = None

    @property
    def first_codes(self) -> list[str]:
        """The occupations that it wants to evaluate from the first."""
        return self.book.trades[self.body.trade].occupations

    @property
    def codes(self) -> list[str]:
        """The occupations that it is furnished for: those, and the ones that it wants later."""
        return list(
            dict.fromkeys([*self.first_codes, *(code for each in self.body.later for code in each.wants)])
        )

    @cached_property
    def representative(self) -> str:
        """Its legal representative."""
        return chance.person_name(chance.lot(self.seed, self.serial, "head"), self.book.names)

    @cached_property
    def uscc(self) -> str:
        """Its unified social credit code."""
        registries: dict[str, str] = self.book.says["registries"]
        kind = next(figures for ending, figures in registries.items() if self.body.name.endswith(ending))
        return chance.uscc(kind, self.body.place, self.serial)

    def entry(self, gaps: Gaps = ()) -> BodyEntry:
        """What it tells of itself."""
        draw, says = chance.lot(self.seed, self.serial, "entry"), self.book.says
        street, house = draw.choice(says["streets"]), draw.randrange(1, 2000)
        department = draw.choice(says["departments"])
        return BodyEntry(
            name=self.body.name,
            uscc=self.uscc,
            division=self.body.place,
            kind=self.body.kind,
            affiliation=self.body.affiliation,
            legal_representative=self.representative,
            registered_address=f"{self.called[self.body.place]}{street}{house}号",
            established_on=self.on - timedelta(days=draw.randrange(1500, 9000)),
            independent_legal_person="legal_person" not in gaps,
            main_business=self.book.trades[self.body.trade].business,
            department="" if "department" in gaps else department,
            contact_name=chance.person_name(draw, self.book.names),
            contact_post=draw.choice(says["member_posts"]),
            contact_phone=f"120{self.serial:08d}",
            contact_email=f"office{self.serial}@body.invalid",
            overseen_by=self.overseer,
        )

    def people(self, gaps: Gaps = ()) -> list[Person]:
        """Those who work for it: staff, experts, examiners of each occupation, supervisors."""
        each = max(2, 4 - len(self.codes))
        roles = [(MemberRole.STAFF, "")] * 3 + [(MemberRole.EXPERT, code) for code in self.codes[:2]]
        roles += [(MemberRole.EXAMINER, code) for code in self.codes for _ in range(each)]
        roles += [(MemberRole.SUPERVISOR, "")] * 2
        whole = [self._person(role, code, number) for number, (role, code) in enumerate(roles)]
        return [person for person in whole if person.lacking not in gaps]

    def _person(self, role: MemberRole, code: str, number: int) -> Person:
        draw, says = chance.lot(self.seed, self.serial, "person", number), self.book.says
        entry = MemberEntry(
            name=chance.person_name(draw, self.book.names),
            roles=(role.value,),
            identity_number=chance.identity_number(draw, self.body.place),
            employer=draw.choice(says["expert_employers"]) if role is MemberRole.EXPERT else self.body.name,
            post=draw.choice(says["member_posts"]),
            education=draw.choice(says["education"]),
            duties=says["duties"] if role is MemberRole.STAFF else "",
        )
        last = role is MemberRole.EXAMINER and code == self.codes[-1]
        lacking = "examiner" if last else role.value
        return Person(entry, self._shows(role, code, number), lacking)

    def _shows(self, role: MemberRole, code: str, number: int) -> list[QualificationEntry]:
        mark = f"{self.serial:04d}{number:03d}"
        if role is MemberRole.EXPERT:
            title = QualificationEntry(QualificationKind.TITLE, code, title_level=TitleLevel.SENIOR)
            return [title]
        if role is not MemberRole.EXAMINER:
            return []
        until = self.on + CARD_RUNS
        card = QualificationEntry(
            QualificationKind.EXAMINER_CARD, code, number=f"KP{mark}", valid_until=until
        )
        if number % 2:
            return [card]
        level = HIGHER[number // 2 % len(HIGHER)]
        return [
            card,
            QualificationEntry(QualificationKind.CERTIFICATE, code, level=level, number=f"ZS{mark}"),
        ]

    def sites(self, codes: Collection[str] = ()) -> list[tuple[str, Site]]:
        """Each occupation, or each of these, with the place where it is examined."""
        return [(code, self.book.occupations[code]) for code in codes or self.codes]

    def venues(self, gaps: Gaps = ()) -> list[VenueEntry]:
        """A theory venue, and a practical one for each occupation."""
        draw, address = chance.lot(self.seed, self.serial, "venues"), self.entry().registered_address
        places = [(self.book.says["theory_venue"], VenueKind.THEORY, tuple(self.codes))]
        places += [(site.venue, VenueKind.PRACTICAL, (code,)) for code, site in self.sites()]
        return [
            VenueEntry(
                name=name,
                kind=kind,
                address=address,
                tenure=Tenure.LEASED if draw.random() < 0.1 and not self.body.later else Tenure.OWN,
                seats=draw.randrange(16, 80, 4),
                area=draw.randrange(120, 900, 20),
                video="video" not in gaps or place < len(self.codes),
                safety_proof="safety" not in gaps or place < len(self.codes),
                occupations=codes,
            )
            for place, (name, kind, codes) in enumerate(places)
        ]

    def equipment(self, gaps: Gaps = ()) -> list[EquipmentEntry]:
        """What it examines with."""
        draw = chance.lot(self.seed, self.serial, "equipment")
        whole = [
            EquipmentEntry(name, code, draw.randrange(4, 41, 2), Tenure.OWN, model)
            for code, site in self.sites()
            for name, model in site.equipment
        ]
        return [each for each in whole if "equipment" not in gaps or each.occupation != self.codes[-1]]

    def item_banks(self, gaps: Gaps = ()) -> list[ItemBankEntry]:
        """Where its test items come from."""
        draw = chance.lot(self.seed, self.serial, "items")
        whole = [
            ItemBankEntry(code, draw.choice(list(ItemSource)), draw.randrange(400, 3000, 50))
            for code in self.codes
        ]
        return whole[:-1] if "items" in gaps else whole

    def rules(self) -> list[RuleEntry]:
        """The rules that it made; the files are put to them by whoever hands them in."""
        form: str = self.book.says["rules"]
        made = self.entry().established_on
        some = chance.some(chance.lot(self.seed, self.serial, "rules"), list(RuleKind), MOST_RULES)
        kinds = [kind for kind in RuleKind if kind in some or (self.body.plans and kind in OWED)]
        return [
            RuleEntry(kind, form.format(body=self.body.name, kind=kind.label), None, made) for kind in kinds
        ]

    def fees(self, gaps: Gaps = ()) -> list[FeeEntry]:
        """What it takes; published long ago, or with a gap not yet."""
        draw, says = chance.lot(self.seed, self.serial, "fees"), self.book.says
        published = None if "fees" in gaps else self.on - timedelta(days=700)
        form: str = says["fee_names"][self.body.regime.value]
        return [
            FeeEntry(
                form.format(occupation=self.called[code]),
                draw.randrange(80, 360, 10) * 100,
                says["fee_basis"],
                published,
            )
            for code in self.codes
        ]

    def wanted(self, codes: Collection[str] = ()) -> list[Wanted]:
        """What it applies for: what it does from the first, or these occupations."""
        draw = chance.lot(self.seed, self.serial, "wanted")
        higher = HIGHER if self.body.kind == BodyKind.EMPLOYER and draw.random() < 0.4 else ()
        audiences = self.body.audience or AUDIENCES.get(self.body.kind, [Audience.PUBLIC])
        return [
            Wanted(code, "", [*site.levels, *(higher if site.levels else ())], audience)
            for code, site in self.sites(codes or self.first_codes)
            for audience in audiences
        ]

    def subsidiaries(self) -> list[tuple[str, str]]:
        """The name and code of each subsidiary."""
        kind = self.uscc[:2]
        numbered = enumerate(self.body.subsidiaries, 1)
        return [
            (name, chance.uscc(kind, self.body.place, 9000 - self.serial * 4 - n)) for n, name in numbered
        ]
