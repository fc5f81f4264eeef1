"""Certificates asked for (申请办理证书): once the results of a batch stand, for everybody who passed."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from dengji.certificates.models import Line, Release
from dengji.certificates.roll import digest_of_roll, entitled
from dengji.certificates.terms import GOES_ON
from dengji.certificates.texts import certified_in, text_for_certificates
from dengji.certificates.upward import operation_for
from dengji.evaluations.acts.in_hand import locked
from dengji.evaluations.acts.planning import asked_about, ensure_of_body
from dengji.evaluations.dossier import build
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState
from dengji.evaluations.texts import CERTIFICATES
from dengji.people.models import Post
from dengji.procedure.acts.applying import open_case, submit
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.refusals import Moved, NotAllowed
from dengji.procedure.routing import turn_of
from dengji.procedure.terms import CaseState


@transaction.atomic
def ask_for(plan: Plan, *, by: Post, at: datetime) -> Release:
    """申请办理证书: the roll of those who passed is frozen and handed in; asked twice, it is one release.

    Raises NotYours, Moved where the results do not stand (any more), NotAllowed where nobody is entitled.
    """
    fresh, on = locked(plan.pk), localdate(at)
    ensure_of_body(fresh.filing, by)
    if fresh.state != PlanState.CHECKED:
        raise Moved(f"这个批次{fresh.get_state_display()}，结果核对以后才能办理证书。")
    release = fresh.releases.filter(state__in=GOES_ON).first()
    if release is not None and not _returned(release):
        return release
    people = list(entitled(fresh)) if release is None else _again(release)
    if not people:
        raise NotAllowed(
            "没有可以办理证书的人员：合格的人员都已经列入名册，或者没有人合格。",
            remedy="成绩更正以后新合格的人员，更正办完后再申请。",
        )
    dossier = build(fresh, on=on)
    if release is None:
        choice = text_for_certificates(fresh, on)
        case = open_case(asked_about(fresh, CERTIFICATES), choice, by=by, at=at)
        release = _begun(fresh, case, people, dossier, on)
    if release.case is not None:
        submit(release.case, dossier | handed_in(release, people), by=by, at=at)
    release.refresh_from_db()
    return release


def handed_in(release: Release, people: list[Candidate]) -> dict[str, Any]:
    """What the case stands on: the roll by the addresses of its rows, and how another system is told of it."""
    tokens = [str(each.token) for each in people]
    told = {
        "kind": "results",
        "release": str(release.token),
        "people": len(tokens),
        "digest": digest_of_roll(tokens),
        "operation": operation_for(release.plan, people).value,
    }
    return {"certificates": {"release": str(release.token), "people": tokens}, "reported": told}


def _returned(release: Release) -> bool:
    return release.case is not None and release.case.state == CaseState.CORRECTING


def _again(release: Release) -> list[Candidate]:
    """The roll of a release that was returned, made anew: who passed by now."""
    release.lines.all().delete()
    people = list(entitled(release.plan))
    _listed(release, people)
    return people


def _begun(plan: Plan, case: Case, people: list[Candidate], dossier: dict[str, Any], on: date) -> Release:
    """A release with its roll; issued by whom the text names."""
    ground = Ground(case, on)
    ground.now_handed_in(dossier)
    certified = certified_in(ground.pack, plan.filing.regime)
    issuer = turn_of(ground.subject, certified.issuer, on).organisation
    release = Release.objects.create(plan=plan, case=case, issuer=issuer, people=len(people))
    _listed(release, people)
    return release


def _listed(release: Release, people: list[Candidate]) -> None:
    Line.objects.bulk_create(
        Line(release=release, candidate=each, ordinal=ordinal) for ordinal, each in enumerate(people, 1)
    )
    release.people = len(people)
    release.save(update_fields=["people"])
