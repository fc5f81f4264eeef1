"""The cast: a place with its authorities, three bodies that are in order, officers, and experts.

Plain functions that write straight to the tables; `given_cast()` gives them all. Places come from data/.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

from dengji.exchange.acts import ask, receive
from dengji.institutions.acts.body import register_key
from dengji.institutions.codes import USCC_SIGNS, identity_fault, uscc_fault
from dengji.institutions.identities import columns_of
from dengji.institutions.models import (
    Equipment,
    FeeItem,
    Institution,
    ItemBank,
    Member,
    Qualification,
    RuleDocument,
    Venue,
)
from dengji.institutions.terms import Affiliation, BodyKind, MemberRole, RuleKind
from dengji.occupations import tables
from dengji.occupations.models import Occupation
from dengji.people.acts.divisions import read_divisions
from dengji.people.models import DeclaredRelation, Division, Expert, Organisation, Person, Post
from dengji.people.spelling import pinyin
from dengji.people.terms import Office, OrganisationKind, Rank, Relation, Role
from tests.kept import kept

DATA = Path(__file__).resolve().parents[1] / "data"
CHINA = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 16, 9, 0, tzinfo=CHINA)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "open-sesame-2026"
COUNTY = "220202"
OTHER_COUNTY = "220302"
BEFORE_THE_CAST = ("people_division", "people_person", "people_organisation", "occupations_occupation")
ELECTRICIAN, TURNER, FIRE_OPERATOR = "6-31-01-03", "6-18-01-01", "4-07-05-03"


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody. In a municipality the city's authorities are the province's."""

    county: Division
    city: Division
    province: Division
    bureau: Organisation
    centre: Organisation
    province_bureau: Organisation
    province_centre: Organisation
    other_centre: Organisation
    department: Organisation
    employer: Institution
    social_organisation: Institution
    school: Institution
    examination_body: Institution
    manager: Post
    clerk: Post
    wrong_clerk: Post
    approver: Post
    province_clerk: Post
    issuer: Post
    administrator: Post
    experts: tuple[Expert, ...]
    conflicted: Expert


def given_cast(county: str = COUNTY, other_county: str = OTHER_COUNTY) -> Cast:
    """A county, its city and province with authorities, bodies and people; and another city's centre."""
    return kept(_cast, county, other_county, empty=BEFORE_THE_CAST)


def _cast(county: str, other_county: str) -> Cast:
    place, elsewhere = given_divisions(county), given_divisions(other_county)
    given_occupations(ELECTRICIAN, TURNER, FIRE_OPERATOR)
    province_bureau = given_authority(place[Rank.PROVINCE], Office.BUREAU)
    province_centre = given_authority(place[Rank.PROVINCE], Office.CENTRE)
    bureau = given_authority(place[Rank.PREFECTURE], Office.BUREAU)
    centre = given_authority(place[Rank.PREFECTURE], Office.CENTRE)
    other_centre = given_authority(elsewhere[Rank.PREFECTURE], Office.CENTRE)
    department = given_department(place[Rank.PROVINCE])
    employer = given_body(place[Rank.COUNTY], BodyKind.EMPLOYER, "松江机械制造有限公司", 1)
    examination_body = given_body(place[Rank.COUNTY], BodyKind.EXAMINATION_BODY, "北江消防职业技能鉴定站", 4)
    Organisation.objects.filter(pk=examination_body.pk).update(overseen_by=department)
    examination_body.organisation.overseen_by = department
    return Cast(
        county=place[Rank.COUNTY],
        city=place[Rank.PREFECTURE],
        province=place[Rank.PROVINCE],
        bureau=bureau,
        centre=centre,
        province_bureau=province_bureau,
        province_centre=province_centre,
        other_centre=other_centre,
        department=department,
        employer=employer,
        social_organisation=given_body(
            place[Rank.COUNTY], BodyKind.SOCIAL_ORGANISATION, "北江职业培训学校", 2
        ),
        school=given_body(place[Rank.COUNTY], BodyKind.SCHOOL, "北江技师学院", 3),
        examination_body=examination_body,
        manager=given_post(employer.organisation, Role.MANAGER, "周启明"),
        clerk=given_post(centre, Role.CLERK, "王大伟"),
        wrong_clerk=given_post(other_centre, Role.CLERK, "吴晓东"),
        approver=given_post(bureau, Role.APPROVER, "郑国强"),
        province_clerk=given_post(province_centre, Role.CLERK, "陈静"),
        issuer=given_post(province_centre, Role.ISSUER, "孙立新"),
        administrator=given_post(province_bureau, Role.ADMINISTRATOR, "赵敏"),
        experts=tuple(given_expert(centre, name, f"第{name}研究所") for name in ("甲", "乙", "丙")),
        conflicted=given_expert(centre, "丁", "松江机械制造有限责任公司"),
    )


