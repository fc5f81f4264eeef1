"""A pack (规则包): the closed form in which an official text is written down as data.

Every model forbids unknown keys. A `$name` in place of a value names a parameter; `loader` puts its
value in before the models are made, so they hold values only.
Keys of `articles` are the pack's own short names; `cite` always names one of them.
"""

from datetime import date
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from dengji.policy.engine.annexes import Annex
from dengji.policy.engine.certified import Certified
from dengji.policy.engine.form import ArticleKey, Form, Length, Name, Scalar
from dengji.policy.engine.life import Deadline, Duty, Transition, Window
from dengji.policy.engine.practice import Practice
from dengji.policy.engine.terms import (
    About,
    Effect,
    Element,
    End,
    FactKind,
    LetterKind,
    Level,
    Office,
    OnCorrection,
    OnFail,
    Party,
    Regime,
    Role,
    Section,
    Source,
    Stage,
    Starts,
    StepKind,
    Verb,
)
from dengji.policy.engine.upward import Reports, Upward

Word = Annotated[str, Field(min_length=2, max_length=12)]
"""A state or an ending as people say it (用语)."""


class Effective(Form):
    """The days on which the text is in force (施行期间); `to` is its last day."""

    from_: date | None = Field(default=None, alias="from")
    to: date | None = None


class Article(Form):
    """One article (条款): its label, its requirement rows, our summary and the anchor of its number."""

    label: str
    rows: list[str] = Field(min_length=1)
    says: str = Field(min_length=4, max_length=300)
    anchor: str | None = None


class Ratio(Form):
    """A share (比例) as two integers, never a float."""

    numerator: int = Field(gt=0)
    denominator: int = Field(gt=0)


class Parameter(Form):
    """A number of the text (参数), with the article that carries it.

    Where the text leaves the number open, `reading` names the interpretation that chose it.
    """

    label: str
    value: Length | Ratio | list[Scalar] | Scalar
    unit: str | None = None
    reading: Name | None = None
    cite: ArticleKey


class Interpretation(Form):
    """A reading chosen where the text allows several (理解口径)."""

    question: str
    chosen: str
    others: list[str] = Field(min_length=1)
    because: str
    cite: ArticleKey


class Test(Form):
    """One predicate on one fact (判断). Which operands it takes is the predicate's own matter."""

    fact: Name
    is_: Name = Field(alias="is")
    value: Scalar | None = None
    values: list[Scalar] | None = None
    min: int | date | str | None = None
    max: int | date | str | None = None
    of: Name | None = None
    ratio: Ratio | None = None


class All(Form):
    """Every part holds (全部满足)."""

    all: list["Rule"] = Field(min_length=1)


class AnyOf(Form):
    """At least one part holds (任一满足)."""

    any: list["Rule"] = Field(min_length=1)


class Not(Form):
    """The part does not hold (不得)."""

    not_: "Rule" = Field(alias="not")


def _shape(value: Any) -> str:
    """The tag of a rule's form, so that an error speaks of one form only."""
    keys = value.keys() if isinstance(value, dict) else type(value).model_fields.keys()
    for key, tag in (("all", "all"), ("any", "any"), ("not", "not"), ("not_", "not")):
        if key in keys:
            return tag
    return "test"


Rule = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Test, Tag("test")],
    Discriminator(_shape),
]


class AskedFact(Form):
    """A fact that nobody can compute and somebody must state (需陈述的事实)."""

    kind: FactKind
    label: str
    asks: str
    from_: Source = Field(alias="from")
    document: Name | None = None
    choices: dict[str, str] | None = None
    cite: ArticleKey


class Condition(Form):
    """One condition of the text (条件): when it applies, when it holds, and what then.

    An exception to a `waivable` one of `two_persons` stands only once a second person has agreed to it.
    """

    id: Name
    label: str
    cite: ArticleKey
    applies: Rule | None = None
    holds: Rule
    on_fail: OnFail
    waivable: bool = False
    two_persons: bool = False
    unmet: str
    remedy: str


class Material(Form):
    """A document to hand in (申请材料). `satisfied_by`: a fact that, when true, replaces the document."""

    label: str
    help: str = ""
    applies: Rule | None = None
    satisfied_by: Name | None = None
    retention: Name = "filing_material"
    cite: ArticleKey


class CriterionItem(Form):
    """One line of a score sheet (评分项)."""

    id: Name
    label: str
    max: int = Field(gt=0)
    minimum: int = 0
    cite: ArticleKey


class Criteria(Form):
    """A score sheet (评分表): passed when the mean total reaches `pass_mark` and each item its minimum."""

    title: str
    pass_mark: int = Field(gt=0)
    items: list[CriterionItem] = Field(min_length=1)
    cite: ArticleKey


class Seat(Form):
    """Which office an actor sits in, and when (由谁办理)."""

    when: Rule | None = None
    office: Office
    level: Level


class Actor(Form):
    """Who acts (办理主体): a role, and for offices the seats tried in order until one applies."""

    label: str
    role: Role
    seats: list[Seat] = Field(default_factory=list)
    cite: ArticleKey


class Clock(Form):
    """A statutory period of a step (法定期限)."""

    length: Length
    starts: Starts
    on_correction: OnCorrection = OnCorrection.RESUME
    at_least: bool = False
    cite: ArticleKey


