"""What a decision about a text, or a year's days off, would change (适用影响): told before it is taken."""

from dataclasses import dataclass
from datetime import date

from dengji.people.queries import place_chain
from dengji.policy.acts import AdoptionEntry
from dengji.policy.engine.choose import Adopted, AdoptionKind, Candidate, Question, choose
from dengji.policy.engine.pack import Pack
from dengji.policy.models import Adoption
from dengji.policy.queries import adopted, editions_current, packs_of, schedules_current
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.schedule import YearSchedule, parse_schedule


@dataclass(frozen=True, slots=True)
class Turn:
    """A matter of a place before and after (适用变化): the title of the text that governs it, None for none."""

    regime: str
    matter: str
    before: str | None
    after: str | None

    @property
    def changes(self) -> bool:
        """Whether another text would govern."""
        return self.before != self.after


def if_adopted(entry: AdoptionEntry) -> list[Turn]:
    """What the decision would change on its first day, matter by matter of its text."""
    standing = [adopted(each) for each in Adoption.objects.covering(entry.from_on)]
    kind = AdoptionKind(entry.kind)
    decided = Adopted(
        entry.pack_id, entry.jurisdiction, kind, entry.from_on, entry.until_on, entry.reason or "—"
    )
    return _turns(entry.pack_id, entry.jurisdiction, entry.from_on, (standing, [*standing, decided]))


def if_withdrawn(adoption: Adoption, on: date) -> list[Turn]:
    """What would change on a day, or on the decision's first day if that is later, were it withdrawn."""
    day = max(on, adoption.from_on)
    covering = list(Adoption.objects.covering(day))
    left = [adopted(each) for each in covering if each.pk != adoption.pk]
    now = [adopted(each) for each in covering]
    return _turns(adoption.pack_id, adoption.jurisdiction, day, (now, left))


def calendar_with(schedule: YearSchedule) -> WorkCalendar:
    """The calendar as it would be with another schedule for its year."""
    others = schedules_current().exclude(year=schedule.year).values_list("year", "content")
    return WorkCalendar([schedule, *(parse_schedule(text, name=f"{year}") for year, text in others)])


def _turns(pack_id: str, place: str, on: date, worlds: tuple[list[Adopted], list[Adopted]]) -> list[Turn]:
    chain = place_chain(place)
    editions = list(editions_current().filter(jurisdiction__in=chain).values_list("pk", flat=True))
    packs = packs_of(editions)
    texts = [Candidate(packs[pk], pk) for pk in editions]
    pack = next((each.pack for each in texts if each.pack.id == pack_id), None)
    if pack is None:
        return []

    def governs(question: Question, world: list[Adopted]) -> str | None:
        found = choose(texts, question, world).governing
        return found.pack.title if found else None

    return [
        Turn(regime.label, title, *(governs(Question(chain, regime, matter, on), world) for world in worlds))
        for regime in pack.regimes
        for matter, title in _matters(pack).items()
    ]


def _matters(pack: Pack) -> dict[str, str]:
    return {name: matter.title for name, matter in pack.matters.items()}
