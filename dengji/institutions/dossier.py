"""The registers of a body as a case takes them along (机构材料): plain JSON, frozen when it is handed in."""

from datetime import date
from typing import Any

from django.db.models import Prefetch

from dengji.institutions.models import Institution, Member, Qualification, RuleDocument, Subsidiary
from dengji.institutions.queries import verification
from dengji.people.terms import Office

Part = dict[str, Any]


def registers(institution: Institution, on: date) -> dict[str, Any]:
    """Everything that stands in a body's registers on a day: body, members, venues, equipment, and so on.

    The shape is the dossier's, from `body` to `subsidiaries`; at most a dozen statements whatever the size.
    """
    whole = (
        Institution.objects.select_related("organisation__overseen_by")
        .prefetch_related(
            "members__qualifications",
            "venues",
            "equipment",
            "item_banks",
            Prefetch("rules", queryset=RuleDocument.objects.select_related("file")),
            "fees",
            Prefetch("subsidiaries", queryset=Subsidiary.objects.select_related("proof")),
        )
        .get(pk=institution.pk)
    )
    return {
        "body": _body(whole, on),
        "members": [_member(each) for each in whole.members.all()],
        "venues": [_values(each, VENUE) for each in whole.venues.all()],
        "equipment": [_values(each, EQUIPMENT) for each in whole.equipment.all()],
        "item_banks": [_values(each, ITEM_BANK) for each in whole.item_banks.all()],
        "rules": [_rule(each) for each in whole.rules.all()],
        "fees": [_values(each, FEE) for each in whole.fees.all()],
        "subsidiaries": [_subsidiary(each) for each in whole.subsidiaries.all()],
    }


BODY = (
    "kind",
    "affiliation",
    "legal_representative",
    "registered_address",
    "established_on",
    "independent_legal_person",
    "department",
    "main_business",
    "contact_name",
    "contact_post",
    "contact_phone",
    "contact_landline",
    "contact_email",
)
MEMBER = ("name", "roles", "employer", "post", "education", "duties")
QUALIFICATION = ("kind", "occupation", "level", "title_level", "number", "valid_until")
VENUE = ("name", "address", "kind", "tenure", "area", "seats", "video", "safety_proof", "occupations")
EQUIPMENT = ("name", "model", "quantity", "tenure", "occupation")
ITEM_BANK = ("occupation", "source", "items")
FEE = ("name", "amount_fen", "basis", "published_on")


def _body(institution: Institution, on: date) -> Part:
    organisation = institution.organisation
    overseer = organisation.overseen_by
    other = overseer is not None and overseer.office == Office.IMPLEMENTING
    asked = verification(institution, on)
    return {
        **_values(institution, BODY),
        "name": organisation.name,
        "uscc": organisation.uscc,
        "division": organisation.division_id,
        "implementing_department": overseer.name if overseer is not None and other else None,
        "registration_verified": asked.registered,
        "credit_clean": asked.clean,
    }


def _member(member: Member) -> Part:
    return {
        **_values(member, MEMBER),
        "identity_masked": member.masked,
        "qualifications": [_qualification(each) for each in member.qualifications.all()],
    }


def _qualification(qualification: Qualification) -> Part:
    return _values(qualification, QUALIFICATION)


def _rule(rule: RuleDocument) -> Part:
    return {
        **_values(rule, ("kind", "title", "published_on")),
        "file": str(rule.file.token) if rule.file else None,
    }


def _subsidiary(subsidiary: Subsidiary) -> Part:
    return {
        **_values(subsidiary, ("name", "uscc", "relation")),
        "proof": str(subsidiary.proof.token) if subsidiary.proof else None,
    }


def _values(row: Any, names: tuple[str, ...]) -> Part:
    """The named fields of a row, days as text."""
    held = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in held.items()}
