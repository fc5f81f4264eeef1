"""The dossier of an application (申请材料): the body's registers, what is applied for, documents, commitment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dengji.filings.changes import changes
from dengji.filings.forms import contents, forms_of
from dengji.filings.models import Application
from dengji.filings.occupations import applied
from dengji.institutions.dossier import registers
from dengji.institutions.models import Institution
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.records.queries import attached


def build(case: Case, *, on: date) -> dict[str, Any]:
    """The dossier of a case as it would be handed in on a day; its shape is that of facts and pages alike."""
    application = Application.objects.select_related("filing", "case").get(pk=case.pk)
    institution = Institution.objects.select_related("organisation").get(pk=case.applicant_id)
    whole = registers(institution, on=on)
    built = (
        whole
        | about_filing(application, whole, on)
        | {
            "occupations": applied(application),
            "documents": attached(case),
            "declarations": application.declarations,
            "commitment": {
                "signed_by": application.signed_by,
                "signed_at": application.signed_at.isoformat() if application.signed_at else None,
                "legal_representative": application.signed_as_legal_representative,
            },
        }
    )
    return built | annexed(application, built, on)


def annexed(application: Application, built: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The text's forms (附表), with what was typed and what the system says; nothing where the matter has none."""
    ground = Ground(application.case, on)
    if not forms_of(ground.pack, application.case.matter):
        return {}
    return {"forms": contents(ground.subject_with(dict(built)), application.forms, on)}


def about_filing(application: Application, whole: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What an application would make of the filing that it is about; nothing for a first filing."""
    if application.filing is None:
        return {}
    return {
        "filing": application.filing.number,
        "given_up": list(application.given_up),
        "changes": changes(application, application.filing, whole, on),
    }


def before_application(institution: Institution, *, on: date) -> dict[str, Any]:
    """The dossier before anything is applied for: what the registers alone say, for the eligibility check."""
    return registers(institution, on=on)
