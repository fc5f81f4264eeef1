"""Reads of certificates and their issue (证书查询): always for somebody, never more than that post may see."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dengji.certificates.models import Amendment, Certificate, CertificateEvent, Release, Review
from dengji.certificates.numbers import meant, normal
from dengji.certificates.terms import WAITING, CertificateState, ReleaseState
from dengji.evaluations.candidates.persons import identity_of, name_digest, plain_name
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.queries import plans_within
from dengji.evaluations.terms import DocumentKind
from dengji.institutions.codes import plain_code
from dengji.people.models import Post
from dengji.people.queries import stem
from dengji.people.terms import BODY_ROLES, OFFICE_ROLES
from dengji.procedure.paging import Paged, paged

NEWEST, NUMBER = "", "number"
SORTS = {NEWEST: "新发的在前", NUMBER: "按编号排序"}
ORDERS = {NEWEST: (F("issued_on").desc(), F("id").desc()), NUMBER: (F("number").asc(),)}


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for in the register (证书检索条件); empty means any."""

    words: str = ""
    level: str = ""
    state: str = ""
    place: str = ""
    from_on: date | None = None
    until: date | None = None
    release: str = ""
    sort: str = NEWEST


def releases_within(post: Post) -> "QuerySet[Release]":
    """The releases that a post may see: those of the plans that it may see, and those that its office issues."""
    found = Release.objects.select_related("plan__filing__institution__organisation", "issuer", "case")
    if post.role not in BODY_ROLES | OFFICE_ROLES:
        return found.none()
    return found.filter(Q(plan__in=plans_within(post).values("pk")) | Q(issuer=post.organisation_id))


def release_for(post: Post, token: UUID) -> Release | None:
    """One release by its address, if the post may see it."""
    return releases_within(post).filter(token=token).first()


def releases_of(plan: Plan) -> list[Release]:
    """The releases of a batch, the latest first (批次的证书)."""
    return list(plan.releases.select_related("issuer", "case").order_by("-id"))


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on a roll (名册一行): his place, masked number, why he gets none, his certificate if he has one."""

    ordinal: int
    masked: str
    declined_because: str
    number: str
    state: str


def roll_of(release: Release, first: int, most: int) -> list[Listed]:
    """A stretch of a release's roll (拟发证名册), in its order, masked; one statement."""
    rows = release.lines.order_by("ordinal").values_list(
        "ordinal",
        "candidate__masked",
        "declined_because",
        "certificate__number",
        "certificate__state",
    )
    return [
        Listed(ordinal, masked, why, number or "", str(CertificateState(state).label) if state else "")
        for ordinal, masked, why, number, state in rows[first : first + most]
    ]


def declined_in(release: Release) -> int:
    """How many on a release's roll get no certificate (部网站未公布的人数)."""
    return release.lines.exclude(declined_because="").count()


def certificates_within(post: Post) -> "QuerySet[Certificate]":
    """The certificates that a post may see; the one way in.

    A body sees its own; an office those of its place, of filings that it keeps, and those that it issued.
    """
    if post.role in BODY_ROLES:
        return Certificate.objects.filter(institution=post.organisation_id)
    if post.role not in OFFICE_ROLES:
        return Certificate.objects.none()
    issued = Release.objects.filter(issuer=post.organisation_id, lines=OuterRef("line"))
    own = Q(filing__authority=post.organisation_id) | Q(Exists(issued))
    place = post.organisation.division_id
    return (
        Certificate.objects.filter(own | Q(place__startswith=stem(place)))
        if place
        else Certificate.objects.filter(own)
    )


def certificate_for(post: Post, number: str) -> Certificate | None:
    """One certificate by its number, if the post may see it."""
    found = certificates_within(post).filter(number=normal(number))
    return found.select_related(
        "filing__authority", "institution__organisation", "line__release__plan"
    ).first()


def held_by(number: str, name: str, document: str) -> Certificate | None:
    """The certificate of that number, if it is of that name and document (本人的证书): all three as it says now."""
    code = plain_code(document)
    found = Certificate.objects.filter(
        number__in={number.strip(), normal(number), meant(number)},
        named=bytes.fromhex(name_digest(plain_name(name))),
        identity__in=[bytes.fromhex(identity_of(kind, code)) for kind in DocumentKind.values],
    )
    return found.first()


