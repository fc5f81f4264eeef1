"""The library of texts (政策库): every text with where it stands on a day, for everybody to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from dengji.people.queries import place_names
from dengji.policy.engine.choose import Candidate, heir_of
from dengji.policy.engine.form import Length
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.timing import period_of
from dengji.policy.models import Adoption, Edition
from dengji.policy.queries import editions_current, packs_of
from dengji.policy.terms import Life, Stage
from dengji.workdays.calendar import Reckoned, WorkCalendar
from dengji.workdays.periods import ends_on

COMMENT_PERIOD = "comment_period"
"""The parameter by which a text says how long it is open to comment."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that applies a text on the day (适用决定), with the name of its place."""

    adoption: Adoption
    place: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """A text as it stands on a day (文本现状): its life, and the decisions by which it is applied."""

    edition: Edition
    pack: Pack
    place: str
    life: Life
    heir: Pack | None
    decisions: tuple[Decision, ...]

    @property
    def applied(self) -> bool:
        """True if new cases may rest on it that day, by itself or by a decision."""
        return self.life is Life.IN_FORCE or bool(self.decisions)


@dataclass(frozen=True, slots=True)
class Comment:
    """The period in which a draft is open to comment (征求意见期); its last day is reckoned where it can be."""

    from_on: date
    last: Reckoned
    length: Length | None
    published_until: date | None
    open: bool


def library(on: date) -> list[Shelved]:
    """政策库: every text in its current edition, by place; three short queries."""
    editions = list(editions_current().defer("content", "source"))
    packs = packs_of(())
    adoptions = list(Adoption.objects.covering(on))
    codes = chain((each.jurisdiction for each in editions), (each.jurisdiction for each in adoptions))
    names = place_names(codes)
    texts = [Candidate(packs[each.pk], each.pk) for each in editions]
    return [
        _shelved(
            each, texts, [_decision(a, names) for a in adoptions if a.pack_id == each.pack_id], names, on
        )
        for each in editions
    ]


def shelved(pack_id: str, on: date) -> Shelved | None:
    """One text as it stands on a day; None where there is no such text."""
    return next((each for each in library(on) if each.pack.id == pack_id), None)


def comment(pack: Pack, on: date, calendar: WorkCalendar) -> Comment | None:
    """征求意见期: from its first day, with its last day reckoned from the length that the text gives.

    None for a text that was not opened for comment, or that gives neither a length nor a last day.
    """
    period = pack.opened_for_comment
    if period is None or period.from_ is None:
        return None
    length = comment_length(pack)
    if length is not None:
        last = ends_on(period_of(length), after=period.from_, calendar=calendar)
    elif period.to is not None:
        last = Reckoned(period.to, provisional=False)
    else:
        return None
    running = period.from_ <= on <= last.day
    return Comment(period.from_, last, length, period.to, running and pack.stage.value == Stage.CONSULTATION)


def comment_length(pack: Pack) -> Length | None:
    """征求意见期的长短: of the comment period, if the text gives one."""
    parameter = pack.parameters.get(COMMENT_PERIOD)
    return parameter.value if parameter and isinstance(parameter.value, Length) else None


def _decision(adoption: Adoption, names: dict[str, str]) -> Decision:
    return Decision(adoption, names.get(adoption.jurisdiction, adoption.jurisdiction))


def _shelved(
    edition: Edition, texts: list[Candidate], decisions: Iterable[Decision], names: dict[str, str], on: date
) -> Shelved:
    """One text beside the others."""
    pack = next(text.pack for text in texts if text.key == edition.pk)
    heir = heir_of(pack, texts, on)
    place = names.get(edition.jurisdiction, edition.jurisdiction)
    return Shelved(edition, pack, place, life(pack, heir, on), heir, tuple(decisions))


def life(pack: Pack, heir: Pack | None, on: date) -> Life:
    """文本状态: where a text stands by itself on a day, whatever was decided about it."""
    start, end = pack.effective.from_, pack.effective.to
    if pack.stage.value == Stage.CONSULTATION:
        return Life.DRAFT
    if start is None or on < start:
        return Life.AHEAD
    if heir is not None:
        return Life.SUPERSEDED
    return Life.EXPIRED if end is not None and on > end else Life.IN_FORCE
