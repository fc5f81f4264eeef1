"""Reads of complaints (举报投诉查询): an office its own; whoever complained, by receipt and code; a body none."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dengji.filings.models import Filing
from dengji.people.models import Organisation, Post, Posts
from dengji.people.queries import colleagues, place_chain, place_in_full
from dengji.people.terms import DECIDING, Office, OrganisationKind, Rank
from dengji.supervision.codes import digest_of_code
from dengji.supervision.models import Complaint, ComplaintEvent, Complaints, Rectification
from dengji.supervision.terms import FOUND_TRUE, TOLD, ComplaintState, Source

WAITS, MINE, LATE, EVERYTHING = "", "mine", "overdue", "all"
SHOWS = {WAITS: "没有办结的", MINE: "我承办的", LATE: "逾期的", EVERYTHING: "全部"}
NEVER = "0" * 64


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a complaint is (办理情况), as whoever complained reads it."""

    complaint: Complaint
    place: str
    events: Sequence[ComplaintEvent]


def complaints_within(post: Post) -> Complaints:
    """举报投诉: those that the post's own office has; nobody else's, and no body's."""
    found = Complaint.objects.select_related("authority", "handler__person", "filing__institution")
    return found.filter(authority=post.organisation_id) if post.role in DECIDING else found.none()


def complaints_sought(post: Post, show: str, source: str, on: date) -> Complaints:
    """Those that wait, those that somebody handles himself, those overdue, or all; groups and media first."""
    found = complaints_within(post)
    if source in Source.values:
        found = found.filter(source=source)
    if show == MINE:
        found = found.filter(handler=post, state=ComplaintState.TAKEN)
    elif show == LATE:
        found = found.overdue(on)
    elif show != EVERYTHING:
        found = found.waiting()
    return found.urgent_first()


def complaint_for(post: Post, token: UUID) -> Complaint | None:
    """One of them by its address."""
    return complaints_within(post).filter(token=token).first()


def complaint_events(complaint: Complaint) -> "QuerySet[ComplaintEvent]":
    """办理经过: from the receipt on."""
    return complaint.events.select_related("by__person", "by__organisation", "authority").order_by("id")


def progress_of(complaint: Complaint) -> Progress:
    """办理情况: what whoever complained may read."""
    told = list(complaint_events(complaint).filter(step__in=TOLD))
    return Progress(complaint, place_in_full(complaint.place), told)


def progress_by(receipt: str, code: str) -> Progress | None:
    """凭回执号和查询码查办理情况; None for a wrong code as for a receipt that there is not."""
    found = Complaint.objects.select_related("authority").filter(receipt=receipt.strip().upper()).first()
    right = hmac.compare_digest(digest_of_code(code), found.code if found is not None else NEVER)
    return progress_of(found) if found is not None and right else None


def those_who_may_handle(post: Post, on: date) -> Posts:
    """可以承办的人员: those of the office who decide on cases."""
    return colleagues(post.organisation, on, *sorted(DECIDING))


def those_who_may_have_it(complaint: Complaint) -> "QuerySet[Organisation]":
    """可以转交的机关: those of the place and above it, the one that keeps the filing, and each province's bureau."""
    near = Q(division__in=place_chain(complaint.place))
    keeps = Q(pk=complaint.filing.authority_id) if complaint.filing else Q(pk=None)
    provinces = Q(division__rank=Rank.PROVINCE, office=Office.BUREAU)
    found = Organisation.objects.filter(near | keeps | provinces, kind=OrganisationKind.AUTHORITY)
    return found.exclude(pk=complaint.authority_id).order_by("division_id", "office", "id")


def rectifications_after(complaint: Complaint) -> "QuerySet[Rectification]":
    """因此要求的整改."""
    return complaint.rectifications.order_by("id")


def complaint_behind(post: Post, filing: Filing, token: UUID) -> Complaint | None:
    """A complaint on which a demand to a body may rest: about it, of the office, found true."""
    return complaints_within(post).filter(token=token, filing=filing, outcome__in=FOUND_TRUE).first()
