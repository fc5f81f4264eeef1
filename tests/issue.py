"""The road of certificates, gone by acts only: asked for, published by the network, issued in portions."""

from datetime import datetime

from dengji.certificates.acts.asking import ask_for
from dengji.certificates.acts.issuing import issue_next, start
from dengji.certificates.models import Release
from dengji.certificates.terms import ReleaseState
from dengji.evaluations.models.plans import Plan
from dengji.exchange.acts import receive
from dengji.exchange.queries import requests_about
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure import external
from dengji.procedure.acts import answering
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.terms import CaseState
from dengji.signing.acts import make_key
from dengji.signing.terms import Purpose
from tests.batch import after, decided, given_approved, given_candidates, given_checked, given_scores
from tests.cast import AT, given_post
from tests.road import manager_of

PUBLISHED_ON = "2026-12-10"


def given_keys(*, at: datetime = AT) -> None:
    """The keys that sign the log and what certificates say."""
    for purpose in (Purpose.LOG, Purpose.CREDENTIAL):
        make_key(purpose, by=None, at=at)


def given_batch(filing: Filing, people: int = 2) -> Plan:
    """A batch of so many people, checked; all of them passed."""
    plan = given_approved(filing)
    given_candidates(plan, people)
    given_scores(plan, [80] * people)
    given_checked(plan)
    plan.refresh_from_db()
    return plan


def given_asked(plan: Plan, *, at: datetime | None = None) -> Release:
    """Certificates asked for by the body's manager, the day after the batch."""
    return ask_for(plan, by=manager_of(plan.filing.institution), at=at or after(plan))


def published(case: Case, *, at: datetime, declined: dict[str, str] | None = None) -> None:
    """The network publishes what was reported in the case, but for the rows that it declines."""
    request = requests_about("ministry_network", external.about(Ground(case, at.date())))[0]
    rows = [{"row": row, "reason": reason} for row, reason in (declined or {}).items()]
    answer = {"state": "published", "published_on": PUBLISHED_ON, "number": "2026000001"}
    receive(request, answer | {"digest": request.payload["digest"], "declined": rows}, at=at)
    answering.take_answers(at=at)
    case.refresh_from_db()


def given_released(plan: Plan, *, at: datetime | None = None) -> Release:
    """Asked for, and whatever the text wants in between done; ready to be issued."""
    moment = at or after(plan, 2)
    release = given_asked(plan, at=moment)
    case = release.case
    assert case is not None
    case.refresh_from_db()
    while case.state != CaseState.ENDED:
        if external.register_of(Ground(case, moment.date()).step):
            published(case, at=moment)
        else:
            decided(plan, case.matter, at=moment)
            case.refresh_from_db()
    release.refresh_from_db()
    return release


def issuer_of(release: Release) -> Post:
    """Somebody who may issue: of the body, or a clerk of the office."""
    if release.issuer_id == release.plan.filing.institution_id:
        return manager_of(release.plan.filing.institution)
    return Post.objects.filter(organisation=release.issuer, role=Role.CLERK).first() or given_post(
        release.issuer, Role.CLERK
    )


def given_issued(plan: Plan, *, at: datetime | None = None) -> Release:
    """Every certificate of the batch issued; asked for first, unless that is done."""
    moment = at or after(plan, 3)
    release = plan.releases.filter(state=ReleaseState.READY).first() or given_released(plan, at=moment)
    release = start(release, by=issuer_of(release), at=moment)
    while issue_next(release, at=moment):
        pass
    release.refresh_from_db()
    return release
