"""Filings of other places than Tianjin, and of other kinds of bodies, in which plans are made."""

from dataclasses import replace
from datetime import date

from dengji.evaluations.acts import planning
from dengji.evaluations.acts.planning import PlanEntry
from dengji.evaluations.models.plans import Plan
from dengji.filings.acts.entering import enter
from dengji.filings.models import Filing
from dengji.filings.sheets import OldFiling, Scope
from dengji.institutions.entries import BodyEntry
from dengji.institutions.models import Institution
from dengji.institutions.terms import Affiliation, BodyKind
from dengji.people.models import Organisation
from dengji.people.terms import Role
from dengji.procedure.refusals import NotAllowed
from tests.batch import WHOLE, given_filed_venues, given_plan
from tests.cast import AT, Cast, given_cast
from tests.life import EXPIRY
from tests.packs.lives import given_place
from tests.road import given_law, manager_of, post_in


def given_at(pack_id: str) -> Cast:
    """Everybody at the place of a text, the text applied there."""
    if pack_id in ("JL25", "JLJD"):
        given_law(pack_id)
        return given_cast()
    return given_place(pack_id)


def given_filed(
    body: Institution,
    authority: Organisation,
    *scope: Scope,
    regime: str = "skill_level",
    until: date | None = EXPIRY,
) -> Filing:
    """A filing from before the system, entered by an authority, the body's venues filed with it."""
    org, began = body.organisation, date(2024, 5, 10)
    kind = BodyKind(body.kind)
    entry = BodyEntry(org.name, org.uscc or "", org.division_id, kind, Affiliation(body.affiliation))
    number = f"Y{org.division_id}{body.pk:06d}"
    old = OldFiling(number, regime, entry, began, began, until, scope)
    filing = enter(old, by=post_in(authority, Role.CLERK), at=AT)
    given_filed_venues(filing)
    return filing


def said(**changes: object) -> PlanEntry:
    """The usual plan, but for what is said."""
    return replace(WHOLE, **changes)  # type: ignore[arg-type]


def given_refused(plan: Plan) -> NotAllowed:
    """Why a plan is not taken when it is handed in."""
    try:
        planning.hand_in(plan, by=manager_of(plan.filing.institution), at=AT)
    except NotAllowed as refused:
        plan.refresh_from_db()
        return refused
    raise AssertionError("the plan was taken")


def refusal(filing: Filing, **changes: object) -> NotAllowed:
    """Why a plan that says this is not taken when it is handed in."""
    return given_refused(given_plan(filing, said(**changes)))
