"""What a plan, and the results of a batch, still lack (条件自查): judged as they stand, before they are handed in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dengji.evaluations.acts.planning import open_case_of
from dengji.evaluations.dossier import build
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.reported import reported
from dengji.evaluations.texts import PLAN, RESULTS, governs, governs_end
from dengji.filings.queries import conditions_of
from dengji.policy.engine.judgement import Judgement
from dengji.policy.engine.pack import Pack
from dengji.policy.queries import pack_of
from dengji.procedure.ground import judged_for
from dengji.procedure.models import Case
from dengji.procedure.subject import Subject


def eligibility_of(plan: Plan, on: date) -> tuple[Pack, Judgement] | None:
    """条件自查: every condition of the review on the plan as it stands; None where no text governs it."""
    return _judged(plan, PLAN, build(plan, on=on), on)


def readiness_of(plan: Plan, on: date) -> tuple[Pack, Judgement] | None:
    """结果自查: every condition of the results on what the batch came to so far; None where no text governs it."""
    return _judged(plan, RESULTS, build(plan, on=on) | {"results": reported(plan)}, on)


def _judged(plan: Plan, matter: str, dossier: Mapping[str, Any], on: date) -> tuple[Pack, Judgement] | None:
    case = open_case_of(plan, matter)
    pack = _text(plan, matter, case, on)
    if pack is None or matter not in pack.matters:
        return None
    filing = plan.filing
    applicant, about = filing.institution.organisation, plan.number or ""
    subject = Subject(applicant, pack, matter, filing.regime, dossier, case, about=about)
    return pack, judged_for(subject, conditions_of(pack.matters[matter]), on)


def _text(plan: Plan, matter: str, case: Case | None, on: date) -> Pack | None:
    """The text of the case that is open, or the one under which it would be opened today."""
    if case is not None:
        return pack_of(case.edition_id)
    choice = governs(plan, matter, on) if matter == PLAN else governs_end(plan, matter, on)
    return choice.governing.pack if choice.governing else None
