"""Certificates issued (核发证书): begun by whoever issues, then in portions, each whole or not at all.

A portion draws numbers, seals and signs what each certificate says, and puts it into the public log, in one
transaction; whoever is interrupted goes on where the last portion ended.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.certificates.faces import batch_of
from dengji.certificates.models import Certificate, Release
from dengji.certificates.numbering import draw
from dengji.certificates.portions import OWN, Row, alike, lines, made, rows_after
from dengji.certificates.telling import tell_issued
from dengji.certificates.terms import ReleaseState
from dengji.certificates.texts import certified_in, text_of_release
from dengji.certificates.upward import report_issued
from dengji.evaluations.terms import PlanState
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.policy.engine.pack import NumberForm
from dengji.prepared import insert_all
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.signing.queries import NoKey, Signer, signer
from dengji.signing.terms import Purpose
from dengji.transparency.acts import Happened, append
from dengji.transparency.terms import Event

PORTION = 1000
AT_ONCE = 200
"""How many are issued while somebody waits for the page."""


def locked(release: int) -> Release:
    """The release as it stands now, with its plan and body, locked until the transaction ends."""
    found = Release.objects.select_for_update(of=("self",))
    beside = ("plan__filing__institution__organisation", "issuer", "case", "started_by__person")
    return found.select_related(*beside, "started_by__organisation").get(pk=release)


@transaction.atomic
def start(release: Release, *, by: Post, at: datetime) -> Release:
    """开始核发: whoever issues says so, and the date of the certificates is today's; pressed twice, it is one start.

    Raises NotYours, Moved where it is not released (any more), NotAllowed where no key signs.
    """
    fresh, on = locked(release.pk), localdate(at)
    ensure_issuer(fresh, by)
    if fresh.state in {ReleaseState.ISSUING, ReleaseState.ISSUED}:
        return fresh
    if fresh.state != ReleaseState.READY:
        raise Moved(f"这一批证书{fresh.get_state_display()}，不能核发。")
    if fresh.plan.state != PlanState.CHECKED:
        raise Moved(f"这个批次{fresh.plan.get_state_display()}，证书不能核发。")
    _signer(fresh, on)
    fresh.state, fresh.issued_on, fresh.started_by, fresh.started_at = ReleaseState.ISSUING, on, by, at
    fresh.save()
    record(
        act="release.start", by=by, at=at, about=("certificates.Release", fresh.pk), after={"issued_on": on}
    )
    return fresh


@transaction.atomic
def issue_next(release: Release, *, at: datetime, most: int = PORTION) -> int:
    """核发一段: certificates for the next people on the roll; how many. None are left once the release is issued.

    A batch whose scores were found void in between stops here. Safe to run twice, and by two at once.
    """
    fresh = locked(release.pk)
    if fresh.state != ReleaseState.ISSUING or fresh.issued_on is None:
        return 0
    if fresh.plan.state != PlanState.CHECKED:
        _over(fresh, ReleaseState.STOPPED, at)
        return 0
    rows = rows_after(fresh, most)
    if rows:
        _issue(fresh, rows, fresh.issued_on, at)
    if len(rows) < most:
        _over(fresh, ReleaseState.ISSUED, at)
        tell_issued(fresh, at=at)
        if certified_in(text_of_release(fresh), fresh.plan.filing.regime).reported:
            report_issued(fresh, at=at)
    return len(rows)


def begin(release: Release, *, by: Post, at: datetime) -> int:
    """核发: started, or gone on with, and the next so many at once; how many. Raises what `start` raises."""
    return issue_next(start(release, by=by, at=at), at=at, most=AT_ONCE)


def under_way() -> list[Release]:
    """The releases that are being issued (正在核发), the longest begun first."""
    return list(Release.objects.filter(state=ReleaseState.ISSUING).order_by("started_at", "id"))


def ensure_issuer(release: Release, by: Post) -> None:
    """Raises NotYours for anybody but the people of whoever issues."""
    if by.organisation_id != release.issuer_id or by.role not in BODY_ROLES | DECIDING:
        raise NotYours("只有发证单位的人员可以核发证书。")


def _issue(release: Release, rows: Sequence[Row], on: date, at: datetime) -> None:
    """One portion: numbers, faces, seals, signatures, the log, the register, the record."""
    numbers = draw(release, form_of(release), len(rows), year=on.year)
    batch, key = batch_of(release.plan, on), _signer(release, on)
    portion = made(batch, rows, numbers, key)  # all that takes long, before the log is locked
    places = append(
        [Happened(Event.ISSUE, batch.filing, each.face.commitment.hex()) for each in portion], at=at
    )
    insert_all(Certificate, OWN, lines(portion, places), alike(release, batch, key))
    release.reached, release.issued = rows[-1].ordinal, release.issued + len(rows)
    release.save(update_fields=["reached", "issued"])
    said = {"first": numbers[0], "last": numbers[-1], "count": len(numbers)}
    about = ("certificates.Release", release.pk)
    record(act="certificate.issue", by=release.started_by, at=at, about=about, after=said)


def form_of(release: Release) -> NumberForm:
    """The form of the release's numbers, by the text of its case."""
    pack = text_of_release(release)
    return pack.numbers[certified_in(pack, release.plan.filing.regime).number]


def _signer(release: Release, on: date) -> Signer:
    try:
        return signer(Purpose.CREDENTIAL, on=on, owner=release.issuer_id)
    except NoKey as none:
        raise NotAllowed(str(none), remedy="请系统管理员生成签名密钥后再核发。") from none


def _over(release: Release, state: ReleaseState, at: datetime) -> None:
    release.state, release.finished_at = state, at
    release.save(update_fields=["state", "finished_at"])
    about, said = ("certificates.Release", release.pk), {"issued": release.issued}
    record(act=f"release.{state}", by=release.started_by, at=at, about=about, after=said)
