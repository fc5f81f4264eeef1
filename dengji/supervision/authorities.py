"""Which authority stands over a filing (监督机关)."""

from dengji.filings.models import Filing
from dengji.people.models import Organisation, Post
from dengji.people.queries import place_chain
from dengji.people.terms import DECIDING, Office
from dengji.procedure.refusals import NotAllowed


def may_demand(filing: Filing, by: Post) -> bool:
    """Whether somebody's office stands over a filing: it keeps it, or its place is the filing's or above it."""
    if by.role not in DECIDING:
        return False
    return by.organisation_id == filing.authority_id or by.organisation.division_id in place_chain(
        filing.place
    )


def authority_of_place(place: str) -> Organisation:
    """所在地的机关: of the nearest division that has one, the bureau before the centre. Raises NotAllowed."""
    chain = place_chain(place)
    found = Organisation.objects.filter(division__in=chain, office__in=(Office.BUREAU, Office.CENTRE))
    nearest = sorted(found, key=lambda each: (chain.index(each.division_id), each.office))
    if not nearest:
        raise NotAllowed("这个地区还没有机关在这里登记。", remedy="请直接向当地人力资源社会保障部门反映。")
    return nearest[0]
