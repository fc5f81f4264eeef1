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
    if stands is not None:
        stands.until = on - timedelta(days=1)
        stands.save(update_fields=["until"])
    Element.objects.create(filing=filing, element=name, value=value, from_on=on, case=case)


def file_scope(filing: Filing, rows: Sequence[Row], *, on: date, case: Case | None) -> None:
    """Occupations come into a filing from a day on; one that stands already gets the further levels.

    As many queries for a hundred rows as for one.
    """
    stand_now = {_occupation(each): each for each in filing.scope.filter(until=None)}
    closed: list[ScopeRow] = []
    widened: list[ScopeRow] = []
    begun: dict[tuple[str, str, str], ScopeRow] = {}
    for row in rows:
        key = (row["code"], row["work_type"], row["audience"])
        stands = begun.get(key) or stand_now.get(key)
        levels = sorted({*row["levels"], *(stands.levels if stands else ())}, reverse=True)
        if stands is not None and set(stands.levels) == set(levels):
            continue
        if stands is not None and stands.from_on == on:
            stands.levels = levels
            widened += [stands] if stands.pk else []
            continue
        if stands is not None:
            _last(stands, on, case)
            closed.append(stands)
        begun[key] = _scope_row(filing, row, levels, on, case)
    ScopeRow.objects.bulk_update(closed, ["until", "closed_in"])
    ScopeRow.objects.bulk_update(widened, ["levels"])
    ScopeRow.objects.bulk_create(begun.values())


def _occupation(row: ScopeRow) -> tuple[str, str, str]:
    return row.code, row.work_type, row.audience


def _scope_row(filing: Filing, row: Row, levels: list[str], on: date, case: Case | None) -> ScopeRow:
    same = {key: row[key] for key in ("code", "name", "work_type", "audience")}
    return ScopeRow(filing=filing, levels=levels, from_on=on, case=case, **same)


def give_up(filing: Filing, codes: Sequence[str], *, on: date, case: Case | None) -> None:
    """Occupations leave a filing: the day before is their last."""
    leaving = filing.scope.filter(code__in=codes, until=None)
    leaving.update(until=on - timedelta(days=1), closed_in=case)


def file_venues(filing: Filing, rows: Sequence[Row], *, on: date, whole: bool, case: Case | None) -> None:
    """Venues come into a filing; where the list is the `whole`, those that it leaves out have had their last day."""
    wanted = {(row["name"], row["kind"], row["address"]) for row in rows}
    stand_now = {(venue.name, venue.kind, venue.address): venue for venue in filing.venues.filter(until=None)}
    gone = [venue for key, venue in stand_now.items() if whole and key not in wanted]
    for venue in gone:
        _last(venue, on, case)
    FiledVenue.objects.bulk_update(gone, ["until", "closed_in"])
    FiledVenue.objects.bulk_create(
        FiledVenue(filing=filing, name=name, kind=kind, address=address, from_on=on, case=case)
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
                own=duty.own,
            )
            for duty in pack.duties
        ),
        ignore_conflicts=True,
    )


def _last(row: ScopeRow | FiledVenue, on: date, case: Case | None) -> None:
    """What stands has had its last day: the day before, by the case that decided it."""
    row.until, row.closed_in = on - timedelta(days=1), case
