"""Reads of supervision (监督查询): an authority its own campaigns; the public what is published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, OFFICE_ROLES
from dengji.supervision.authorities import may_demand
from dengji.supervision.models import (
    Barred,
    Campaign,
    Inspection,
    Inspector,
    Rectification,
    RectificationEvent,
    Rectifications,
)
from dengji.supervision.terms import SHOWN, Came, CampaignState

OPEN, OVERDUE, EVERYTHING = "", "overdue", "all"
SHOWS = {OPEN: "没有办结的", OVERDUE: "逾期的", EVERYTHING: "全部"}


def campaigns_within(post: Post) -> "QuerySet[Campaign]":
    """双随机抽查: those of the post's own authority, the latest first."""
    found = Campaign.objects.select_related("authority").annotate(
        bodies=Count("inspections", distinct=True),
        done=Count("inspections", filter=~Q(inspections__came=""), distinct=True),
    )
    mine = found.filter(authority=post.organisation_id).defer("urn").order_by("-id")
    return mine if post.role in OFFICE_ROLES else found.none()


def campaign_for(post: Post, token: UUID) -> Campaign | None:
    """One of them by its address."""
    return campaigns_within(post).filter(token=token).first()


def campaigns_shown() -> "QuerySet[Campaign]":
    """公开的抽查: those whose hash was published; the latest first."""
    shown = Campaign.objects.filter(state__in=SHOWN, committed_at__isnull=False)
    return shown.select_related("authority").defer("urn").order_by("-committed_at", "-id")


def campaign_shown(token: UUID) -> Campaign | None:
    """One that the public sees, by its address."""
    return campaigns_shown().filter(token=token).first()


def bars_of(campaign: Campaign) -> "QuerySet[Barred]":
    """回避: why who may not check whom."""
    return campaign.barred.select_related("filing__institution__organisation", "person").order_by(
        "filing_id", "id"
    )


def inspections_of(campaign: Campaign) -> "QuerySet[Inspection]":
    """抽中的机构: in the order in which they came out, with who checks them."""
    found = campaign.inspections.select_related("filing__institution__organisation", "by__person")
    people = Inspector.objects.select_related("person", "instead_of__person").order_by("ordinal", "id")
    return found.prefetch_related(Prefetch("inspectors", people))


def inspection_for(post: Post, token: UUID) -> Inspection | None:
    """One check by its address, for the authority that made the campaign."""
    found = Inspection.objects.filter(
        token=token, campaign__in=campaigns_within(post).order_by().values("pk")
    )
    return found.select_related("campaign__authority", "filing__institution__organisation").first()


def checks_for(post: Post) -> "QuerySet[Inspection]":
    """我的检查任务: the checks to which somebody of the register goes, in campaigns that are drawn; open ones first."""
    mine = Inspector.objects.filter(person__post=post, replaced_by=None).values("inspection")
    found = Inspection.objects.filter(pk__in=mine, campaign__state=CampaignState.DRAWN)
    people = Inspector.objects.select_related("person", "instead_of__person").order_by("ordinal", "id")
    shown = found.select_related("campaign__authority", "filing__institution__organisation")
    return shown.prefetch_related(Prefetch("inspectors", people)).order_by(
        "came", "campaign__until", "ordinal"
    )


@dataclass(frozen=True, slots=True)
class Check:
    """One check with who goes, and whose place somebody took (检查人员)."""

    row: Inspection
    now: Sequence[Inspector]
    gone: Sequence[Inspector]


def going(inspection: Inspection) -> Check:
    """A check with its inspectors, from what is at hand."""
    everybody = list(inspection.inspectors.all())
    gone = {each.instead_of_id for each in everybody if each.instead_of_id}
    now = [each for each in everybody if each.pk not in gone]
    return Check(inspection, now, [each for each in everybody if each.pk in gone])


def checks_of(rows: Iterable[Inspection]) -> list[Check]:
    """Each check with its inspectors."""
    return [going(each) for each in rows]


def results_shown(campaign: Campaign) -> "QuerySet[Inspection]":
    """公布的检查结果: nothing before they are published."""
    found = inspections_of(campaign)
    return found if campaign.state == CampaignState.PUBLISHED else found.none()


def came_of(campaign: Campaign) -> list[tuple[str, int]]:
    """检查结果汇总: how many checks came to what, and how many wait."""
    counted = campaign.inspections.order_by().values_list("came").annotate(many=Count("pk"))
    many: dict[str, int] = dict(counted.values_list("came", "many"))
    known = [(str(each.label), many.get(each.value, 0)) for each in Came]
    return [*known, ("还没有登记", many[""])] if many.get("") else known


def as_file(campaign: Campaign) -> dict[str, Any]:
    """抽取文件: what is published of a campaign, for `dengji draw verify`; after the results with seed and draw."""
    told: dict[str, Any] = {
        "list": campaign.urn,
        "list_digest": campaign.urn_digest,
        "commitment": campaign.commitment,
        "draw_on": campaign.draw_on.isoformat(),
        "committed_at": campaign.committed_at.isoformat() if campaign.committed_at else None,
    }
    if campaign.state == CampaignState.CANCELLED:
        return told | {"cancelled_because": campaign.cancelled_because}
    if campaign.state != CampaignState.PUBLISHED:
        return told
    rows = list(inspections_of(campaign))
    return told | {
        "seed": campaign.seed,
        "public_value": campaign.public_value,
        "drawn": [
            {
                "body": each.filing.number,
                "group": each.group,
                "inspectors": [one.person.number for one in each.inspectors.all() if not one.instead_of_id],
            }
            for each in rows
        ],
        "changes": [
            {"body": each.filing.number, "to": one.person.number, "because": one.because}
            for each in rows
            for one in each.inspectors.all()
            if one.instead_of_id
        ],
    }


def rectifications_within(post: Post) -> "Rectifications":
    """限期整改: a body its own; an office those that it demanded and those about filings that it keeps."""
    found = Rectification.objects.select_related(
        "filing__institution__organisation", "authority", "by__person"
    )
    if post.role in BODY_ROLES:
        return found.filter(filing__institution=post.organisation_id)
    if post.role not in OFFICE_ROLES:
        return found.none()
    return found.filter(Q(authority=post.organisation_id) | Q(filing__authority=post.organisation_id))


def rectifications_sought(post: Post, show: str, on: date) -> "Rectifications":
    """Those that are not over, those overdue, or all; what is due first comes first, what is over last."""
    found = rectifications_within(post)
    if show == OVERDUE:
        return found.overdue(on).order_by("due_on", "id")
    return found.order_by("-id") if show == EVERYTHING else found.unfinished().order_by("due_on", "id")


def rectification_for(post: Post, token: UUID) -> Rectification | None:
    """One of them by its address."""
    return rectifications_within(post).filter(token=token).first()


def events_of(rectification: Rectification) -> "QuerySet[RectificationEvent]":
    """整改经过: from the demand on."""
    return rectification.events.select_related("by__person", "by__organisation", "file").order_by("id")


def filing_under(post: Post, number: str) -> Filing | None:
    """A filing of which somebody's office may demand something, by its number."""
    found = (
        Filing.objects.filter(number=number).select_related("institution__organisation", "authority").first()
    )
    return found if found is not None and may_demand(found, post) else None
