"""What is reported of certificates to the ministry's network (证书数据报送): who passed; later, what was issued.

Personal data are put in when a report is sent: its row names the release and a digest of what belongs to it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from dengji.certificates.models import Amendment, Certificate, Line, Release
from dengji.certificates.roll import digest_of_roll
from dengji.certificates.terms import CertificateState
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.exchange.acts import Reporting, ask
from dengji.exchange.contents import content
from dengji.exchange.terms import Operation, Register, Report
from dengji.sealing.seals import opened

PERSONAL = ("name", "number", "sex", "born")


def about(release: Release) -> str:
    """What a report of issued certificates is about, for the exchange."""
    return f"release:{release.pk}"


def about_again(release: Release) -> str:
    """What a further report of certificates that were not taken in is about."""
    return f"release:{release.pk}:again"


def about_certificate(certificate: Certificate) -> str:
    """What a report of a certificate as it stands now is about."""
    return f"certificate:{certificate.pk}:{certificate.version}"


def report_issued(release: Release, *, at: datetime, operation: str = Operation.NEW) -> None:
    """报送已发证书数据: once all certificates of a release are issued; sent after the act is done."""
    numbers = release.plan.filing.certificates.filter(line__release=release).order_by("line__ordinal")
    digest = hashlib.sha256("\n".join(numbers.values_list("number", flat=True)).encode()).hexdigest()
    payload = {
        "release": str(release.token),
        "body": release.plan.filing.institution.organisation.name,
        "people": release.issued,
        "digest": digest,
    }
    reporting, anew = _told(release, operation), operation == Operation.CORRECT
    ask(
        Register.MINISTRY_NETWORK,
        about=about(release),
        payload=payload,
        at=at,
        anew=anew,
        reporting=reporting,
    )


def report_again(release: Release, numbers: Sequence[str], *, at: datetime) -> None:
    """报送更正: certificates that the network did not take in, as they stand now."""
    versions = Certificate.objects.filter(number__in=numbers).order_by("number")
    payload = {
        "release": str(release.token),
        "body": release.plan.filing.institution.organisation.name,
        "people": len(numbers),
        "numbers": sorted(numbers),
        "digest": digest_of_roll(
            f"{number}:{each}" for number, each in versions.values_list("number", "version")
        ),
    }
    reporting, what = _told(release, Operation.CORRECT), about_again(release)
    ask(Register.MINISTRY_NETWORK, about=what, payload=payload, at=at, anew=True, reporting=reporting)


def operation_for(plan: Plan, people: Iterable[Candidate]) -> Operation:
    """更正 where any of these people was on a list of which the network published others, but not them; else 新增."""
    seen = Line.objects.filter(release__plan=plan, release__published_on__isnull=False)
    declined = set(seen.exclude(declined_because="").values_list("candidate_id", flat=True))
    return Operation.CORRECT if any(each.pk in declined for each in people) else Operation.NEW


def _told(release: Release, operation: str) -> Reporting:
    filing = release.plan.filing
    return Reporting(Report.CERTIFICATES, operation, sender=filing.authority_id, place=filing.place)


def report_amended(certificate: Certificate, *, at: datetime) -> None:
    """报送证书变动: what a certificate says, or what it is worth, from now on; each version once."""
    payload = {
        "certificate": certificate.number,
        "version": certificate.version,
        "digest": digest_of_roll([certificate.number, certificate.version]),
    }
    about_it = about_certificate(certificate)
    told = Reporting(
        Report.CERTIFICATES,
        _operation(certificate),
        sender=certificate.filing.authority_id if certificate.filing else None,
        place=certificate.place,
    )
    ask(Register.MINISTRY_NETWORK, about=about_it, payload=payload, at=at, reporting=told)


def _operation(certificate: Certificate) -> Operation:
    """What the network does with it (操作类型): one given in exchange is new to it."""
    if certificate.state != CertificateState.VALID:
        return Operation.WITHDRAW
    return Operation.NEW if certificate.version == 1 else Operation.CORRECT


@content(Report.RESULTS)
def results(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """拟发证人员数据: who passed, by the addresses of their rows on the list."""
    release = _release(payload)
    return {**payload, **_of_plan(release), "rows": list(_passed(release))}


@content(Report.CERTIFICATES)
def certificates(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """已发证书数据: each certificate as it was issued, or one as it stands now, by its number."""
    if "certificate" in payload:
        changed = Certificate.objects.filter(number=payload["certificate"])
        return {**payload, "rows": list(_rows(changed))}
    release = _release(payload)
    if "numbers" in payload:
        again = Certificate.objects.filter(number__in=payload["numbers"]).order_by("number")
        return {**payload, **_of_plan(release), "rows": list(_rows(again))}
    return {**payload, **_of_plan(release), "rows": list(_issued(release))}


def _release(payload: Mapping[str, Any]) -> Release:
    return Release.objects.select_related("plan__filing").get(token=payload["release"])


def _of_plan(release: Release) -> dict[str, Any]:
    plan = release.plan
    return {
        "plan": plan.number,
        "filing": plan.filing.number,
        "occupation": {
            "code": plan.code,
            "name": plan.name,
            "work_type": plan.work_type,
            "level": plan.level,
        },
        "ended_on": plan.finished_on.isoformat() if plan.finished_on else None,
    }


def _passed(release: Release) -> Iterator[dict[str, Any]]:
    found = release.lines.order_by("ordinal").values_list(
        "candidate__token", "candidate__document", "candidate__sealed"
    )
    for token, document, seal in found:
        held = opened(seal)
        yield {"row": str(token), "document": document, **{key: held.get(key, "") for key in PERSONAL}}


def _issued(release: Release) -> Iterator[dict[str, Any]]:
    """Each under the number that it was issued under, also where another was given for it since."""
    exchanged = Amendment.objects.filter(became__line__release=release).values("certificate")
    own = Q(line__release=release, came_from__isnull=True)
    return _rows(Certificate.objects.filter(own | Q(pk__in=exchanged)).order_by("line__ordinal"))


def _rows(found: "QuerySet[Certificate]") -> Iterator[dict[str, Any]]:
    for number, issued_on, state, seal in found.values_list("number", "issued_on", "state", "sealed"):
        held = opened(seal)
        told = {key: held.get(key, "") for key in (*PERSONAL, "document")}
        yield {
            "row": number,
            "certificate": number,
            "issued_on": issued_on.isoformat(),
            "state": state,
            **told,
        }