class Panel(Form):
    """What a group of experts must be (专家组)."""

    min_seats: int = Field(gt=0)
    odd: bool = True
    criteria: Name
    cite: ArticleKey


class Outcome(Form):
    """Where an outcome leads (结果去向): exactly one of goto, return_to, end.

    `remedy` says what would have to change; an outcome that ends the case against the applicant has one.
    """

    goto: Name | None = None
    return_to: Name | None = None
    end: End | None = None
    effect: list[Effect] = Field(default_factory=list)
    letter: Name | None = None
    label: str | None = None
    remedy: str | None = Field(default=None, min_length=4)
    cite: ArticleKey | None = None


class Step(Form):
    """One step of a procedure (步骤). When `applies` is false the case goes on to `otherwise`."""

    id: Name
    title: str
    kind: StepKind
    actor: Name
    cite: ArticleKey
    says: str = ""
    applies: Rule | None = None
    otherwise: Name | None = None
    sections: list[Section] = Field(default_factory=list)
    documents: list[Name] = Field(default_factory=list)
    conditions: list[Name] = Field(default_factory=list)
    clock: Clock | None = None
    panel: Panel | None = None
    awaits: Name | None = None
    reports: Reports | None = None
    outcomes: dict[Verb, Outcome]


class Matter(Form):
    """A kind of case (办理事项): who opens it, whether it is about a filing, which of its elements it may change.

    `endings`: what a case that ended so is called, where the usual word does not fit ("不予续期").
    """

    title: str
    cite: ArticleKey
    applicants: list[Name] = Field(min_length=1)
    by: Party = Party.APPLICANT
    about: About = About.NOTHING
    elements: list[Element] = Field(default_factory=list)
    window: Window | None = None
    deadline: Deadline | None = None
    start: Name
    endings: dict[End, Word] = Field(default_factory=dict)
    steps: list[Step] = Field(min_length=1)


class Timer(Form):
    """What happens by itself (到期自动处理): `offset` before or after `anchor`, unless a fact is true."""

    id: Name
    label: str
    anchor: Name
    offset: Length
    before: bool = False
    unless: Name | None = None
    effect: list[Effect] = Field(default_factory=list)
    cite: ArticleKey


class NumberPart(Form):
    """A piece of a number (编号组成): one of text, serial, year, division, filing, level, or a sign mapped from a fact.

    Of `division` and `filing` (the filing's number), so many signs, without the first `skip` of them; of `level`,
    the sign that stands for it.
    """

    text: str | None = None
    serial: int | None = Field(default=None, ge=0)
    year: int | None = None
    division: int | None = None
    filing: int | None = None
    skip: int = Field(default=0, ge=0)
    level: dict[str, str] | None = None
    fact: Name | None = None
    map: dict[str, str] | None = None


class NumberForm(Form):
    """How a number is made (编号规则). Serials run per the text of the parts before them."""

    label: str
    parts: list[NumberPart] = Field(min_length=1)
    note: str = ""
    cite: ArticleKey


class Letter(Form):
    """An official letter (文书): title, who signs, and its paragraphs with {placeholders}."""

    title: str
    kind: LetterKind
    signed_by: Name
    number: Name | None = None
    paragraphs: list[str] = Field(min_length=1)
    cite: ArticleKey


class Validity(Form):
    """How long a filing is valid (备案有效期)."""

    length: Length
    number: Name
    cite: ArticleKey


class Pack(Form):
    """One official text as data (规则包).

    `states`: what a filing is called once an effect has ended it, where the usual word is not the text's own.
    """

    schema_: Annotated[str, Field(alias="schema", pattern="^pack/1$")]
    id: Annotated[str, Field(pattern=r"^[A-Z0-9]+$")]
    number: str
    title: str
    issuer: str
    jurisdiction: Annotated[str, Field(pattern=r"^\d{6}$")]
    regimes: list[Regime] = Field(min_length=1)
    stage: Stage
    effective: Effective
    opened_for_comment: Effective | None = None
    supersedes: list[str] = Field(default_factory=list)
    summary: str
    kinds: dict[Name, str]
    articles: dict[ArticleKey, Article]
    parameters: dict[Name, Parameter] = Field(default_factory=dict)
    interpretations: dict[Name, Interpretation] = Field(default_factory=dict)
    facts: dict[Name, AskedFact] = Field(default_factory=dict)
    actors: dict[Name, Actor] = Field(default_factory=dict)
    documents: dict[Name, Material] = Field(default_factory=dict)
    forms: dict[Name, Annex] = Field(default_factory=dict)
    criteria: dict[Name, Criteria] = Field(default_factory=dict)
    conditions: list[Condition] = Field(default_factory=list)
    matters: dict[Name, Matter] = Field(default_factory=dict)
    timers: list[Timer] = Field(default_factory=list)
    states: dict[Effect, Word] = Field(default_factory=dict)
    duties: list[Duty] = Field(default_factory=list)
    transition: Transition | None = None
    practice: Practice | None = None
    certificates: dict[Regime, Certified] = Field(default_factory=dict)
    reports: list[Upward] = Field(default_factory=list)
    numbers: dict[Name, NumberForm] = Field(default_factory=dict)
    letters: dict[Name, Letter] = Field(default_factory=dict)
    validity: Validity | None = None

    # A pack is itself and no other: what is worked out from it is kept by it, and found without comparing.
    __hash__ = object.__hash__
    __eq__ = object.__eq__
