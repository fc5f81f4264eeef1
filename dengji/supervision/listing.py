"""Whom a campaign may reach (抽查名单): bodies by their filings, inspectors of the register, and who bars whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dengji.evaluations.models.examiners import DeclaredTie, RegisteredPerson
from dengji.evaluations.terms import Registered
from dengji.filings.models import Filing
from dengji.filings.terms import FilingState
from dengji.institutions.terms import BodyKind
from dengji.people.conflicts import plain_name
from dengji.people.queries import place_chain, place_names, stem
from dengji.supervision.drawing import Group, Urn
from dengji.supervision.models import Campaign
from dengji.supervision.terms import Bar, Reach, Strata

EVERYBODY = "全部机构"


@dataclass(frozen=True, slots=True)
class Listed:
    """What a campaign would draw from today (抽取名单): filings, inspectors, and bars with their reasons."""

    filings: Sequence[Filing]
    people: Sequence[RegisteredPerson]
    bars: Mapping[tuple[int, int], Bar]
    urn: Urn


def listed(campaign: Campaign, on: date) -> Listed:
    """抽取名单: as it stands on a day, in a handful of statements however many there are."""
    filings, people = list(filings_for(campaign, on)), inspectors_for(campaign)
    bars = _bars(campaign, filings, people)
    by_filing = {each.pk: each.number for each in filings}
    by_person = {each.pk: each.number for each in people}
    urn = Urn(
        campaign.number or "",
        campaign.authority.name,
        tuple(_groups(campaign, filings)),
        tuple(sorted(by_person.values())),
        campaign.each,
        frozenset((by_filing[filing], by_person[person]) for filing, person in bars),
        campaign.source,
    )
    return Listed(filings, people, bars, urn)


def filings_for(campaign: Campaign, on: date) -> "QuerySet[Filing]":
    """可以抽取的机构: filings in force on the day, of the kinds and the place wanted, its own or all of its place."""
    found = Filing.objects.filter(
        state=FilingState.IN_FORCE, valid_from__lte=on, place__startswith=stem(campaign.place)
    )
    if campaign.reach == Reach.OWN:
        found = found.filter(authority=campaign.authority_id)
    if campaign.kinds:
        found = found.filter(institution__kind__in=campaign.kinds)
    return found.select_related("institution__organisation").order_by("number")


def inspectors_for(campaign: Campaign) -> list[RegisteredPerson]:
    """可以抽取的检查人员: quality supervisors of its register and those above it, valid on every day of the checks.

    Who stands in two registers, and who has a card number that somebody nearer has, counts once: the nearer counts.
    """
    chain = place_chain(campaign.authority.division_id)
    found = RegisteredPerson.objects.filter(authority__division__in=chain, kind=Registered.SUPERVISOR)
    valid = found.valid_through(campaign.from_on, campaign.until).select_related("authority")
    nearest = sorted(valid, key=lambda each: (chain.index(each.authority.division_id), each.pk), reverse=True)
    people = {each.identity: each for each in nearest}
    return sorted({each.number: each for each in people.values()}.values(), key=lambda each: each.number)


def _groups(campaign: Campaign, filings: Sequence[Filing]) -> list[Group]:
    """The groups, by name; of each so many in a hundred, the part of one counted whole, and no fewer than the least."""
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    places = place_names(each.place for each in filings) if campaign.strata == Strata.PLACE else {}
    for each in filings:
        grouped[_label(campaign, each, places)].append(each.number)
    return [
        Group(label, tuple(sorted(bodies)), take_of(len(bodies), campaign.share, campaign.least))
        for label, bodies in sorted(grouped.items())
    ]


def take_of(there: int, share: int, least: int) -> int:
    """抽取家数: so many in a hundred, rounded up; no fewer than the least, no more than there are."""
    return min(there, max(least, -(-there * share // 100)))


def _label(campaign: Campaign, filing: Filing, places: Mapping[str, str]) -> str:
    if campaign.strata == Strata.KIND:
        return str(BodyKind(filing.institution.kind).label)
    return places.get(filing.place, filing.place) if campaign.strata == Strata.PLACE else EVERYBODY


def _bars(
    campaign: Campaign, filings: Sequence[Filing], people: Sequence[RegisteredPerson]
) -> dict[tuple[int, int], Bar]:
    """By filing and person; what somebody declared counts before where he works, that before what a clerk entered."""
    found: dict[tuple[int, int], Bar] = {}
    known_filings, known_people = {each.pk for each in filings}, {each.pk for each in people}
    for filing, person in campaign.barred.filter(why=Bar.ENTERED).values_list("filing", "person"):
        if filing in known_filings and person in known_people:
            found[filing, person] = Bar.ENTERED
    found |= dict.fromkeys(_at_work(filings, people), Bar.EMPLOYER)
    return found | dict.fromkeys(_declared(filings, people), Bar.DECLARED)


def _at_work(filings: Sequence[Filing], people: Sequence[RegisteredPerson]) -> list[tuple[int, int]]:
    """Who works for which body, by code or by name."""
    at: defaultdict[str, list[int]] = defaultdict(list)
    for each in people:
        for key in {each.employer_uscc, plain_name(each.employer)} - {""}:
            at[key].append(each.pk)
    bodies = ((each.pk, each.institution.organisation) for each in filings)
    return [
        (filing, person)
        for filing, body in bodies
        for key in (body.uscc or "", plain_name(body.name))
        for person in at.get(key, ())
    ]


def _declared(filings: Sequence[Filing], people: Sequence[RegisteredPerson]) -> list[tuple[int, int]]:
    """Who declared a tie to which body."""
    by_identity = {each.identity: each.pk for each in people}
    bodies: defaultdict[int, list[int]] = defaultdict(list)
    for each in filings:
        bodies[each.institution_id].append(each.pk)
    ties = DeclaredTie.objects.filter(withdrawn_at=None, organisation__isnull=False, identity__in=by_identity)
    told = ties.values_list("identity", "organisation")
    return [(filing, by_identity[who]) for who, body in told for filing in bodies.get(body or 0, ())]


def may_check(person: RegisteredPerson, filing: Filing) -> Bar | None:
    """回避: why somebody may not check a body; None if nothing is known that speaks against it."""
    if _at_work([filing], [person]):
        return Bar.EMPLOYER
    return Bar.DECLARED if _declared([filing], [person]) else None
