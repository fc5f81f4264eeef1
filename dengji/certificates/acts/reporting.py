"""Certificate data that the network did not take in (未收下的证书数据): reported again once put right, until it is."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.certificates.acts.issuing import locked
from dengji.certificates.models import Certificate, Release
from dengji.certificates.reported import NETWORK, answers_for, awaited, turned_away
from dengji.certificates.upward import (
    about_again,
    about_certificate,
    report_again,
    report_issued,
)
from dengji.exchange.queries import Answer, answer_to, answers_to
from dengji.exchange.terms import Operation
from dengji.people.models import Post
from dengji.procedure.refusals import Moved, NotAllowed, NotYours

AT_ONCE = 200


@transaction.atomic
def send_again(release: Release, *, by: Post, at: datetime) -> Release:
    """更正后再次报送: what the network did not take in of a release, as it stands now; pressed twice, it is one.

    Raises NotYours, Moved where everything is taken in or a report waits for its answer.
    """
    fresh = locked(release.pk)
    if not answers_for(fresh, by):
        raise NotYours("由报送单位的办理人员再次报送。")
    if awaited(fresh):
        raise Moved("这一批证书的数据已经报送，还在等对方答复。")
    if fresh.not_found:
        report_again(fresh, [each["row"] for each in fresh.not_found], at=at)
    elif turned_away(fresh):
        report_issued(fresh, at=at, operation=Operation.CORRECT)
    else:
        raise NotAllowed("没有要再次报送的证书数据。")
    about_it = ("certificates.Release", fresh.pk)
    record(act="release.reported_again", by=by, at=at, about=about_it, after={"people": len(fresh.not_found)})
    return fresh


def take_repeats(*, at: datetime) -> int:
    """处理再次报送的答复: what the network takes in later is found from then on; of how many releases.

    Safe to run twice.
    """
    lacking = Release.objects.exclude(confirmed_on=None).exclude(not_found=[]).order_by("id")
    return sum(_taken_in(release.pk, at) for release in lacking.iterator(chunk_size=AT_ONCE))


@transaction.atomic
def _taken_in(release: int, at: datetime) -> int:
    """The certificates of a release that the network has taken in since, one by one or reported again."""
    fresh = locked(release)
    before = fresh.not_found
    now = _after_again(before, answer_to(NETWORK, about_again(fresh)))
    now = _after_amendments(now)
    if now == before:
        return 0
    fresh.not_found = now
    fresh.save(update_fields=["not_found"])
    after = {"not_found": len(now)}
    about_it = ("certificates.Release", fresh.pk)
    record(
        act="release.confirm", by=None, at=at, about=about_it, before={"not_found": len(before)}, after=after
    )
    return 1


def _after_again(rows: Sequence[dict[str, str]], answer: Answer | None) -> list[dict[str, str]]:
    """What is left of the rows by the answer to the last report: those not in it, and those it does not publish."""
    if answer is None or answer.content["state"] != "published":
        return list(rows)
    told = frozenset(answer.payload["numbers"])
    still = {each["row"]: dict(each) for each in answer.content.get("declined", ())}
    return [still.get(each["row"], each) for each in rows if each["row"] in still or each["row"] not in told]


def _after_amendments(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """What is left of the rows by the answers to what was reported of a certificate itself, as it stands now."""
    found = Certificate.objects.filter(number__in=[each["row"] for each in rows])
    abouts = {about_certificate(each): each.number for each in found}
    answers = answers_to(NETWORK, list(abouts)) if abouts else {}
    taken = {
        abouts[key]
        for key, answer in answers.items()
        if answer.content["state"] == "published" and not answer.content.get("declined")
    }
    return [each for each in rows if each["row"] not in taken]
