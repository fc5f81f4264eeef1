"""What of certificates waits for somebody (证书待办): for his home, how many, since when, where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.utils.timezone import localdate

from dengji.certificates.models import Amendment, Certificate, CertificateDesign, Line, Release, Review
from dengji.certificates.queries import amendments_waiting, releases_waiting
from dengji.certificates.responsible import answered_by
from dengji.certificates.terms import GOES_ON, ReleaseState, ReviewState
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING

ROOT, MOST = "/desk/certificates/", 100


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that waits (待办事项): in words, how many, where it is done, and since which day the first waits."""

    says: str
    count: int
    path: str
    since: date | None = None
    days: int = 0


def reviews_waiting(post: Post) -> "QuerySet[Review]":
    """The holders' doubts that the post's organisation answers (待答复的复核申请), the oldest first."""
    if post.role not in BODY_ROLES | DECIDING:
        return Review.objects.none()
    found = Review.objects.filter(answered_by(post, "certificate__"), state=ReviewState.OPEN)
    return found.select_related("certificate").order_by("at", "pk")


def amendments_for_me(post: Post) -> "QuerySet[Amendment]":
    """Those requests of his organisation's that this very person may agree to: not his own."""
    return amendments_waiting(post).exclude(by__person=post.person_id)


def plans_to_certify(post: Post) -> "QuerySet[Plan]":
    """The body's batches whose results stand, in which somebody who passed is on no roll, and nothing is asked for."""
    if post.role not in BODY_ROLES:
        return Plan.objects.none()
    on_a_roll = Line.objects.filter(candidate=OuterRef("pk"), declined_because="")
    passed = Candidate.objects.filter(~Exists(on_a_roll), plan=OuterRef("pk"), passed=True, withdrawn_at=None)
    under_way = Release.objects.filter(plan=OuterRef("pk"), state__in=GOES_ON)
    found = Plan.objects.filter(filing__institution=post.organisation_id, state=PlanState.CHECKED)
    return found.filter(Exists(passed), ~Exists(under_way)).order_by("finished_on", "pk")


def waits_for(post: Post, on: date) -> list[Waits]:
    """证书待办: what this person does next about certificates; empty where nothing waits for him."""
    if post.role not in BODY_ROLES | DECIDING:
        return []
    return [each for each in _all(post, on) if each.count]


def _all(post: Post, on: date) -> Iterator[Waits]:
    plans = list(plans_to_certify(post)[:MOST])
    where = f"{ROOT}plans/{plans[0].token}/" if len(plans) == 1 else f"{ROOT}releases/"
    yield _waits("个批次可以申请办理证书", len(plans), where, plans[0].finished_on if plans else None, on)
    ready = releases_waiting(post)
    issues = _counted("批证书等您核发", ready, "started_at", "releases/?show=mine", on)
    lacks = _without_design(post, ready) if issues.count else 0
    yield issues
    yield _waits("类证书还没有选版式，先选好再核发", lacks, f"{ROOT}designs/", None, on)
    agrees = "项证书变动申请等您复核" if post.role in BODY_ROLES else "项证书变动申请等您核准或者复核"
    yield _counted(agrees, amendments_for_me(post), "at", "amendments/", on)
    yield _counted("件持证人的复核申请等您答复", reviews_waiting(post), "at", "reviews/", on)
    yield _waits("本证书的数据，联网查询系统没有收下", _not_taken(post), f"{ROOT}releases/", None, on)


def _without_design(post: Post, ready: "QuerySet[Release]") -> int:
    """How many kinds of certificates are ready to be issued of which no design was ever chosen."""
    chosen = CertificateDesign.objects.filter(organisation=post.organisation_id).values("regime")
    kinds = ready.exclude(plan__filing__regime__in=chosen).order_by()
    told: int = kinds.aggregate(many=Count("plan__filing__regime", distinct=True))["many"]
    return told


def _not_taken(post: Post) -> int:
    """How many certificates of its own the network did not take in, and nobody has put right since."""
    own = Release.objects.filter(issuer=post.organisation_id, state=ReleaseState.ISSUED).exclude(not_found=[])
    numbers = [row["row"] for rows in own.values_list("not_found", flat=True) for row in rows]
    return Certificate.objects.filter(number__in=numbers, version=1).count() if numbers else 0


def _counted(says: str, found: "QuerySet[Any]", since: str, path: str, on: date) -> Waits:
    """How many of these wait, and since when; one statement."""
    told = found.order_by().aggregate(many=Count("pk"), first=Min(since))
    return _waits(says, told["many"], f"{ROOT}{path}", told["first"], on)


def _waits(says: str, count: int, path: str, first: datetime | date | None, on: date) -> Waits:
    since = localdate(first) if isinstance(first, datetime) else first
    return Waits(says, count, path, since, (on - since).days if since else 0)
