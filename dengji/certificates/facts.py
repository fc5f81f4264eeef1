"""Facts about certificates (证书事实): whether a batch's may be issued, and whether a term's are on line."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from dengji.certificates.faces import batch_of
from dengji.certificates.models import Release
from dengji.certificates.roll import Listed, as_listed, face_faults, in_question, roll_faults
from dengji.certificates.terms import ReleaseState
from dengji.evaluations.facts.carried_out import began_here, term_on
from dengji.evaluations.facts.watched import plan_about
from dengji.evaluations.terms import PlanState
from dengji.filings.facts.held import filing_about
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject

GIVEN = frozenset({ReleaseState.ISSUING, ReleaseState.ISSUED, ReleaseState.STOPPED})
"""The states of a release of which certificates may have been issued."""


def asked(subject: Subject) -> Mapping[str, Any] | None:
    """The roll that was handed in (拟发证名册); None where there is none."""
    return subject.dossier.get("certificates")


@fact("results_stand", kind=FactKind.BOOLEAN, label="批次的结果已经核对")
def results_stand(subject: Subject, on: date) -> bool | None:
    """Whether the results of the batch were checked, and not found void since."""
    plan = plan_about(subject)
    return None if plan is None else plan.state == PlanState.CHECKED


@fact("scores_in_question", kind=FactKind.TEXTS, label="没有办完的成绩更正和复核")
def scores_in_question(subject: Subject, on: date) -> list[str] | None:
    """Corrections and complaints of the batch that are not decided."""
    plan = plan_about(subject)
    return None if plan is None else in_question(plan)


@fact("roll_not_printable", kind=FactKind.TEXTS, label="名册上不能印在证书上的内容")
def roll_not_printable(subject: Subject, on: date) -> list[str] | None:
    """What of the batch's words, and who on the roll has a name, that cannot be printed."""
    people, plan = _roll(subject), plan_about(subject)
    if people is None or plan is None:
        return None
    return [*face_faults(batch_of(plan, on)), *roll_faults(people)]


@fact("roll_not_passed", kind=FactKind.INTEGER, label="名册上没有合格的人数", unit="人")
def roll_not_passed(subject: Subject, on: date) -> int | None:
    """How many on the roll did not pass, or were taken off the list since."""
    said, people = asked(subject), _roll(subject)
    if said is None or people is None:
        return None
    return len(said["people"]) - sum(bool(who.passed) and who.withdrawn_at is None for who in people)


def _roll(subject: Subject) -> list[Listed] | None:
    """The people on the roll as they stand now, looked up once; None where there is no roll."""
    said, plan = asked(subject), plan_about(subject)
    if said is None or plan is None:
        return None
    if "roll" not in subject.kept:
        subject.kept["roll"] = as_listed(plan, said["people"])
    people: list[Listed] = subject.kept["roll"]
    return people


@fact("certificates_in_term", kind=FactKind.INTEGER, label="有效期内发出的证书", unit="本")
def certificates_in_term(subject: Subject, on: date) -> int | None:
    """How many certificates were issued within the validity that runs; not known of a filing kept on paper before."""
    found = _releases(subject, on)
    return None if found is None else sum(found.values_list("issued", flat=True))


@fact("certificates_not_found", kind=FactKind.INTEGER, label="查不到的证书数", unit="本")
def certificates_not_found(subject: Subject, on: date) -> int | None:
    """How many of them the ministry's network has not taken in (yet)."""
    found = _releases(subject, on)
    return None if found is None else sum(map(_unfound, found))


@fact("certificates_uploaded", kind=FactKind.BOOLEAN, label="证书数据已审核上传")
def certificates_uploaded(subject: Subject, on: date) -> bool | None:
    """Whether the network has taken in every certificate that the filing ever issued."""
    filing = filing_about(subject)
    if filing is None or not began_here(filing, on):
        return None
    return not any(map(_unfound, Release.objects.filter(plan__filing=filing, state__in=GIVEN)))


def _releases(subject: Subject, on: date) -> "QuerySet[Release] | None":
    """The releases issued within the validity that runs."""
    filing = filing_about(subject)
    if filing is None or not began_here(filing, on):
        return None
    term = term_on(filing, on)
    began, until = (term.from_on, term.until) if term else (filing.valid_from, filing.valid_until)
    found = Release.objects.filter(plan__filing=filing, state__in=GIVEN, issued_on__gte=began)
    return found.filter(issued_on__lte=until) if until else found


def _unfound(release: Release) -> int:
    return release.issued if release.confirmed_on is None else len(release.not_found)
