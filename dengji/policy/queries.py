"""What is asked of texts (文本查询): which governs, what an edition says, which calendar holds."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

from django.db import DatabaseError
from django.db.models import Q, QuerySet

from dengji.policy.engine.choose import Adopted, AdoptionKind, Candidate, Choice, Governing, Question, choose
from dengji.policy.engine.loader import sha256
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Regime
from dengji.policy.models import Adoption, Edition, HolidaySchedule
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.schedule import parse_schedule


class EditionAltered(Exception):
    """An edition no longer says what it was loaded with (文本版本被改动)."""


def governing(place_chain: Sequence[str], regime: str, matter: str | None, on: date) -> Choice:
    """适用文本: which text governs a matter at a place on a day.

    The place comes with those above it, nearest first; without a matter, the text that governs at all.
    """
    question = Question(tuple(place_chain), Regime(regime), matter, on)
    editions = Edition.objects.current().filter(jurisdiction__in=place_chain)
    candidates = [Candidate(_pack(edition), edition.pk) for edition in editions]
    return choose(candidates, question, decisions_on(on))


def decisions_known(on: date) -> list[Adopted] | None:
    """适用决定: the decisions in effect on a day; None where there is no database that could tell."""
    try:
        return decisions_on(on)
    except DatabaseError:
        return None


def decisions_on(on: date) -> list[Adopted]:
    """适用决定: the decisions in effect on a day (试运行、继续适用)."""
    return [adopted(each) for each in Adoption.objects.covering(on)]


def adopted(adoption: Adoption) -> Adopted:
    """A decision as the engine takes it."""
    return Adopted(
        adoption.pack_id,
        adoption.jurisdiction,
        AdoptionKind(adoption.kind),
        adoption.from_on,
        adoption.until_on,
        adoption.reason,
    )


def edition_of(governs: Governing) -> Edition:
    """The edition of the text that governs."""
    return Edition.objects.get(pk=governs.key or 0)


def pack_of(edition_id: int, digest: str | None = None) -> Pack:
    """What an edition says; one short query, none where its SHA-256 was read already. Raises EditionAltered."""
    digest = digest or Edition.objects.values_list("sha256", flat=True).get(pk=edition_id)
    return _kept.get(digest) or _pack(Edition.objects.get(pk=edition_id))


def packs_of(edition_ids: Collection[int]) -> dict[int, Pack]:
    """What these editions and all current ones say, by id; one short query, the rest is kept."""
    wanted = Edition.objects.filter(Q(pk__in=edition_ids) | Q(is_current=True))
    digests = dict(wanted.values_list("pk", "sha256"))
    return {pk: _kept.get(digest) or _pack(Edition.objects.get(pk=pk)) for pk, digest in digests.items()}


def editions_current() -> QuerySet[Edition]:
    """The text library (政策库): the current edition of each text, by place."""
    return Edition.objects.current()


def editions_of(pack_id: str) -> QuerySet[Edition]:
    """Every edition of a text, the newest first."""
    return Edition.objects.filter(pack_id=pack_id).order_by("-id")


def adoptions_of(pack_id: str) -> QuerySet[Adoption]:
    """Every decision to apply a text, withdrawn ones too, the newest first."""
    return Adoption.objects.filter(pack_id=pack_id).select_related("by", "withdrawn_by")


def adoption_at(pk: int) -> Adoption | None:
    """One decision to apply a text (适用决定), or None."""
    return Adoption.objects.select_related("by", "withdrawn_by").filter(pk=pk).first()


def schedules_current() -> QuerySet[HolidaySchedule]:
    """The schedules in force, the newest year first."""
    return HolidaySchedule.objects.filter(is_current=True)


def schedule_at(pk: int) -> HolidaySchedule | None:
    """One schedule as it was loaded (放假安排), or None."""
    return HolidaySchedule.objects.select_related("loaded_by").filter(pk=pk).first()


def schedules_ever() -> QuerySet[HolidaySchedule]:
    """Every schedule that was loaded, those put aside too, the newest year and loading first."""
    return HolidaySchedule.objects.select_related("loaded_by").order_by("-year", "-id")


def calendar_in_force() -> WorkCalendar:
    """工作日历: made from the schedules in force; one short query, the rest is kept."""
    return _calendar(tuple(schedules_current().values_list("year", "content")))


_kept: dict[str, Pack] = {}
"""Packs by the SHA-256 of their content, which names them for ever."""


def _pack(edition: Edition) -> Pack:
    """The pack of an edition, checked against its SHA-256 when it is first read."""
    if edition.sha256 not in _kept:
        pack = Pack.model_validate_json(edition.content)
        if sha256(pack) != edition.sha256:
            raise EditionAltered(f"{edition}（版本{edition.pk}）的内容与装载时的 SHA-256 不一致。")
        _kept[edition.sha256] = pack
    return _kept[edition.sha256]


@lru_cache(maxsize=8)
def _calendar(schedules: tuple[tuple[int, str], ...]) -> WorkCalendar:
    """The calendar of these schedules."""
    return WorkCalendar(parse_schedule(text, name=f"{year}") for year, text in schedules)
