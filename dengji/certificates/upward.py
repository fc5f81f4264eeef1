"""What is reported of certificates to the ministry's network (证书数据报送): who passed; later, what was issued.

Personal data are put in when a report is sent: its row names the release and a digest of what belongs to it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from dengji.certificates.models import Certificate, Release
from dengji.certificates.roll import digest_of_roll
from dengji.exchange.acts import ask
from dengji.exchange.contents import content
from dengji.exchange.terms import Register
from dengji.sealing.seals import opened

RESULTS, CERTIFICATES = "results", "certificates"
PERSONAL = ("name", "number", "sex", "born")


def about(release: Release) -> str:
    """What a report of issued certificates is about, for the exchange."""
    return f"release:{release.pk}"


def report_issued(release: Release, *, at: datetime) -> None:
    """报送已发证书数据: once all certificates of a release are issued; sent after the act is done."""
    numbers = release.plan.filing.certificates.filter(line__release=release).order_by("line__ordinal")
    digest = hashlib.sha256("\n".join(numbers.values_list("number", flat=True)).encode()).hexdigest()
    payload = {
        "kind": CERTIFICATES,
        "release": str(release.token),
        "body": release.plan.filing.institution.organisation.name,
        "people": release.issued,
        "digest": digest,
    }
    ask(Register.MINISTRY_NETWORK, about=about(release), payload=payload, at=at)


def report_amended(certificate: Certificate, *, at: datetime) -> None:
    """报送证书变动: what a certificate says, or what it is worth, from now on; each version once."""
    payload = {
        "kind": CERTIFICATES,
        "certificate": certificate.number,
        "version": certificate.version,
        "digest": digest_of_roll([certificate.number, certificate.version]),
    }
    about_it = f"certificate:{certificate.pk}:{certificate.version}"
    ask(Register.MINISTRY_NETWORK, about=about_it, payload=payload, at=at)


@content(RESULTS)
def results(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """拟发证人员数据: who passed, by the addresses of their rows on the list."""
    release = _release(payload)
    return {**payload, **_of_plan(release), "rows": list(_passed(release))}


@content(CERTIFICATES)
def certificates(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """已发证书数据: each certificate as it was issued, or one as it stands now, by its number."""
    if "certificate" in payload:
        changed = Certificate.objects.filter(number=payload["certificate"])
        return {**payload, "rows": list(_rows(changed))}
    release = _release(payload)
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
    return _rows(Certificate.objects.filter(line__release=release).order_by("line__ordinal"))


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
