"""What decisions do to the certificates of a batch (证书效果)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dengji.audit.acts import record
from dengji.certificates.changing import Happening, held, turned
from dengji.certificates.models import Certificate, Release
from dengji.certificates.telling import tell_holders, tell_ready
from dengji.certificates.terms import GOES_ON, CertificateState, EventKind, ReleaseState
from dengji.evaluations.effects import plan_of
from dengji.exchange.models import Request
from dengji.exchange.terms import Register, State
from dengji.messages.terms import Told
from dengji.people.models import Post
from dengji.policy.effects import effect
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case


def release_of(case: Case) -> Release:
    """The release that a case is about, locked."""
    return Release.objects.select_for_update(of=("self",)).get(case=case)


@effect("certificates.release")
def release(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """可以核发: from now on the certificates may be issued, but to those whose data the network did not publish."""
    found = release_of(case)
    answer = _published(case)
    if answer is not None:
        found.published_on = date.fromisoformat(answer["published_on"])
        for row in answer.get("declined", ()):
            lines = found.lines.filter(candidate__token=row["row"])
            lines.update(declined_because=str(row["reason"])[:300] or "没有说明原因")
    told = _turned(found, ReleaseState.READY, by=by, at=at)
    tell_ready(found, by=by, at=at)
    return told


@effect("certificates.turn_down")
def turn_down(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """不予核发、撤回: nobody on the roll gets a certificate by it; they may be asked for again."""
    found = release_of(case)
    found.lines.update(declined_because="这一次申请没有办成")
    return _turned(found, ReleaseState.STOPPED, by=by, at=at)


def _published(case: Case) -> dict[str, Any] | None:
    """The network's answer to what was reported in this case, if it was asked and published it."""
    asked = Request.objects.filter(
        register=Register.MINISTRY_NETWORK, about__startswith=f"case:{case.pk}:", state=State.ANSWERED
    )
    last = asked.order_by("-id").first()
    return last.answer if last and last.answer and last.answer.get("state") == "published" else None


def _turned(found: Release, state: ReleaseState, *, by: Post | None, at: datetime) -> dict[str, Any]:
    before, found.state = found.state, state
    found.save()
    about = ("certificates.Release", found.pk)
    record(
        act=f"release.{state}", by=by, at=at, about=about, before={"state": before}, after={"state": state}
    )
    return {"release": str(found.token)}


@effect("certificates.unrecognise")
def unrecognise(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """批次成绩不予认定: every certificate of the batch is worth nothing from now on, and none more is issued."""
    plan = plan_of(case)
    releases = list(plan.releases.select_for_update(of=("self",)).order_by("pk"))
    for release in (each for each in releases if each.state in GOES_ON):
        release.lines.filter(certificate=None).update(declined_because="本批次成绩不予认定")
        _turned(release, ReleaseState.STOPPED, by=by, at=at)
    issued = Certificate.objects.filter(line__release__plan=plan, state=CertificateState.VALID).order_by("pk")
    pack = pack_of(case.edition_id)
    article = pack.articles[pack.matters[case.matter].cite].label
    numbers = []
    for pk in issued.values_list("pk", flat=True):
        fresh = held(pk)
        turned(fresh, Happening(EventKind.UNRECOGNISE, "所属批次成绩不予认定", article, by, at))
        numbers.append(fresh.number)
    held_now = Certificate.objects.filter(line__release__plan=plan, state=CertificateState.UNRECOGNISED)
    tell_holders(held_now, Told.UNRECOGNISED, by=by, at=at)
    about = ("evaluations.Plan", plan.pk)
    record(act="certificates.unrecognise", by=by, at=at, about=about, after={"count": len(numbers)})
    return {"certificates": len(numbers)}