@cache
def divisions_of(code: str) -> tuple[Division, ...]:
    """The division and those above it, the country first, from the data file."""
    table = {row.code: row for row in read_divisions(DATA / "divisions.csv")}
    chain, next_code = [], code
    while next_code:
        chain.append(table[next_code])
        next_code = table[next_code].parent_id or ""
    return tuple(reversed(chain))


def given_divisions(code: str) -> dict[str, Division]:
    """The division and those above it, by rank; where there is no prefecture the province stands in."""
    found: dict[str, Division] = {}
    for row in divisions_of(code):
        made, _ = Division.objects.get_or_create(
            code=row.code, defaults={"name": row.name, "rank": row.rank, "parent_id": row.parent_id}
        )
        found[str(made.rank)] = made
    found.setdefault(Rank.PREFECTURE, found[Rank.PROVINCE])
    found.setdefault(Rank.COUNTY, found[Rank.PREFECTURE])
    return found


@cache
def catalogue() -> dict[str, Occupation]:
    """The whole classification, as it is loaded."""
    return {row.code: row for row in tables.occupations(DATA)}


def given_occupations(*codes: str) -> None:
    """Some occupations with their major groups and standards, out of the data files."""
    wanted = {*codes, *(f"{code[0]}-00-00-00" for code in codes)}
    Occupation.objects.bulk_create([catalogue()[code] for code in sorted(wanted)], ignore_conflicts=True)
    standards = [row for row in tables.standards(DATA) if row.occupation_id in wanted]
    type(standards[0]).objects.bulk_create(standards, ignore_conflicts=True)


def given_authority(division: Division, office: Office) -> Organisation:
    """The bureau or centre of a division."""
    made, _ = Organisation.objects.get_or_create(
        kind=OrganisationKind.AUTHORITY,
        division=division,
        office=office,
        defaults={"name": f"{division.name}{office.label}", "word": "人社备", "phone": "0000-12333"},
    )
    return made


def given_department(division: Division) -> Organisation:
    """An implementing department other than the HR department."""
    return Organisation.objects.create(
        kind=OrganisationKind.AUTHORITY,
        division=division,
        office=Office.IMPLEMENTING,
        name=f"{division.name}消防救援机构",
    )


def given_person(name: str) -> Person:
    """Somebody with an account and PASSWORD."""
    username = f"u{Person.objects.count() + 1}"
    return Person.objects.create_user(username, PASSWORD, full_name=name, joined_at=AT)


def given_post(organisation: Organisation, role: Role, name: str = "李红梅") -> Post:
    """Somebody with a post since long ago."""
    return Post.objects.create(
        person=given_person(name), organisation=organisation, role=role, from_on=LONG_AGO
    )


def given_expert(authority: Organisation, name: str, employer: str) -> Expert:
    """An expert on an authority's roster who knows the turner's and the electrician's trade."""
    post = given_post(authority, Role.EXPERT, name)
    return Expert.objects.create(
        post=post, employer=employer, title="高级工程师", occupations=[ELECTRICIAN, "6-18"]
    )


def given_relation(expert: Expert, organisation: Organisation) -> DeclaredRelation:
    """A tie that the expert declared."""
    return DeclaredRelation.objects.create(
        expert=expert, organisation=organisation, relation=Relation.ADVISER, declared_on=AT.date()
    )


