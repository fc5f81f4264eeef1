"""What the other filings of the place say (全市备案情况): how many bodies are filed, how many offer an occupation."""

from datetime import date

from django.db.models import Q, QuerySet

from dengji.filings.facts.proposed import new_codes
from dengji.filings.models import Filing, ScopeRow
from dengji.filings.terms import FilingState
from dengji.people.queries import stem
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject

FACTS_SOURCE = "备案登记"  # where these facts come from, as people say it


def _filed(subject: Subject, on: date) -> "QuerySet[Filing]":
    """The filings in force where the text is in force, of the same kind of evaluation."""
    there = Filing.objects.filter(place__startswith=stem(subject.pack.jurisdiction), regime=subject.regime)
    standing = there.filter(state=FilingState.IN_FORCE, valid_from__lte=on)
    return standing.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))


@fact("bodies_filed", kind=FactKind.INTEGER, label="本地区备案机构数", unit="家")
def bodies_filed(subject: Subject, on: date) -> int | None:
    """How many bodies have a filing in force in the text's area."""
    return _filed(subject, on).values("institution").distinct().count()


@fact("bodies_offering", kind=FactKind.INTEGER, label="已开展所报新职业的机构数", unit="家")
def bodies_offering(subject: Subject, on: date) -> int | None:
    """How many of them offer the new occupation that most of them offer; none where nothing is new."""
    offering = _offering(subject, on)
    return None if offering is None else max(map(len, offering.values()), default=0)


@fact("occupation_most_offered", kind=FactKind.TEXT, label="所报新职业中开展机构最多的")
def occupation_most_offered(subject: Subject, on: date) -> str | None:
    """Which new occupation most of them offer, by name; unknown where none of them offers any."""
    offering = _offering(subject, on)
    if not offering:
        return None
    most = max(sorted(offering), key=lambda code: len(offering[code]))
    return next((row["name"] for row in subject.dossier["occupations"] if row["code"] == most), most)


def _offering(subject: Subject, on: date) -> dict[str, set[int]] | None:
    """The bodies that offer each new occupation, by its code; None where nobody knows what is new."""
    codes = new_codes(subject, on)
    if codes is None:
        return None
    rows = ScopeRow.objects.in_force(on).filter(filing__in=_filed(subject, on), code__in=codes)
    offering: dict[str, set[int]] = {}
    for code, body in rows.values_list("code", "filing__institution"):
        offering.setdefault(code, set()).add(body)
    return offering
