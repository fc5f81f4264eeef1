"""A check in a campaign (监督检查): what it came to, and somebody else in an inspector's place."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.people.models import Post
from dengji.people.terms import DECIDING
from dengji.procedure.refusals import Moved, NotAllowed, NotYours, within
from dengji.supervision.listing import inspectors_for, may_check
from dengji.supervision.models import Inspection, Inspector
from dengji.supervision.terms import Bar, Came, CampaignState

LONGEST = 2000


@transaction.atomic
def note_result(
    inspection: Inspection, came: Came, says: str, *, on: date, by: Post, at: datetime
) -> Inspection:
    """登记检查结果: what a check came to, in words that will be published; may be put right until they are."""
    fresh = _held(inspection, by)
    told = within(says, LONGEST, please="请写明检查情况，没能检查的写明原因")
    if not (fresh.campaign.drawn_at and localdate(fresh.campaign.drawn_at) <= on <= localdate(at)):
        raise NotAllowed("检查日期应在抽取之后，不晚于今天。")
    before = {"came": fresh.came, "says": fresh.says}
    fresh.came, fresh.says, fresh.inspected_on, fresh.by, fresh.at = came, told, on, by, at
    fresh.version += 1
    fresh.save()
    after = {"came": fresh.came, "says": told, "inspected_on": on}
    record(act="inspection.result", by=by, at=at, about=_about(fresh), before=before, after=after)
    return fresh


@transaction.atomic
def put_in_place(
    inspection: Inspection, leaves: int, comes: RegisteredPerson, because: str, *, by: Post, at: datetime
) -> Inspector:
    """替换检查人员: somebody who cannot come is replaced, with the reason; never by whoever may not check the body."""
    fresh = _held(inspection, by)
    why = within(because, 300, please="请写明替换的理由")
    gone = fresh.inspectors.filter(pk=leaves, replaced_by=None).first()
    if gone is None:
        raise NotAllowed("要替换的人员不在这次检查中，或者已经被替换。")
    if comes not in inspectors_for(fresh.campaign):
        raise NotAllowed(f"{comes}不在有效的质量督导员名册中。")
    reason = _barred(fresh, comes)
    if reason is not None:
        raise NotAllowed(
            f"{comes}不能检查{fresh.filing.institution}：{reason.label}。", remedy="请另选一人。"
        )
    if fresh.inspectors.filter(person=comes).exists():
        raise NotAllowed(f"{comes}已经在这次检查中。")
    put = Inspector.objects.create(
        inspection=fresh, person=comes, ordinal=gone.ordinal, instead_of=gone, because=why
    )
    after = {"leaves": gone.person.number, "comes": comes.number, "because": why}
    record(act="inspection.replace", by=by, at=at, about=_about(fresh), after=after)
    return put


def _barred(fresh: Inspection, person: RegisteredPerson) -> Bar | None:
    """What is known now, or stood in the list then."""
    stood = fresh.campaign.barred.filter(filing=fresh.filing_id, person=person).first()
    return Bar(stood.why) if stood else may_check(person, fresh.filing)


def _held(inspection: Inspection, by: Post) -> Inspection:
    found = Inspection.objects.select_for_update(of=("self",)).select_related(
        "campaign__authority", "filing__institution__organisation"
    )
    fresh = found.get(pk=inspection.pk)
    if by.role not in DECIDING or by.organisation_id != fresh.campaign.authority_id:
        raise NotYours("检查结果由组织抽查的机关的经办人员登记。")
    if fresh.version != inspection.version:
        raise Moved("这次检查在您打开页面后有变化。", remedy="请看过最新的情况再办理。")
    if fresh.campaign.state != CampaignState.DRAWN:
        raise NotAllowed(f"这次抽查{fresh.campaign.get_state_display()}，检查结果不能再改。")
    return fresh


def _about(fresh: Inspection) -> tuple[str, int]:
    return ("supervision.Inspection", fresh.pk)