def given_body(
    division: Division, kind: BodyKind, name: str, serial: int, affiliation: Affiliation = Affiliation.COUNTY
) -> Institution:
    """A body that is in order: every register filled, every rule published."""
    organisation = Organisation.objects.create(
        kind=OrganisationKind.BODY, name=name, uscc=uscc(serial), division=division
    )
    institution = Institution.objects.create(
        organisation=organisation,
        kind=kind,
        affiliation=affiliation,
        sort_key=pinyin(name),
        independent_legal_person=True,
        legal_representative="周启明",
        registered_address=f"{division.name}建设街{serial}号",
        main_business="机械加工与电气设备安装维修",
        department="技能人才评价办公室",
        contact_name="李红梅",
        contact_phone="13800000000",
        contact_email="office@example.cn",
    )
    given_members(institution)
    given_premises(institution)
    given_papers(institution)
    return institution


def given_members(institution: Institution) -> None:
    """Three of the staff, three experts, six examiners with cards and certificates, two supervisors."""
    roles = [MemberRole.STAFF] * 3 + [MemberRole.EXPERT] * 3 + [MemberRole.EXAMINER] * 6
    people = [
        Member(
            institution=institution,
            name=f"{role.label[0]}{number}",
            **columns_of(identity_number(number)),
            roles=[role.value],
            employer=institution.organisation.name,
        )
        for number, role in enumerate([*roles, MemberRole.SUPERVISOR, MemberRole.SUPERVISOR], 1)
    ]
    examiners = [one for one in Member.objects.bulk_create(people) if "examiner" in one.roles]
    Qualification.objects.bulk_create(
        Qualification(member=one, kind=kind, occupation=code, level="1", number=f"KP{one.pk}{code}")
        for one in examiners
        for code in (ELECTRICIAN, TURNER, FIRE_OPERATOR)
        for kind in ("certificate", "examiner_card")
    )


def given_premises(institution: Institution) -> None:
    """A theory and a practical venue of its own, watched and safe, with equipment for each occupation."""
    codes = [ELECTRICIAN, TURNER, FIRE_OPERATOR]
    Venue.objects.bulk_create(
        Venue(
            institution=institution,
            name=name,
            kind=kind,
            address=institution.registered_address,
            tenure="own",
            area=300,
            seats=40,
            video=True,
            safety_proof=True,
            occupations=codes,
        )
        for name, kind in (("一号机房", "theory"), ("实训车间", "practical"))
    )
    Equipment.objects.bulk_create(
        Equipment(institution=institution, name="实训设备", occupation=code, quantity=10, tenure="own")
        for code in codes
    )


def given_papers(institution: Institution) -> None:
    """An item bank for each occupation, every kind of rule, and a fee, all published."""
    ItemBank.objects.bulk_create(
        ItemBank(institution=institution, occupation=code, source="national", items=2000)
        for code in (ELECTRICIAN, TURNER, FIRE_OPERATOR)
    )
    RuleDocument.objects.bulk_create(
        RuleDocument(institution=institution, kind=kind, title=kind.label, published_on=LONG_AGO)
        for kind in RuleKind
    )
    FeeItem.objects.create(
        institution=institution, name="职业技能等级认定", amount_fen=0, published_on=LONG_AGO
    )


def given_verified(institution: Institution, at: datetime = AT) -> None:
    """Both registers answered well about the body."""
    organisation = institution.organisation
    company = {
        "found": True,
        "name": organisation.name,
        "legal_representative": institution.legal_representative,
        "address": institution.registered_address,
        "status": "存续",
    }
    for register, answer in (
        ("company_register", company),
        ("credit_register", {"found": True, "records": []}),
    ):
        request = ask(register, about=register_key(institution), payload={"uscc": organisation.uscc}, at=at)
        receive(request, answer, at=at)


@cache
def uscc(serial: int) -> str:
    """A sound unified social credit code, a different one for each serial."""
    base = f"91220200{serial:08d}"
    return next(
        code
        for inner, last in product("0123456789X", USCC_SIGNS)
        if uscc_fault(code := base + inner + last) is None
    )


@cache
def identity_number(serial: int) -> str:
    """A sound identity number, a different one for each serial."""
    base = f"22020219800101{serial:03d}"
    return next(base + last for last in "0123456789X" if identity_fault(base + last) is None)
