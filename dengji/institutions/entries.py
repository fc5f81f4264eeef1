"""What is typed into the registers of a body (填报内容), before anybody has checked it."""

from dataclasses import dataclass
from datetime import date

from dengji.institutions.terms import (
    Affiliation,
    BodyKind,
    ItemSource,
    QualificationKind,
    RuleKind,
    SubsidiaryRelation,
    Tenure,
    VenueKind,
)
from dengji.people.models import Organisation
from dengji.records.models import StoredFile


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """A body (机构): name, code, place, kind, affiliation and what stands in its licence.

    `overseen_by` is the implementing department that set it up, where that is not the HR department.
    """

    name: str
    uscc: str
    division: str
    kind: BodyKind
    affiliation: Affiliation
    legal_representative: str = ""
    registered_address: str = ""
    established_on: date | None = None
    independent_legal_person: bool | None = None
    main_business: str = ""
    department: str = ""
    contact_name: str = ""
    contact_post: str = ""
    contact_phone: str = ""
    contact_landline: str = ""
    contact_email: str = ""
    overseen_by: Organisation | None = None


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """A person who works for a body (人员); `roles` are codes of MemberRole."""

    name: str
    roles: tuple[str, ...]
    identity_number: str = ""
    employer: str = ""
    post: str = ""
    education: str = ""
    duties: str = ""


@dataclass(frozen=True, slots=True)
class QualificationEntry:
    """What a member can show (资格): a certificate or a title with its level, or an examiner's card."""

    kind: QualificationKind
    occupation: str = ""
    level: str = ""
    title_level: str = ""
    number: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class VenueEntry:
    """A place where the body examines (场所); area in square metres, seats as a count."""

    name: str
    kind: VenueKind
    address: str
    tenure: Tenure
    seats: int
    area: int | None = None
    video: bool = False
    safety_proof: bool = False
    occupations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EquipmentEntry:
    """Equipment for an occupation (设备)."""

    name: str
    occupation: str
    quantity: int
    tenure: Tenure
    model: str = ""


@dataclass(frozen=True, slots=True)
class ItemBankEntry:
    """Where the test items for an occupation come from (题库)."""

    occupation: str
    source: ItemSource
    items: int | None = None


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule document (规章制度)."""

    kind: RuleKind
    title: str
    file: StoredFile | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class FeeEntry:
    """A fee (收费项目), in fen; 0 for free of charge."""

    name: str
    amount_fen: int
    basis: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class SubsidiaryEntry:
    """A subsidiary whose staff the employer evaluates (下属子公司), with the proof of ownership."""

    name: str
    uscc: str
    relation: SubsidiaryRelation
    proof: StoredFile | None = None
