"""Other lists of cases (案件清单): ended ones, and those that somebody looks for by name or number."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from dengji.people.models import Organisation, Post
from dengji.people.terms import OrganisationKind
from dengji.policy.engine.pack import Pack
from dengji.policy.queries import calendar_in_force
from dengji.procedure.models import Case
from dengji.procedure.queries import cases_within
from dengji.procedure.rows import ROWS, Row, first_rows, told
from dengji.procedure.terms import CaseState

FEW = 1000
NOBODY = 0  # no row has this number


def ended_cases(post: Post, words: str, on: date, before: int | None = None) -> tuple[list[Row], int | None]:
    """办结: the ended cases that the post may see, the latest opened first, and the id below which the next page is."""
    return _found(cases_within(post).filter(state=CaseState.ENDED), words, on, before)


def ended_whole(post: Post, words: str, on: date, most: int) -> list[Row]:
    """办结清单: the ended cases of every page together, at most so many, to be taken away as a sheet."""
    ended = cases_within(post).filter(state=CaseState.ENDED)
    fit = ended.filter(named(words.strip())) if words.strip() else ended
    return told(first_rows(fit, "-id", most=most), on, calendar_in_force())


def cases_named(post: Post, words: str, on: date, before: int | None = None) -> tuple[list[Row], int | None]:
    """查找案件: every case that the post may see whose number or body the words fit, whoever has it."""
    return _found(cases_within(post), words, on, before)


def named(words: str) -> Q:
    """Cases whose body or number the words fit; where few bodies do, they are looked up once, and first."""
    bodies = Organisation.objects.filter(kind=OrganisationKind.BODY, name__icontains=words)
    few = list(bodies.values_list("pk", flat=True)[: FEW + 1])
    fit = Q(applicant__name__icontains=words) if len(few) > FEW else Q(applicant__in=few or [NOBODY])
    return fit | _numbered(words) if words.isdecimal() else fit


def _numbered(digits: str) -> Q:
    """Numbers that begin with these digits, as a range that an index answers."""
    above = str(int(digits) + 1).zfill(len(digits))
    within = Q(number__lt=above) if len(above) == len(digits) else Q()
    return Q(number__gte=digits) & within


def _found(cases: QuerySet[Case], words: str, on: date, before: int | None) -> tuple[list[Row], int | None]:
    """A page of cases, the latest first, and the id below which the next one is."""
    fit = cases.filter(named(words.strip())) if words.strip() else cases
    listed = fit.filter(pk__lt=before) if before else fit
    found = first_rows(listed, "-id", most=ROWS + 1)
    rows = told(found[:ROWS], on, calendar_in_force())
    return rows, rows[-1].id if len(found) > ROWS else None


def packs_at(place: str, held: Mapping[int, Pack]) -> list[Pack]:
    """Of these texts, those that a place, one above it or one below it may come under (本地区文本)."""
    stem = place.rstrip("0")
    return [pack for pack in held.values() if _meets(stem, pack.jurisdiction.rstrip("0"))]


def _meets(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
