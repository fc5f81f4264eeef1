"""What is known of people who examine (考评人员情况): register, cards, ties, other plans; read once for many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from dengji.evaluations.models.examiners import DeclaredTie, RegisteredPeople, RegisteredPerson
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.terms import EXAMINING, UNDER_WAY, Registered
from dengji.institutions.models import Member, Qualification
from dengji.institutions.terms import QualificationKind
from dengji.people.conflicts import plain_name
from dengji.people.queries import place_chain
from dengji.people.terms import Rank
from dengji.workdays.words import in_words

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody about whom it is asked (参加人员): a member of the body, or somebody from the register."""

    member: Member | None = None
    registered: RegisteredPerson | None = None
    identity: str = ""


def examiners_told(plan: Plan) -> dict[int, Told]:
    """考评人员情况: what the dossier says of each of the plan's examiners, by assignment."""
    rows = plan.assignments.filter(task__in=EXAMINING).select_related("member", "registered__authority")
    found = list(rows)
    told = told_of(plan, [Known(each.member, each.registered, each.identity) for each in found])
    return {each.pk: {"examiner": said} for each, said in zip(found, told, strict=True)}


def told_of(plan: Plan, people: Sequence[Known], kind: Registered = Registered.EXAMINER) -> list[Told]:
    """What is known of each of them for the plan, in their order; six queries however many they are."""
    identities = {each.identity for each in people if each.identity}
    registered, papers = _registered(plan, people, identities, kind), _papers(people)
    ties, elsewhere = _ties(plan, identities), _elsewhere(plan, identities)
    return [
        {
            "registered": _of_register(stands) if (stands := _stands(each, registered)) else None,
            "member": papers.get(each.member.pk, {"cards": [], "held": []}) if each.member else None,
            "own": each.member is not None or (stands is not None and works_for(stands, plan)),
            "ties": ties[each.identity],
            "elsewhere": elsewhere[each.identity],
        }
        for each in people
    ]


def over(plan: Plan, kind: Registered) -> RegisteredPeople:
    """登记人员: everybody of a kind in the registers of the authorities over the plan's place."""
    places = place_chain(plan.filing.place)
    found = RegisteredPerson.objects.filter(kind=kind, authority__division__in=places)
    return found.select_related("authority__division")


def works_for(person: RegisteredPerson, plan: Plan) -> bool:
    """Whether somebody in the register works for the plan's body, by code or by name."""
    body = plan.filing.institution.organisation
    same_code = bool(person.employer_uscc) and person.employer_uscc == body.uscc
    return same_code or (bool(person.employer) and plain_name(person.employer) == plain_name(body.name))


def _registered(
    plan: Plan, people: Sequence[Known], identities: set[str], kind: Registered
) -> Mapping[str, RegisteredPerson]:
    """By identity; where somebody stands in two registers, the province's counts."""
    chosen = {each.registered.pk for each in people if each.registered}
    found = over(plan, kind).filter(Q(identity__in=identities) | Q(pk__in=chosen))
    both = sorted(found.prefetch_related("qualifications"), key=_of_province)
    return {each.identity: each for each in both}


def _stands(each: Known, registered: Mapping[str, RegisteredPerson]) -> RegisteredPerson | None:
    return registered.get(each.registered.identity if each.registered else each.identity)


def _of_province(person: RegisteredPerson) -> bool:
    return person.authority.division.rank == Rank.PROVINCE


def _of_register(person: RegisteredPerson) -> Told:
    return {
        "number": person.number,
        "authority": person.authority.name,
        "province": _of_province(person),
        "from": person.valid_from.isoformat(),
        "until": person.valid_until.isoformat(),
        "removed_on": person.removed_on.isoformat() if person.removed_on else None,
        "held": [
            {"occupation": each.occupation, "level": each.level, "title": each.title_level}
            for each in person.qualifications.all()
        ],
    }


def _papers(people: Iterable[Known]) -> dict[int, Told]:
    """The examiner's cards and the certificates and titles of the body's own people, by member."""
    members = {each.member.pk for each in people if each.member}
    said: dict[int, Told] = defaultdict(lambda: {"cards": [], "held": []})
    for each in Qualification.objects.filter(member__in=members) if members else ():
        until = each.valid_until.isoformat() if each.valid_until else None
        row = {"occupation": each.occupation, "until": until}
        if each.kind == QualificationKind.EXAMINER_CARD:
            said[each.member_id]["cards"].append(row)
        else:
            said[each.member_id]["held"].append(row | {"level": each.level, "title": each.title_level})
    return dict(said)


def _ties(plan: Plan, identities: set[str]) -> defaultdict[str, list[str]]:
    """Declared ties to the body and to candidates of the plan, and being a candidate oneself, by identity."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    listed = plan.candidates.filter(withdrawn_at=None)
    of_body = Q(organisation=plan.filing.institution_id)
    of_candidate = Q(candidate__in=listed.values("identity"))
    declared = DeclaredTie.objects.filter(of_body | of_candidate, identity__in=identities, withdrawn_at=None)
    for each in declared.order_by("pk"):
        whom = "本批次的考生" if each.candidate else "评价机构"
        said[each.identity].append(f"申报了与{whom}的关系：{each.get_kind_display()}")
    for identity in listed.filter(identity__in=identities).values_list("identity", flat=True):
        said[identity].append("本人是本批次的考生")
    return said


def _elsewhere(plan: Plan, identities: set[str]) -> defaultdict[str, list[str]]:
    """The other plans under way in which they have a part on a day of this one, by identity."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    if plan.starts_on is None or plan.ends_on is None:
        return said
    others = Assignment.objects.filter(identity__in=identities - {""}, plan__state__in=UNDER_WAY)
    same_days = others.filter(plan__starts_on__lte=plan.ends_on, plan__ends_on__gte=plan.starts_on)
    for each in same_days.exclude(plan=plan.pk).select_related("plan").order_by("plan", "pk"):
        told = f"{each.plan}（{_days(each.plan.starts_on, each.plan.ends_on)}）"
        if told not in said[each.identity]:
            said[each.identity].append(told)
    return said


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None or first == last:
        return in_words(first) if first else ""
    return f"{in_words(first)}至{in_words(last)}"
