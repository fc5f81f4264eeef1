"""The certificates of a batch (批次的证书): asked for, published by the network, issued, as far as its data says."""

from datetime import datetime

from dengji.certificates.acts import confirming, issuing
from dengji.certificates.acts.asking import ask_for
from dengji.certificates.models import Release
from dengji.certificates.terms import ReleaseState
from dengji.certificates.upward import about as about_release
from dengji.demo.authorities import Offices
from dengji.demo.diary import Diary
from dengji.demo.hand import Moments
from dengji.demo.reading import Issue
from dengji.evaluations.models.plans import Plan
from dengji.exchange.acts import receive
from dengji.exchange.queries import requests_about
from dengji.exchange.terms import Register
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure import external
from dengji.procedure.acts import answering, receiving
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.terms import CaseState
from dengji.signing.acts import make_key
from dengji.signing.terms import Purpose
from dengji.transparency.acts import publish_head


def keys(*, at: datetime) -> None:
    """签名密钥: one for each purpose, as old as the demonstration."""
    for purpose in Purpose:
        make_key(purpose, by=None, at=at)


def of_plan(plan: Plan, told: Issue, diary: Diary, offices: Offices, head: Post) -> Moments:
    """Asked for by the body on the day after, then whatever the text wants, then issued and confirmed."""
    if told is Issue.NONE:
        return
    yield (at := diary.later(1))
    release = ask_for(plan, by=head, at=at)
    if told is Issue.ASKED or release.case is None:
        return
    yield from _released(release.case, diary, offices)
    release.refresh_from_db()
    if told is Issue.READY or release.state != ReleaseState.READY:
        return
    yield (at := diary.later(1))
    by = head if release.issuer_id == head.organisation_id else offices.post(release.issuer, Role.CLERK)
    issuing.start(release, by=by, at=at)
    while issuing.issue_next(release, at=at):
        pass
    publish_head(at=at)
    yield from _confirmed(release, diary)


def _released(case: Case, diary: Diary, offices: Offices) -> Moments:
    """The network publishes, or whoever has the case accepts, until it is over."""
    case.refresh_from_db()
    while case.state == CaseState.OPEN:
        yield (at := diary.later(2))
        ground = Ground(case, at.date())
        if external.register_of(ground.step):
            _answered(external.about(ground), at)
            answering.take_answers(at=at)
        else:
            receiving.accept(case, by=offices.post(case.holder, case.holder_role), at=at)
        case.refresh_from_db()


def _confirmed(release: Release, diary: Diary) -> Moments:
    release.refresh_from_db()
    if requests_about(Register.MINISTRY_NETWORK, about_release(release)):
        yield (at := diary.later(1))
        _answered(about_release(release), at)
        confirming.take_confirmations(at=at)


def _answered(about: str, at: datetime) -> None:
    """The network has published what was reported, every row of it."""
    request = requests_about(Register.MINISTRY_NETWORK, about)[0]
    day = at.date().isoformat()
    answer = {"state": "published", "published_on": day, "number": f"{day[:4]}{request.pk:06d}"}
    receive(request, answer | {"digest": request.payload["digest"]}, at=at)
