"""What an authority does about a filing of its own accord (依职权办理): proposes its end, takes over what is owed."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.filings.acts.applying import asked_about
from dengji.filings.models import Application, Duty, Filing
from dengji.filings.terms import FilingState
from dengji.people.models import Post
from dengji.people.queries import place_chain
from dengji.people.terms import OFFICE_ROLES, Role
from dengji.policy.queries import governing
from dengji.procedure.acts.opening import open_by_office
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed, NotYours, within

ORDERED_END = "ordered_end"


@transaction.atomic
def propose_end(filing: Filing, reason: str, *, by: Post, at: datetime) -> Case:
    """提起终结备案: a case against a filing, by the office that the text names; its findings follow in the case."""
    if filing.state != FilingState.IN_FORCE:
        raise NotAllowed(f"这项备案{filing.called.label}，不能再提起终结。")
    choice = governing(place_chain(filing.place), filing.regime, ORDERED_END, localdate(at))
    case = open_by_office(asked_about(filing, ORDERED_END), choice, reason, by=by, at=at)
    Application.objects.create(case=case, filing=filing, saved_at=at)
    return case


@transaction.atomic
def take_over(filing: Filing, because: str, *, by: Post, at: datetime) -> int:
    """接管后续责任: the body no longer exists, and its authority answers for the archive and the rest; how many duties.

    Done twice, the second time changes nothing.
    """
    if by.organisation_id != filing.authority_id or by.role not in OFFICE_ROLES - {Role.AUDITOR}:
        raise NotYours(f"后续责任只能由备案机关（{filing.authority}）接管。")
    if filing.state == FilingState.IN_FORCE:
        raise NotAllowed(
            "备案还有效，后续责任仍由机构承担。", remedy="备案终结、机构已经不存在的，再办理接管。"
        )
    why = within(because, 300, please="请写明机构已经不存在的情况和依据")
    owed = Duty.objects.select_for_update().filter(filing=filing, taken_over_on=None, own=False)
    taken = owed.update(holder=by.organisation, taken_over_on=localdate(at), taken_over_because=why)
    if taken:
        after = {"number": filing.number, "duties": taken, "because": why}
        record(act="filing.take_over", by=by, at=at, about=("filings.Filing", filing.pk), after=after)
    return taken