def certificate_by_key(key: int) -> Certificate | None:
    """One certificate, for whoever has shown already that he may see it."""
    return Certificate.objects.filter(pk=key).first()


def register(post: Post, sought: Sought, number: int = 1) -> Paged[Certificate]:
    """证书登记簿: a page of what is looked for."""
    return paged(wanted(post, sought), number)


def wanted(post: Post, sought: Sought) -> "QuerySet[Certificate]":
    """All rows of the register that are looked for, in order."""
    found = certificates_within(post)
    given = {
        "level": sought.level,
        "state": sought.state,
        "place__startswith": stem(sought.place) if sought.place else "",
        "issued_on__gte": sought.from_on,
        "issued_on__lte": sought.until,
        "line__release__token": sought.release,
    }
    found = found.filter(**{name: said for name, said in given.items() if said})
    if sought.words and normal(sought.words).isascii():
        found = found.filter(number__startswith=normal(sought.words))
    elif sought.words:
        found = found.filter(Q(occupation__icontains=sought.words) | Q(body__icontains=sought.words))
    return found.order_by(*ORDERS.get(sought.sort, ORDERS[NEWEST]))


def events_of(certificate: Certificate) -> list[CertificateEvent]:
    """What happened to a certificate after its issue, in order (证书变动记录)."""
    return list(certificate.events.select_related("by__person", "by__organisation"))


def amendments_of(certificate: Certificate) -> list[Amendment]:
    """What was ever asked for a certificate, the latest first (证书变动申请)."""
    return list(
        certificate.amendments.select_related(
            "by__person", "seconded_by__person", "decided_by__person", "became"
        )
    )


def amendments_waiting(post: Post) -> "QuerySet[Amendment]":
    """The requests that wait for somebody of this post's organisation (待办的证书变动申请)."""
    waiting = Amendment.objects.filter(state__in=WAITING).select_related("certificate", "by__organisation")
    mine = Q(state="second", by__organisation=post.organisation_id)
    ours = Q(state="authority", certificate__filing__authority=post.organisation_id)
    return waiting.filter(mine | ours) if post.role in BODY_ROLES | OFFICE_ROLES else waiting.none()


def releases_waiting(post: Post) -> "QuerySet[Release]":
    """The releases that this post's organisation may issue, or go on with (待核发的证书)."""
    waits = (ReleaseState.READY, ReleaseState.ISSUING)
    return releases_within(post).filter(issuer=post.organisation_id, state__in=waits)


def reviews_within(post: Post) -> "QuerySet[Review]":
    """Every holder's doubt about a certificate that the post may see, the latest first (证书复核申请)."""
    found = Review.objects.filter(certificate__in=certificates_within(post).order_by().values("pk"))
    return found.select_related("certificate", "answered_by__organisation", "taken_by__person").order_by(
        "-id"
    )


def review_for(post: Post, token: UUID) -> Review | None:
    """One of them by its address, if the post may see its certificate."""
    found = reviews_within(post).filter(token=token)
    return found.select_related(
        "certificate__filing__authority",
        "certificate__line__release",
        "answered_by__person",
        "answered_by__organisation",
        "taken_by__person",
        "taken_by__organisation",
    ).first()


def exchanged_for(certificate: Certificate) -> Certificate | None:
    """The certificate that this one was given in exchange for (换发前的证书)."""
    return Certificate.objects.filter(amendments__became=certificate).first()


def amendment_for(post: Post, token: UUID) -> Amendment | None:
    """One request by its address, if the post may see its certificate."""
    found = Amendment.objects.filter(token=token, certificate__in=certificates_within(post))
    return found.select_related(
        "certificate__filing__authority",
        "certificate__line__release",
        "by__person",
        "by__organisation",
        "seconded_by__person",
        "decided_by__person",
        "decided_by__organisation",
        "file",
        "became",
    ).first()


def amendments_within(post: Post) -> "QuerySet[Amendment]":
    """Every request about a certificate that the post may see, the latest first (证书变动申请)."""
    found = Amendment.objects.filter(certificate__in=certificates_within(post).order_by().values("pk"))
    return found.select_related("certificate", "by__organisation", "by__person").order_by("-id")
