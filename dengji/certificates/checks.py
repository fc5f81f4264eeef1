"""What stands in the way of a batch's certificates (发证条件自查): judged as it stands, before they are asked for."""

from datetime import date

from dengji.certificates.models import Release
from dengji.certificates.roll import digest_of_roll, entitled
from dengji.certificates.terms import GOES_ON
from dengji.certificates.texts import text_for_certificates
from dengji.evaluations.acts.planning import open_case_of
from dengji.evaluations.dossier import build
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.texts import CERTIFICATES
from dengji.filings.queries import conditions_of
from dengji.policy.engine.judgement import Judgement
from dengji.policy.engine.pack import Pack
from dengji.policy.queries import pack_of
from dengji.procedure.ground import judged_for
from dengji.procedure.subject import Subject


def release_under_way(plan: Plan) -> Release | None:
    """The release of a batch of which something is left to do (在办的一批证书)."""
    return plan.releases.filter(state__in=GOES_ON).select_related("issuer", "case").first()


def readiness_of(plan: Plan, on: date) -> tuple[Pack, Judgement] | None:
    """发证条件自查: every condition on whoever is entitled today; None where no text governs certificates."""
    case = open_case_of(plan, CERTIFICATES)
    choice = text_for_certificates(plan, on)
    pack = pack_of(case.edition_id) if case else choice.governing.pack if choice.governing else None
    if pack is None or CERTIFICATES not in pack.matters:
        return None
    body, about = plan.filing.institution.organisation, plan.number or ""
    who = entitled(plan, beside=release_under_way(plan))
    people = [str(token) for token in who.values_list("token", flat=True)]
    told = {"people": len(people), "digest": digest_of_roll(people)}
    dossier = build(plan, on=on) | {"certificates": {"people": people}, "reported": told}
    subject = Subject(body, pack, CERTIFICATES, plan.filing.regime, dossier, case, about=about)
    return pack, judged_for(subject, conditions_of(pack.matters[CERTIFICATES]), on)
