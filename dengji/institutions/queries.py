"""What is known of a body (机构查询), as pages read it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dengji.exchange.queries import Answer, answer_to, counts_on
from dengji.exchange.terms import Register
from dengji.institutions.acts.body import register_key
from dengji.institutions.codes import plain_code
from dengji.institutions.models import (
    Equipment,
    FeeItem,
    Institution,
    ItemBank,
    Member,
    Qualification,
    RuleDocument,
    Subsidiary,
    Venue,
)
from dengji.people.conflicts import plain_name
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, OrganisationKind

Content = Mapping[str, Any]
REGISTERS: Mapping[str, type[Model]] = {
    "members": Member,
    "qualifications": Qualification,
    "venues": Venue,
    "equipment": Equipment,
    "item_banks": ItemBank,
    "rules": RuleDocument,
    "fees": FeeItem,
    "subsidiaries": Subsidiary,
}
"""The registers of a body (机构登记) by name."""
JOINED = {"members": "qualifications", "qualifications": "member", "rules": "file", "subsidiaries": "proof"}
"""What is read along with the rows of a register."""
GONE = ("注销", "吊销", "撤销", "停业", "清算")
"""Words in a company's status (登记状态) that say that it does not carry on."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What other registers say of a body (核验结果): None = not known; sentences for what does not agree."""

    registered: bool | None
    clean: bool | None
    differs: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much stands in each register of a body (登记数量)."""

    members: int
    venues: int
    equipment: int
    item_banks: int
    rules: int
    fees: int
    subsidiaries: int


def institutions() -> QuerySet[Institution]:
    """Bodies with their organisations and places, sorted by pinyin."""
    return Institution.objects.select_related("organisation__division").order_by("sort_key", "pk")


def institution_of(post: Post | None) -> Institution | None:
    """The body that a post belongs to; None for posts in an authority, or without one."""
    if post is None or post.role not in BODY_ROLES or post.organisation.kind != OrganisationKind.BODY:
        return None
    return institutions().filter(pk=post.organisation_id).first()


def institution_by_code(typed: str) -> Institution | None:
    """The body under a unified social credit code, however it was typed (统一社会信用代码); None if none."""
    return institutions().filter(organisation__uscc=plain_code(typed)).first()


def counts(institution: Institution) -> Counts:
    """How much stands in each register, in one statement."""
    registers = [field.name for field in fields(Counts)]
    numbers = [_number(REGISTERS[name]) for name in registers]
    row = Institution.objects.filter(pk=institution.pk).values_list(*numbers).get()
    return Counts(*row)


def rows_of(institution: Institution, register: str) -> QuerySet[Any]:
    """What stands in one register of a body (登记内容); `register` is one of REGISTERS."""
    home = "member__institution" if register == "qualifications" else "institution"
    rows = REGISTERS[register]._default_manager.filter(**{home: institution})
    joined = JOINED.get(register)
    if joined is None:
        return rows
    return rows.prefetch_related(joined) if register == "members" else rows.select_related(joined)


def row_of(institution: Institution, register: str, pk: int) -> Any | None:
    """One row of a register of a body; None for what is not there, or another body's."""
    return rows_of(institution, register).filter(pk=pk).first()


def verification(institution: Institution, on: date) -> Verification:
    """What the company and the credit register answered about a body, as far as it counts that day."""
    company, credit = (_counting(institution, each, on) for each in OF_BODIES)
    name, head = institution.organisation.name, institution.legal_representative
    differs = differences(name, head, company.content) if company else ()
    records = records_in(credit.content) if credit and credit.content.get("found") else ()
    known = credit is not None and bool(credit.content.get("found"))
    return Verification(
        registered=None if company is None else not differs,
        clean=not records if known else None,
        differs=differs,
        records=records,
        answered_at=max((answer.answered_at for answer in (company, credit) if answer), default=None),
    )


OF_BODIES = (Register.COMPANY_REGISTER, Register.CREDIT_REGISTER)
"""The registers that are asked about a body."""


def _counting(institution: Institution, register: Register, on: date) -> Answer | None:
    answer = answer_to(register, register_key(institution))
    return answer if answer and counts_on(answer.answered_at, on) else None


def _number(register: type[Model]) -> Coalesce:
    """How many rows of a register are the body's."""
    own = register._default_manager.filter(institution=OuterRef("pk")).order_by().values("institution")
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)


def differences(name: str, legal_representative: str, content: Content) -> tuple[str, ...]:
    """What a company register has otherwise than a body wrote it (登记信息差异), in sentences."""
    if not content.get("found"):
        return ("登记机关没有查到这个统一社会信用代码。",)
    status, head = str(content["status"]), str(content["legal_representative"])
    said: list[str] = []
    if plain_name(str(content["name"])) != plain_name(name):
        said.append(f"登记名称为“{content['name']}”，与填报的“{name}”不一致。")
    if head.strip() != legal_representative:
        said.append(f"登记的法定代表人为“{head}”，与填报的“{legal_representative}”不一致。")
    if any(word in status for word in GONE):
        said.append(f"登记状态为“{status}”。")
    return tuple(said)


def records_in(content: Content) -> tuple[str, ...]:
    """What a credit register has against a body (信用记录), a line each."""
    return tuple(f"{each['recorded_on']}　{each['kind']}：{each['summary']}" for each in content["records"])
