"""Filings that stand, and what becomes of them, by acts only: entered, brought to a matter, filled in, decided."""

from datetime import date, datetime, timedelta

from dengji.filings.acts import applying as filling
from dengji.filings.acts.altering import fill_in
from dengji.filings.acts.entering import enter
from dengji.filings.forms import forms_of
from dengji.filings.models import Filing
from dengji.filings.sheets import OldFiling, Scope
from dengji.institutions.entries import BodyEntry
from dengji.institutions.models import Institution
from dengji.institutions.terms import Affiliation, BodyKind
from dengji.people.models import Post
from dengji.policy.engine.annexes import Line
from dengji.policy.engine.terms import Source
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case
from tests.cast import AT, ELECTRICIAN, given_verified
from tests.road import AUDIENCES, given_documents, good_answer, manager_of, on_day

WRITTEN = {Line.WORDS: "已按要求写明。", Line.PHONE: "13800001111", Line.EMAIL: "px@example.test"}
EXPIRY = date(2027, 5, 9)
NUMBER = "Y000035000900"


def given_filing(
    institution: Institution,
    clerk: Post,
    *,
    number: str = NUMBER,
    until: date = EXPIRY,
    scope: tuple[Scope, ...] = (),
    at: datetime = AT,
) -> Filing:
    """A filing from before the system, entered by its authority: the body stays as it is registered."""
    body = institution.organisation
    kind = BodyKind(institution.kind)
    entry = BodyEntry(
        body.name, body.uscc or "", body.division_id, kind, Affiliation(institution.affiliation)
    )
    said = scope or (Scope(ELECTRICIAN, "", ("5", "4"), AUDIENCES[kind]),)
    began = date(until.year - 3, until.month, until.day) + timedelta(days=1)
    return enter(OldFiling(number, "skill_level", entry, began, began, until, said), by=clerk, at=at)


def given_matter(filing: Filing, matter: str, *, at: datetime = AT) -> Case:
    """An application about a filing with every question answered and a file under every heading; not handed in."""
    institution = filing.institution
    by = manager_of(institution)
    given_verified(institution, at=at)
    case = filling.begin_about(filing, matter, by=by, at=at)
    pack = pack_of(case.edition_id)
    asked = [name for name, each in pack.facts.items() if each.from_ is Source.APPLICANT]
    filling.declare(case, {name: good_answer(pack, name) for name in asked}, by=by, at=at)
    given_documents(case, pack, by=by, at=at)
    for name, annex in forms_of(pack, matter).items():
        typed = {part.id: WRITTEN[part.holds] for part in annex.parts() if part.typed and part.required}
        fill_in(case, name, typed, by=by, at=at)
    return case


def noon(day: date) -> datetime:
    """The middle of a day in China."""
    return on_day(day, 12)
