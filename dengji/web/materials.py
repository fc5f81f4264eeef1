"""What was handed in with a case (提交的材料): an application, a plan, or the results of a batch."""

from dengji.web.casework import CasePage
from dengji.web.dossier import Dossier, readable
from dengji.web.plan_dossier import readable_plan


def materials_of(page: CasePage) -> Dossier:
    """What was handed in last, in words, by what the case is about."""
    if page.dossier.get("plan"):
        return readable_plan(page.dossier)
    return readable(page.dossier, page.pack, page.case.matter)
