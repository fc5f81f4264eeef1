"""Filings of a place whose text is in force there, and what its matters make of them."""

from datetime import date, datetime, timedelta

import pytest

from dengji.filings.acts.firing import fire, timers_due
from dengji.filings.acts.ordering import propose_end
from dengji.filings.models import Filing
from dengji.filings.sheets import Scope
from dengji.institutions.models import Institution
from dengji.institutions.terms import BodyKind
from dengji.procedure.acts.receiving import accept
from dengji.procedure.models import Case
from dengji.procedure.queries import standing
from dengji.procedure.refusals import NotAllowed
from tests.cast import AT, ELECTRICIAN, FIRE_OPERATOR, Cast, given_cast
from tests.life import EXPIRY, given_filing, given_matter, noon
from tests.road import AUDIENCES, brought_to_its_end, given_law, handed_in, stated, whoever_holds

COUNTIES = {"FJ22": ("350203", "350303"), "TJ21": ("120116", "120104"), "XZ24": ("140902", "140213")}
EXPIRED = ("TJ21",)


def given_place(pack_id: str) -> Cast:
    """Everybody at the place of a text, the text in force there."""
    given_law(*(each for each in EXPIRED if each == pack_id))
    return given_cast(*COUNTIES[pack_id])


def given_two(institution: Institution, cast: Cast) -> Filing:
    """A filing of two occupations that ends on EXPIRY."""
    audience = AUDIENCES[BodyKind(institution.kind)]
    scope = (Scope(ELECTRICIAN, "", ("5", "4"), audience), Scope(FIRE_OPERATOR, "", ("5",), audience))
    return given_filing(institution, cast.clerk, scope=scope)


def before_expiry(days: int) -> datetime:
    """Noon of the day that many days before the last of a filing."""
    return noon(EXPIRY - timedelta(days=days))


def lived(filing: Filing, matter: str, cast: Cast, *, at: datetime = AT) -> Case:
    """An application about a filing, brought to a favourable end; the filing is brought up to date."""
    case = given_matter(filing, matter, at=at)
    brought_to_its_end(case, cast, at=at)
    filing.refresh_from_db()
    return case


def ended_by_order(filing: Filing, cast: Cast, *, at: datetime = AT) -> Case:
    """A filing ended by its authority, for a finding that is proved."""
    case = propose_end(filing, "经调查核实", by=cast.clerk, at=at)
    brought_to_its_end(case, cast, at=at)
    filing.refresh_from_db()
    return case


def all_stated(case: Case, *, at: datetime = AT, **facts: object) -> None:
    """Facts stated by whoever has the case, each with its paper where the text wants one."""
    for name, value in facts.items():
        stated(case, name, value, at=at)


def accepted(case: Case, *, at: datetime = AT) -> None:
    """The case accepted by whoever has it."""
    accept(case, by=whoever_holds(case), at=at)


def given_at_the_office(filing: Filing, matter: str, *, at: datetime = AT) -> Case:
    """An application about a filing, handed in."""
    case = given_matter(filing, matter, at=at)
    handed_in(case, at=at)
    return case


def refused(case: Case, *, at: datetime = AT) -> str:
    """Why a case may not be accepted: what the conditions of its step say that do not hold."""
    with pytest.raises(NotAllowed):
        accepted(case, at=at)
    judgement = standing(case, at.date()).judgement
    return "；".join(result.says for result in judgement.unmet) if judgement else ""


def words_of(case: Case) -> str:
    """What the letters of a case say."""
    return "\n".join(text for letter in case.letters.all() for text in letter.paragraphs)


def fire_all(on: date) -> list[str]:
    """What comes of itself by a day, by key."""
    fired = [fire(number, at=noon(on)) for _, number in timers_due(on, after=(date.min, 0), most=99)]
    return [timer.key for timer in fired if timer is not None]
