"""What forms and letters say of a body and its filing (表格用事实): name, number, address, days, place, contact."""

from datetime import date

from dengji.filings.facts.held import filing_about, scope_about
from dengji.filings.forms import forms_of, incomplete
from dengji.filings.levels import in_levels
from dengji.filings.models import Element, Term
from dengji.filings.terms import ElementName
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject


def _of_body(subject: Subject, key: str) -> str | None:
    said = (subject.dossier.get("body") or {}).get(key)
    return str(said) if said else None


@fact("body_name", kind=FactKind.TEXT, label="机构名称")
def body_name(subject: Subject, on: date) -> str | None:
    """The name of the body, as it is registered."""
    return _of_body(subject, "name")


@fact("contact_name", kind=FactKind.TEXT, label="联系人")
def contact_name(subject: Subject, on: date) -> str | None:
    """Whom one asks for at the body."""
    return _of_body(subject, "contact_name")


@fact("contact_phone", kind=FactKind.TEXT, label="联系人手机")
def contact_phone(subject: Subject, on: date) -> str | None:
    """The contact's mobile number."""
    return _of_body(subject, "contact_phone")


@fact("contact_email", kind=FactKind.TEXT, label="电子邮箱")
def contact_email(subject: Subject, on: date) -> str | None:
    """The body's e-mail address."""
    return _of_body(subject, "contact_email")


@fact("filing_number", kind=FactKind.TEXT, label="机构备案号")
def filing_number(subject: Subject, on: date) -> str | None:
    """The number of the filing that the matter is about."""
    return subject.about or None


@fact("filing_address", kind=FactKind.TEXT, label="备案地址")
def filing_address(subject: Subject, on: date) -> str | None:
    """The address that stands in the filing; where none was filed, the registered one."""
    filing = filing_about(subject)
    if filing is None:
        return None
    stands = Element.objects.filter(filing=filing, element=ElementName.ADDRESS).in_force(on)
    filed = stands.values_list("value", flat=True).first()
    return str(filed) if filed else _of_body(subject, "registered_address")


@fact("filing_expires_on", kind=FactKind.DATE, label="备案到期时间")
def filing_expires_on(subject: Subject, on: date) -> date | None:
    """The last day of the filing's validity."""
    filing = filing_about(subject)
    return filing.valid_until if filing else None


@fact("filing_term", kind=FactKind.TEXT, label="备案有效期")
def filing_term(subject: Subject, on: date) -> str | None:
    """The validity that runs, or ran last, from its first day to its last."""
    filing = filing_about(subject)
    if filing is None:
        return None
    term = Term.objects.filter(filing=filing, from_on__lte=on).last()
    began = term.from_on if term else filing.valid_from
    until = term.until if term else filing.valid_until
    return f"{spoken(began)}至{spoken(until)}" if until else f"自{spoken(began)}起"


@fact("filing_place", kind=FactKind.TEXT, label="备案所属地")
def filing_place(subject: Subject, on: date) -> str | None:
    """The place whose authority filed it."""
    filing = filing_about(subject)
    return filing.authority.division.name if filing else None


@fact("filing_scope", kind=FactKind.TEXTS, label="已备案的职业和等级")
def filing_scope(subject: Subject, on: date) -> list[str] | None:
    """The occupations of the filing with their levels, in words."""
    rows = scope_about(subject, on)
    if rows is None:
        return None
    return [f"{row.name}（{in_levels(row.levels)}）" if row.levels else row.name for row in rows]


@fact("forms_incomplete", kind=FactKind.TEXTS, label="没有填好的表格")
def forms_incomplete(subject: Subject, on: date) -> list[str] | None:
    """The text's forms that still lack something, each with the parts that it lacks."""
    if not forms_of(subject.pack, subject.matter):
        return []
    if subject.dossier.get("forms") is None:
        return None
    return incomplete(subject.pack, subject.matter, subject.dossier)
