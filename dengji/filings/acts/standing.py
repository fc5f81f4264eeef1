"""What a filing says, kept from day to day (备案要素沿革): nothing is written over, what ends keeps its last day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dengji.filings.acts.timing import set_timers
from dengji.filings.models import Duty, Element, FiledVenue, Filing, ScopeRow, Standing, Term
from dengji.filings.terms import ElementName, FilingState
from dengji.institutions.acts.filed import hold_elements, release_elements
from dengji.policy.engine.pack import Pack
from dengji.procedure.models import Case

Row = Mapping[str, Any]


def stand(filing: Filing, said: Mapping[ElementName, Any], *, case: Case | None, at: datetime) -> None:
    """A filing begins to stand: its first validity, its state, what it says of its body, its timers."""
    first = filing.valid_from
    Term.objects.create(filing=filing, from_on=first, until=filing.valid_until, case=case)
    Standing.objects.create(filing=filing, state=filing.state, from_on=first, case=case)
    Element.objects.bulk_create(
        Element(filing=filing, element=name, value=value, from_on=first, case=case)
        for name, value in said.items()
    )
    hold_elements(filing.institution_id)
    set_timers(filing, at=at)


def elements_in(dossier: Mapping[str, Any]) -> dict[ElementName, Any]:
    """What a dossier says of a body's elements (备案要素)."""
    body = dossier["body"]
    return {
        ElementName.NAME: body["name"],
        ElementName.ADDRESS: body["registered_address"],
        ElementName.LEGAL_REPRESENTATIVE: body["legal_representative"],
        ElementName.PEOPLE: people_in(dossier),
    }


EVALUATES = frozenset({"examiner", "supervisor"})


def people_in(dossier: Mapping[str, Any]) -> list[str]:
    """Those of a dossier's people who evaluate or supervise, by name and role, in order."""
    members = dossier.get("members") or ()
    return sorted(
        f"{member['name']}（{'、'.join(ROLE_WORDS[role] for role in sorted(EVALUATES & set(member['roles'])))}）"
        for member in members
        if EVALUATES & set(member["roles"])
    )


ROLE_WORDS = {"examiner": "考评员", "supervisor": "督导员"}


def restate(filing: Filing, name: ElementName, value: Any, *, on: date, case: Case | None) -> None:
    """An element says something else from a day on; the same again changes nothing."""
    stands = filing.elements.filter(element=name, until=None).first()
    if stands is not None and stands.value == value:
        return
    _close(stands, on)
    Element.objects.create(filing=filing, element=name, value=value, from_on=on, case=case)


def file_scope(filing: Filing, rows: Sequence[Row], *, on: date) -> None:
    """Occupations come into a filing from a day on; one that stands already gets the further levels."""
    for row in rows:
        same = {"code": row["code"], "work_type": row["work_type"], "audience": row["audience"]}
        stands = filing.scope.filter(**same, until=None).first()
        levels = sorted({*row["levels"], *(stands.levels if stands else ())}, reverse=True)
        if stands is not None and set(stands.levels) == set(levels):
            continue
        if stands is not None and stands.from_on == on:
            stands.levels = levels
            stands.save(update_fields=["levels"])
            continue
        _close(stands, on)
        ScopeRow.objects.create(filing=filing, name=row["name"], levels=levels, from_on=on, **same)


def give_up(filing: Filing, codes: Sequence[str], *, on: date) -> None:
    """Occupations leave a filing: the day before is their last."""
    filing.scope.filter(code__in=codes, until=None).update(until=on - timedelta(days=1))


def file_venues(filing: Filing, rows: Sequence[Row], *, on: date, whole: bool) -> None:
    """Venues come into a filing; where the list is the `whole`, those that it leaves out have had their last day."""
    wanted = {(row["name"], row["kind"], row["address"]) for row in rows}
    stand_now = {(venue.name, venue.kind, venue.address): venue for venue in filing.venues.filter(until=None)}
    for key, venue in stand_now.items():
        if whole and key not in wanted:
            _close(venue, on)
    FiledVenue.objects.bulk_create(
        FiledVenue(filing=filing, name=name, kind=kind, address=address, from_on=on)
        for name, kind, address in sorted(wanted - stand_now.keys())
    )


@dataclass(frozen=True, slots=True)
class Over:
    """How a filing comes to its end (备案终结): its state from a day on, by which article, in which case.

    `word` is what the text calls the state; empty for the usual word.
    """

    state: FilingState
    from_on: date
    article: str
    reason: str
    case: Case | None = None
    word: str = ""


def conclude(filing: Filing, over: Over, *, pack: Pack, at: datetime) -> None:
    """A filing is over: its state, its duties by the text, no more timers. Twice does no harm."""
    if filing.state != FilingState.IN_FORCE:
        return
    filing.standings.filter(until=None).update(until=over.from_on - timedelta(days=1))
    Standing.objects.create(
        filing=filing,
        state=over.state,
        word=over.word,
        from_on=over.from_on,
        article=over.article,
        reason=over.reason[:300],
        case=over.case,
    )
    filing.state, filing.state_word = over.state, over.word
    filing.save(update_fields=["state", "state_word"])
    owe(filing, pack, since=over.from_on)
    set_timers(filing, at=at)
    if not filing.institution.filings.filter(state=FilingState.IN_FORCE).exists():
        release_elements(filing.institution_id)


def owe(filing: Filing, pack: Pack, *, since: date) -> None:
    """What the text leaves to the body of a filing that is over (后续责任)."""
    Duty.objects.bulk_create(
        (
            Duty(
                filing=filing,
                key=duty.id,
                label=duty.label,
                says=duty.says,
                article=pack.articles[duty.cite].label,
                holder_id=filing.institution_id,
                since=since,
            )
            for duty in pack.duties
        ),
        ignore_conflicts=True,
    )


def _close(row: Element | ScopeRow | FiledVenue | None, on: date) -> None:
    if row is not None:
        row.until = on - timedelta(days=1)
        row.save(update_fields=["until"])
