"""A body (机构) in the registers: entered by itself, furnished, put right, and asked about elsewhere."""

import csv
import io
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from dengji.demo.profile import Gaps, Person, Profile
from dengji.exchange.acts import receive
from dengji.exchange.queries import requests_about
from dengji.exchange.terms import Register
from dengji.institutions.acts.body import change_body, register_key
from dengji.institutions.acts.registers import (
    FEES,
    ITEM_BANKS,
    QUALIFICATIONS,
    RULES,
    SUBSIDIARIES,
    VENUES,
    add,
    change,
)
from dengji.institutions.acts.sheets import Taken, Upload, add_equipment_by_sheet, add_members_by_sheet
from dengji.institutions.entries import EquipmentEntry, MemberEntry, SubsidiaryEntry
from dengji.institutions.identities import identity_of
from dengji.institutions.models import Institution
from dengji.institutions.sheets import EQUIPMENT, MEMBERS
from dengji.institutions.terms import MemberRole, SubsidiaryRelation, Tenure
from dengji.people.models import Post
from dengji.records.acts import store
from dengji.records.models import StoredFile
from dengji.records.terms import Retention

PUNISHED = timedelta(days=200)  # before the day of the demonstration


def furnish(
    institution: Institution, profile: Profile, paper: bytes, gaps: Gaps = (), *, by: Post, at: datetime
) -> None:
    """填报机构信息: every register, less the gaps. Again with fewer gaps puts right what was missing."""
    change_body(institution, profile.entry(gaps), by=by, at=at)
    _people(institution, profile.people(gaps), by=by, at=at)
    _premises(institution, profile, gaps, by=by, at=at)
    file = _file(institution, paper, profile.rules()[0].title, by=by, at=at)
    for bank in profile.item_banks(gaps):
        add(ITEM_BANKS, institution, bank, by=by, at=at)
    for rule in profile.rules():
        add(RULES, institution, replace(rule, file=file), by=by, at=at)
    _fees(institution, profile, gaps, by=by, at=at)
    for name, uscc in profile.subsidiaries():
        entry = SubsidiaryEntry(name, uscc, SubsidiaryRelation.WHOLLY_OWNED, file)
        add(SUBSIDIARIES, institution, entry, by=by, at=at)


def answered(institution: Institution, profile: Profile, *, at: datetime) -> None:
    """答复: what the two registers know of the body, as its data has it."""
    for register, content in _known(profile).items():
        receive(requests_about(register, register_key(institution))[0], content, at=at)


def _known(profile: Profile) -> dict[str, dict[str, Any]]:
    body, says, entry = profile.body, profile.book.says, profile.entry()
    other = entry.contact_name if "name" in body.gaps else entry.legal_representative
    company = {
        "found": True,
        "name": body.name,
        "legal_representative": other,
        "address": entry.registered_address,
        "status": says["company_status"],
    }
    recorded_on = (profile.on - PUNISHED).isoformat()
    records = [{**says["credit"], "recorded_on": recorded_on}] if "credit" in body.gaps else []
    return {
        Register.COMPANY_REGISTER: company,
        Register.CREDIT_REGISTER: {"found": True, "records": records},
    }


def _people(institution: Institution, people: list[Person], *, by: Post, at: datetime) -> None:
    """The people by sheet, as a body with many would; what each can show one by one."""
    rows = [_member_row(person.entry) for person in people]
    _whole(add_members_by_sheet(institution, _sheet(list(MEMBERS.columns), rows), by=by, at=at))
    members = {member.identity: member for member in institution.members.all()}
    for person in people:
        for shown in person.shows:
            add(QUALIFICATIONS, members[identity_of(person.entry.identity_number)], shown, by=by, at=at)


def _member_row(entry: MemberEntry) -> list[str]:
    roles = "、".join(str(MemberRole(role).label) for role in entry.roles)
    told = asdict(entry)
    plain = ("employer", "post", "education", "duties")
    return [entry.name, entry.identity_number, roles, *(told[name] for name in plain)]


def _premises(institution: Institution, profile: Profile, gaps: Gaps, *, by: Post, at: datetime) -> None:
    there = {venue.name: venue for venue in institution.venues.all()}
    for venue in profile.venues(gaps):
        if venue.name in there:
            change(VENUES, there[venue.name], venue, by=by, at=at)
        else:
            add(VENUES, institution, venue, by=by, at=at)
    rows = [_equipment_row(entry) for entry in profile.equipment(gaps)]
    if rows:
        _whole(add_equipment_by_sheet(institution, _sheet(list(EQUIPMENT.columns), rows), by=by, at=at))


def _equipment_row(entry: EquipmentEntry) -> list[str]:
    return [entry.name, entry.model, entry.occupation, str(entry.quantity), str(Tenure(entry.tenure).label)]


def _fees(institution: Institution, profile: Profile, gaps: Gaps, *, by: Post, at: datetime) -> None:
    there = {fee.name: fee for fee in institution.fees.all()}
    for fee in profile.fees(gaps):
        if fee.name in there:
            change(FEES, there[fee.name], fee, by=by, at=at)
        else:
            add(FEES, institution, fee, by=by, at=at)


def _whole(taken: Taken) -> None:
    """Raises ValueError where a row was left out: the data is wrong then."""
    if taken.faulty:
        raise ValueError("；".join(map(str, taken.faulty)))


def _sheet(head: list[str], rows: list[list[str]]) -> Upload:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([head, *rows])
    return Upload("sheet.csv", lines.getvalue().encode())


def _file(institution: Institution, paper: bytes, title: str, *, by: Post, at: datetime) -> StoredFile:
    """The body's rules in one file, stored once."""
    first = institution.rules.exclude(file=None).select_related("file").first()
    if first is not None and first.file is not None:
        return first.file
    return store(
        content=BytesIO(paper),
        name=f"{title}.pdf",
        owner=institution.organisation,
        by=by,
        at=at,
        retention=Retention.REGISTER_MATERIAL,
    )
