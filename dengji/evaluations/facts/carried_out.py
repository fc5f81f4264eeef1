"""What a filing's plans came to (备案期内的评价批次): batches of the term, those under way, occupations evaluated.

A batch counts once it was carried out; one whose scores were declared void does not. Of a filing that was entered
from paper the system has not held every plan: what cannot be counted is not known, and an officer may state it.
"""

from datetime import date
from typing import Any, cast

from django.db.models import Count, Q, QuerySet

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import CARRIED_OUT, UNDER_WAY, PlanState
from dengji.filings.facts.held import filing_about, scope_about
from dengji.filings.facts.proposed import given_up
from dengji.filings.models import Filing, Term
from dengji.filings.terms import Origin
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject

COUNTED = CARRIED_OUT - {PlanState.VOID}
"""The states of a batch that counts as carried out."""


def term_on(filing: Filing, on: date) -> Term | None:
    """The validity of the filing that runs on the day, or ran last."""
    return Term.objects.filter(filing=filing, from_on__lte=on).last()


def began_here(filing: Filing, on: date) -> bool:
    """Whether the system has held every plan since that validity began."""
    term = term_on(filing, on)
    return filing.origin != Origin.ENTERED or (term is not None and term.case_id is not None)


def _carried_out(filing: Filing) -> "QuerySet[Plan]":
    return Plan.objects.filter(filing=filing, state__in=COUNTED)


def batches_of(filing: Filing, on: date) -> "QuerySet[Plan]":
    """The batches that the system has of the validity that runs."""
    term = term_on(filing, on)
    began, until = (term.from_on, term.until) if term else (filing.valid_from, filing.valid_until)
    within = Q(finished_on__gte=began) & (Q(finished_on__lte=until) if until else Q())
    return _carried_out(filing).filter(within)


def _in_term(subject: Subject, on: date) -> "QuerySet[Plan] | None":
    """The batches carried out within the validity that runs; None where it began before the system held its plans."""
    filing = filing_about(subject)
    if filing is None or not began_here(filing, on):
        return None
    return batches_of(filing, on)


@fact("batches_in_term", kind=FactKind.INTEGER, label="有效期内的认定批次", unit="批次")
def batches_in_term(subject: Subject, on: date) -> int | None:
    """How many batches, by plan, were carried out within the validity that runs."""
    batches = _in_term(subject, on)
    return None if batches is None else batches.count()


@fact("assessed_in_term", kind=FactKind.INTEGER, label="有效期内参加评价的人数", unit="人次")
def assessed_in_term(subject: Subject, on: date) -> int | None:
    """How many candidates came to at least one part of those batches."""
    return _people(_in_term(subject, on), Q(scores__absent=False))


@fact("passed_in_term", kind=FactKind.INTEGER, label="有效期内评价合格的人数", unit="人次")
def passed_in_term(subject: Subject, on: date) -> int | None:
    """How many candidates passed in those batches."""
    return _people(_in_term(subject, on), Q(passed=True))


@fact("plans_in_term", kind=FactKind.TEXTS, label="有效期内的评价计划")
def plans_in_term(subject: Subject, on: date) -> list[str] | None:
    """The plans of those batches, the latest first: number, occupation, day of the end."""
    batches = _in_term(subject, on)
    if batches is None:
        return None
    rows = batches.order_by("-finished_on", "-id").values_list("number", "name", "finished_on")
    return [f"{number}（{name}，{ended:%Y年%-m月}）" for number, name, ended in rows if ended is not None]


@fact("batches_running", kind=FactKind.INTEGER, label="没有办结的评价批次数", unit="个")
def batches_running(subject: Subject, on: date) -> int | None:
    """How many plans of the filing are under way: under review, to be carried out, or being checked."""
    filing = filing_about(subject)
    return None if filing is None else _running(filing, Plan.objects.filter(filing=filing), on)


@fact("plans_running_given_up", kind=FactKind.INTEGER, label="退出的职业里没有办结的评价计划数", unit="个")
def plans_running_given_up(subject: Subject, on: date) -> int | None:
    """How many plans are under way in the occupations that the application gives up."""
    filing, codes = filing_about(subject), given_up(subject)
    if filing is None or codes is None:
        return None
    return _running(filing, Plan.objects.filter(filing=filing, code__in=codes), on)


@fact("occupations_evaluated", kind=FactKind.INTEGER, label="已开展评价的职业数", unit="个")
def occupations_evaluated(subject: Subject, on: date) -> int | None:
    """How many of the filed occupations were evaluated at least once since the filing was made."""
    filing, rows = filing_about(subject), scope_about(subject, on)
    if filing is None or rows is None or filing.origin == Origin.ENTERED:
        return None
    codes = _carried_out(filing).filter(code__in={row.code for row in rows})
    return cast(int, codes.aggregate(several=Count("code", distinct=True))["several"])


@fact("last_evaluation_on", kind=FactKind.DATE, label="最近一次评价结束日期")
def last_evaluation_on(subject: Subject, on: date) -> date | None:
    """The last day of the latest batch that was carried out; None where there is none, or none is known."""
    filing = filing_about(subject)
    if filing is None:
        return None
    done = _carried_out(filing).filter(finished_on__lte=on).order_by("-finished_on")
    return done.values_list("finished_on", flat=True).first()


def _running(filing: Filing, plans: "QuerySet[Plan]", on: date) -> int | None:
    """Plans under way; none in the system is not known to be none where plans may still be on paper."""
    several = plans.filter(state__in=UNDER_WAY).count()
    return several if several or began_here(filing, on) else None


def _people(batches: "QuerySet[Plan] | None", who: Any) -> int | None:
    if batches is None:
        return None
    return Candidate.objects.filter(who, plan__in=batches, withdrawn_at=None).distinct().count()
