"""The archive of a batch (批次档案): what the text wants kept of it, in five volumes, from the day it was over."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from dengji.evaluations.models.candidates import Candidate, CandidateSheet
from dengji.evaluations.models.day import Evidence
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import EvidenceKind
from dengji.evaluations.texts import practice_of, text_of
from dengji.people.models import Post
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.practice import Kept, Medium
from dengji.policy.engine.timing import period_of
from dengji.policy.queries import calendar_in_force
from dengji.records.keeping import ItemEntry, Opened, open_archive
from dengji.records.models import Archive, ArchiveItem
from dengji.sealing.seals import sealed
from dengji.workdays.periods import ends_on

BATCH = "batch"
OF_MEDIUM = {
    EvidenceKind.VIDEO: Medium.VIDEO,
    EvidenceKind.PICTURES: Medium.OBJECT,
}
"""What evidence is kept as; everything else is electronic."""


def open_batch_archive(plan: Plan, *, by: Post | None, at: datetime) -> Archive | None:
    """批次立卷: once a batch is over; None where the text says nothing of keeping, or the batch has no end."""
    over = plan.finished_on or plan.ends_on
    pack = text_of(plan, over) if over else None
    practice = practice_of(plan, over) if over else None
    if pack is None or practice is None or not practice.kept or over is None:
        return None
    filing = plan.filing
    opened = Opened(
        BATCH,
        plan.number or "",
        f"{plan.name}评价批次（{plan.number}）",
        filing.institution.organisation,
        filing.authority,
        over,
    )
    items = [*_by_text(pack, practice.kept, over), *_of_the_day(plan, pack, practice.kept, over)]
    return open_archive(opened, items, by=by, at=at)


def _by_text(pack: Pack, kept: list[Kept], over: date) -> Iterator[ItemEntry]:
    for each in kept:
        yield ItemEntry(
            each.id,
            each.volume.value,
            each.label,
            each.medium.value,
            pack.articles[each.cite].label,
            _until(each, over),
        )


def _of_the_day(plan: Plan, pack: Pack, kept: list[Kept], over: date) -> Iterator[ItemEntry]:
    """Every piece of evidence, for as long as the text wants its medium kept; the longest where it names several."""
    for each in plan.evidence.select_related("file"):
        rule = _rule_for(each, kept, over)
        if rule is not None:
            yield ItemEntry(
                f"evidence-{each.pk}",
                rule.volume.value,
                each.title,
                rule.medium.value,
                pack.articles[rule.cite].label,
                _until(rule, over),
                file=each.file,
                kept_at=each.kept_at,
            )


def _rule_for(evidence: Evidence, kept: list[Kept], over: date) -> Kept | None:
    medium = OF_MEDIUM.get(EvidenceKind(evidence.kind), Medium.ELECTRONIC)
    rules = [each for each in kept if each.medium is medium] or kept
    return max(rules, key=lambda each: _until(each, over), default=None)


def _until(each: Kept, over: date) -> date:
    """The last day on which it is kept; a term is counted like any period."""
    return ends_on(period_of(each.length), after=over, calendar=calendar_in_force()).day


def forget(archives: list[ArchiveItem]) -> int:
    """抹去个人信息: once nothing of a batch is kept any more, its candidates' personal data go too; how many people."""
    subjects = {item.archive.subject for item in archives if item.archive.kind == BATCH}
    left = ArchiveItem.objects.filter(archive__kind=BATCH, archive__subject__in=subjects, disposed_on=None)
    still = set(left.values_list("archive__subject", flat=True))
    people = Candidate.objects.filter(plan__number__in=subjects - still)
    CandidateSheet.objects.filter(plan__number__in=subjects - still).update(left_out=b"")
    nobody = Concat(Value("gone:"), Cast("pk", CharField()))
    return people.update(
        sealed=sealed({}), identity=nobody, named="", masked="", photo=None, stated={}, entry={}
    )
