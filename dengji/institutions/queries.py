"""What is known of a body (机构查询), as pages read it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import get_current_timezone

from dengji.exchange.queries import answer_to
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
    until = datetime.combine(on, time.max, get_current_timezone())
    key = register_key(institution)
    company = answer_to(Register.COMPANY_REGISTER, key, fresh_at=until)
    credit = answer_to(Register.CREDIT_REGISTER, key, fresh_at=until)
    differs = _differs(institution, company.content) if company else ()
    records = _records(credit.content) if credit and credit.content.get("found") else ()
    known = credit is not None and bool(credit.content.get("found"))
    return Verification(
        registered=None if company is None else not differs,
        clean=not records if known else None,
        differs=differs,
        records=records,
        answered_at=max((answer.answered_at for answer in (company, credit) if answer), default=None),
    )


def _number(register: type[Model]) -> Coalesce:
    """How many rows of a register are the body's."""
    own = register._default_manager.filter(institution=OuterRef("pk")).order_by().values("institution")
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)


def _differs(institution: Institution, content: Content) -> tuple[str, ...]:
    if not content.get("found"):
        return ("登记机关没有查到这个统一社会信用代码。",)
    organisation, status = institution.organisation, str(content["status"])
    said: list[str] = []
    if plain_name(str(content["name"])) != plain_name(organisation.name):
        said.append(f"登记名称为“{content['name']}”，与填报的“{organisation.name}”不一致。")
    if str(content["legal_representative"]).strip() != institution.legal_representative:
        said.append(
            f"登记的法定代表人为“{content['legal_representative']}”，与填报的“{institution.legal_representative}”不一致。"
        )
    if any(word in status for word in GONE):
        said.append(f"登记状态为“{status}”。")
    return tuple(said)


def _records(content: Content) -> tuple[str, ...]:
    return tuple(f"{each['recorded_on']}　{each['kind']}：{each['summary']}" for each in content["records"])
