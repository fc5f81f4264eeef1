"""What the demonstration is made of (演示数据): the files of `demo/`, read and checked."""

from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, RootModel
from ruamel.yaml import YAML

from dengji.filings.terms import Audience
from dengji.institutions.terms import Affiliation, BodyKind
from dengji.notices.terms import Uptake
from dengji.people.terms import Office, Role
from dengji.policy.engine.practice import Category
from dengji.policy.engine.terms import Element, Regime, Verb
from dengji.policy.terms import Kind
from dengji.workdays.terms import Unit


class Form(BaseModel):
    """Base of all: frozen, and unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Officer(Form):
    """Somebody in an authority; `listed` on the sign-in page."""

    role: Role
    name: str = ""
    username: str = ""
    listed: bool = False


class Roster(Form):
    """How many experts an authority has; the first work for the bodies named, and so are in conflict."""

    count: int
    listed: list[str] = []
    employed_by: list[str] = []


class Authority(Form):
    """An authority with its people."""

    key: str
    name: str
    division: str
    office: Office
    word: str = ""
    phone: str = ""
    address: str = ""
    parent: str = ""
    officers: list[Officer] = []
    experts: Roster | None = None


class Text(Form):
    """A text that governs here by decision of the demonstration."""

    pack: str
    jurisdiction: str
    kind: Kind
    by: str
    reason: str


class Round(Form):
    """An application round; days count in working days before today, below 0 after it."""

    authority: str
    pack: str
    matter: str
    title: str
    scope: str
    opens: int
    closes: int
    places: int | None
    selected: int | None = None


class Story(Form):
    """What becomes of an application: see the head of `bodies.yaml`."""

    AHEAD: ClassVar[int] = 2  # working days between the first word written and the application handed in

    matter: str = "initial"
    by: str = ""
    why: str = ""
    handed_in: int | None = None
    begun: int | None = None
    stands: str = ""
    ends: str = ""
    pace: int = 2
    turns: dict[str, list[Verb]] = {}
    marks: str = "good"
    sheets: int | None = None
    published: bool = True
    objection: str = ""
    waives: list[str] = []
    facts: dict[str, Any] = {}
    wants: list[str] = []
    gives_up: list[str] = []
    changes: dict[Element, str] = {}
    forms: dict[str, dict[str, Any]] = {}
    hands_over: list[str] = []

    @property
    def first_day(self) -> int:
        """The first working day before today on which anything is done for it."""
        return self.begun or 1 if self.handed_in is None else self.handed_in + self.AHEAD


class Progress(StrEnum):
    """How far a plan of the demonstration has come."""

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    RETURNED = "returned"
    TURNED_DOWN = "turned_down"
    APPROVED = "approved"
    CHANGING = "changing"
    CANCELLED = "cancelled"
    SCORED = "scored"
    REPORTED = "reported"
    SENT_BACK = "sent_back"
    CHECKED = "checked"
    VOID = "void"


class Issue(StrEnum):
    """How far the certificates of a batch have come."""

    NONE = "none"
    ASKED = "asked"
    READY = "ready"
    ISSUED = "issued"


class Batch(Form):
    """A plan of a body, and what becomes of it: see the head of `bodies.yaml`."""

    handed_in: int | None = None
    begins: int = 0
    lasts: int = 2
    occupation: int = 0
    level: str = "4"
    people: int = 12
    failed: int = 2
    absent: int = 1
    whom: list[Category] = []
    note: str = ""
    says: str = ""
    watched: bool = False
    stands: Progress = Progress.DRAFT
    certificates: Issue = Issue.NONE

    @property
    def first_day(self) -> int:
        """The first working day before today on which anything is done for it."""
        return 1 if self.handed_in is None else self.handed_in + 1


class Filed(Form):
    """A filing from before the system: who enters it, its number, and how many days it still runs."""

    by: str
    number: str
    runs: int
    years: int = 3


class Body(Form):
    """A body, and what is to become of it."""

    name: str
    place: str
    kind: BodyKind
    affiliation: Affiliation
    trade: str
    account: str = ""
    overseen_by: str = ""
    gaps: list[str] = []
    regime: Regime = Regime.SKILL_LEVEL
    audience: list[Audience] = []
    subsidiaries: list[str] = []
    case: Story | None = None
    filed: Filed | None = None
    later: list[Story] = []
    plans: list[Batch] = []

    @property
    def stories(self) -> list[Story]:
        """All that becomes of it, in order: its first application, and what is about its filing."""
        return [*([self.case] if self.case else []), *self.later]

    @property
    def first_day(self) -> int | None:
        """The first working day before today on which anything is done for it; None where nothing is."""
        stories = [each.first_day for each in self.stories]
        return max([*stories, *(each.first_day for each in self.plans)], default=None)


class Enrolment(Form):
    """A register of examiners and supervisors: whose, for which trades, how many, and whose accounts are shown."""

    authority: str
    trades: list[str]
    examiners: int
    supervisors: int
    examiner: str = ""
    supervisor: str = ""


class Site(Form):
    """Where an occupation is examined, with what (names and models), and on which levels."""

    levels: list[str] = ["5", "4", "3"]
    venue: str
    equipment: list[tuple[str, str]]


class Trade(Form):
    """What a body does, and the occupations that go with it."""

    business: str
    occupations: list[str] = Field(min_length=1)


class Paper(Form):
    """A small document that stands for some materials."""

    key: str
    title: str
    materials: list[str]
    paragraphs: list[str]


class Remark(Form):
    """What somebody says of a draft, and what becomes of it; days count in working days before today."""

    back: int
    article: str
    name: str
    contact: str
    content: str
    answered: int | None = None
    uptake: Uptake = Uptake.NOTED
    gist: str = ""
    answer: str = ""
    public: bool = True


class Consultation(Form):
    """A draft open to comment; days count in working days before today."""

    pack: str
    by: str
    opens: int
    n: int
    unit: Unit
    asks: str
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    postal_address: str = ""
    comments: list[Remark] = []
    concluded: int | None = None
    conclusion: str = ""


class Names(Form):
    """Of which people's names are made."""

    surnames: str
    given: list[str]


class Words(RootModel[dict[str, Any]]):
    """What people say in the demonstration."""


class Playbook(Form):
    """All of it."""

    authorities: list[Authority]
    bodies: list[Body]
    consultations: list[Consultation] = []
    names: Names
    occupations: dict[str, Site]
    papers: list[Paper] = Field(min_length=1)
    rosters: list[Enrolment] = []
    rounds: list[Round]
    texts: list[Text]
    trades: dict[str, Trade]
    words: Words

    @property
    def says(self) -> dict[str, Any]:
        """What people say."""
        return self.words.root


def read(folder: Path, bodies: int | None = None) -> Playbook:
    """The files of a folder, or only the first so many bodies. Raises OSError or pydantic's ValidationError."""
    yaml = YAML(typ="safe")
    found = {path.stem: yaml.load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))}
    whole = Playbook.model_validate(found)
    return whole if bodies is None else whole.model_copy(update={"bodies": whole.bodies[:bodies]})
