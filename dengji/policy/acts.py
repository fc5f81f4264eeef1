"""What is done to texts (文本事项): load, put on trial, continue, withdraw; load a year's days off."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from dengji.audit.acts import record
from dengji.people.acts.authorities import may_administer
from dengji.people.models import Person, Post
from dengji.people.refusals import Refused
from dengji.people.terms import Rank, Role
from dengji.policy.effects import known_effects, run_effect
from dengji.policy.engine.document import PackError
from dengji.policy.engine.linter import lint_folder
from dengji.policy.engine.loader import LoadedPack, canonical, load_folder
from dengji.policy.facts import vocabulary
from dengji.policy.models import Adoption, Edition, HolidaySchedule
from dengji.policy.terms import Kind, Stage
from dengji.workdays.schedule import parse_schedule

By = Post | Person | None
MOVED_BY_DAYS_OFF = ("clocks.recompute", "consultations.recompute")
"""The effects by which the rooms above reckon their open days again."""


@transaction.atomic
def load_packs(folder: Path, *, by: By, at: datetime) -> list[Edition]:
    """装载文本: store every pack under the folder that is new or changed, and return these editions.

    A changed pack is a new edition, which new cases rest on; cases under way keep theirs. Raises PackError,
    storing nothing, when any pack has a mistake.
    """
    packs = load_folder(folder)
    mistakes = [
        p for p in lint_folder(packs, vocabulary=vocabulary(), effects=known_effects()) if not p.warning
    ]
    if mistakes:
        raise PackError(mistakes)
    return [edition for loaded in packs if (edition := _load(loaded, by=by, at=at))]


def _load(loaded: LoadedPack, *, by: By, at: datetime) -> Edition | None:
    """Store one pack, unless it is the current edition already."""
    pack = loaded.pack
    current = Edition.objects.current().select_for_update().filter(pack_id=pack.id).first()
    if current and current.sha256 == loaded.sha256:
        return None
    Edition.objects.current().filter(pack_id=pack.id).update(is_current=False)
    edition = Edition.objects.filter(pack_id=pack.id, sha256=loaded.sha256).first() or _stored(
        loaded, by=by, at=at
    )
    Edition.objects.filter(pk=edition.pk).update(is_current=True)
    edition.is_current = True
    record(
        act="policy.load",
        by=by,
        at=at,
        about=("policy.Edition", edition.pk),
        before={"sha256": current.sha256} if current else None,
        after={"pack_id": pack.id, "sha256": loaded.sha256},
    )
    return edition


def _stored(loaded: LoadedPack, *, by: By, at: datetime) -> Edition:
    """A pack as a new edition, not yet the current one."""
    pack = loaded.pack
    return Edition.objects.create(
        pack_id=pack.id,
        sha256=loaded.sha256,
        number=pack.number,
        title=pack.title,
        issuer=pack.issuer,
        stage=pack.stage.value,
        regimes=[regime.value for regime in pack.regimes],
        jurisdiction=pack.jurisdiction,
        effective_from=pack.effective.from_,
        effective_until=pack.effective.to,
        content=json.dumps(canonical(pack), ensure_ascii=False),
        source=loaded.source,
        loaded_at=at,
        loaded_by=_person(by),
        is_current=False,
    )


@dataclass(frozen=True, slots=True)
class AdoptionEntry:
    """What is decided: which text governs which place, how, from when to when, and why."""

    pack_id: str
    jurisdiction: str
    kind: Kind
    from_on: date
    until_on: date | None
    reason: str


@transaction.atomic
def adopt(entry: AdoptionEntry, *, by: By, at: datetime) -> Adoption:
    """试运行、继续适用: decide that a draft, or an expired text, governs a place.

    Refused without a reason, for a text not of that kind, and beside a standing decision on the same days.
    """
    _may_rule(by, entry.jurisdiction)
    edition = Edition.objects.current().select_for_update().filter(pack_id=entry.pack_id).first()
    _check(entry, edition)
    adoption = Adoption.objects.create(
        pack_id=entry.pack_id,
        jurisdiction=entry.jurisdiction,
        kind=entry.kind,
        from_on=entry.from_on,
        until_on=entry.until_on,
        reason=entry.reason.strip(),
        by=_person(by),
        at=at,
    )
    record(act="policy.adopt", by=by, at=at, about=("policy.Adoption", adoption.pk), after=_said(adoption))
    return adoption


def _check(entry: AdoptionEntry, edition: Edition | None) -> None:
    """Refuse a decision that cannot be taken."""
    if edition is None:
        raise Refused(f"没有编号为“{entry.pack_id}”的文本。", remedy="请先装载这个文本。")
    if not entry.reason.strip() or len(entry.reason.strip()) > 80:
        raise Refused("请写明理由，不超过80字。")
    if entry.until_on and entry.until_on < entry.from_on:
        raise Refused("结束日期不能早于开始日期。")
    if entry.kind == Kind.TRIAL and edition.stage != Stage.CONSULTATION:
        raise Refused(f"{edition}是正式文本，不需要试运行。")
    if entry.kind == Kind.CONTINUED and edition.stage != Stage.ISSUED:
        raise Refused(f"{edition}尚为征求意见稿，不能继续适用。", remedy="征求意见稿可以试运行。")
    if _beside(entry).exists():
        raise Refused(f"{edition}在这些日期已有一项适用决定。", remedy="请先撤销原决定。")


def _beside(entry: AdoptionEntry) -> Any:
    """The standing decisions on the same text and place that share a day with this one."""
    same = Adoption.objects.standing().filter(pack_id=entry.pack_id, jurisdiction=entry.jurisdiction)
    begun = same.filter(from_on__lte=entry.until_on) if entry.until_on else same
    return begun.filter(Q(until_on__isnull=True) | Q(until_on__gte=entry.from_on))


@transaction.atomic
def withdraw_adoption(adoption: Adoption, *, reason: str, by: By, at: datetime) -> None:
    """撤销适用决定: the text no longer governs by this decision; cases under way keep it. Refused twice."""
    _may_rule(by, adoption.jurisdiction)
    standing = Adoption.objects.standing().select_for_update().filter(pk=adoption.pk).first()
    if standing is None:
        raise Refused("这项适用决定已经撤销。")
    if not reason.strip() or len(reason.strip()) > 80:
        raise Refused("请写明撤销的理由，不超过80字。")
    adoption.withdrawn_by, adoption.withdrawn_at, adoption.withdrawn_reason = _person(by), at, reason.strip()
    adoption.save(update_fields=("withdrawn_by", "withdrawn_at", "withdrawn_reason"))
    record(
        act="policy.withdraw_adoption",
        by=by,
        at=at,
        about=("policy.Adoption", adoption.pk),
        before=_said(standing),
        after=_said(adoption),
    )


def _said(adoption: Adoption) -> dict[str, Any]:
    """A decision as the trail keeps it."""
    return {
        "pack_id": adoption.pack_id,
        "jurisdiction": adoption.jurisdiction,
        "kind": str(adoption.kind),
        "from_on": adoption.from_on,
        "until_on": adoption.until_on,
        "reason": adoption.reason,
        "withdrawn_reason": adoption.withdrawn_reason,
    }


@transaction.atomic
def load_schedule(text: str, *, name: str, by: By, at: datetime) -> HolidaySchedule | None:
    """装载放假安排: store a year's days off in place of what was known; None where nothing changes.

    `name` stands for the file in what is wrong with it. Raises ScheduleError. The open dates of cases and of
    consultations are reckoned again in the same transaction, by the effects that their rooms register for it.
    """
    _may_set_days_off(by)
    schedule = parse_schedule(text, name=name)
    current = HolidaySchedule.objects.select_for_update().filter(year=schedule.year, is_current=True).first()
    if current and current.content == text:
        return None
    HolidaySchedule.objects.filter(year=schedule.year, is_current=True).update(is_current=False)
    stored = HolidaySchedule.objects.create(
        year=schedule.year, source=schedule.source, content=text, loaded_at=at, loaded_by=_person(by)
    )
    record(
        act="policy.load_schedule",
        by=by,
        at=at,
        about=("policy.HolidaySchedule", stored.pk),
        before={"source": current.source, "content": current.content} if current else None,
        after={"year": schedule.year, "source": schedule.source, "content": text},
    )
    for effect in MOVED_BY_DAYS_OFF:
        run_effect(effect, stored, by=by, at=at, detail={})
    return stored


def _may_set_days_off(by: By) -> None:
    """Raises Refused for a post other than an administrator's of a province or above: it moves everybody's days."""
    if not isinstance(by, Post):
        return
    if by.role != Role.ADMINISTRATOR or by.organisation.division.rank not in (Rank.COUNTRY, Rank.PROVINCE):
        raise Refused("放假安排关系到各地的期限，由省级以上机关的管理员装载。", remedy="请联系省级管理员。")


def _may_rule(by: By, place: str) -> None:
    """Raises Refused for a post other than an administrator's of an authority over the place."""
    if isinstance(by, Post):
        may_administer(by, place)


def _person(by: By) -> Person | None:
    """The account behind whoever acts."""
    return by.person if isinstance(by, Post) else by
