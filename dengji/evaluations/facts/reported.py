"""What the results of a batch say (评价结果事实), read from their dossier."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from dengji.evaluations.facts.planned import day_of, hand_in_until, planned
from dengji.evaluations.facts.watched import plan_about
from dengji.evaluations.results import in_words
from dengji.policy.engine.practice import Category, Method
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject
from dengji.workdays.words import in_words as in_days


def reported(subject: Subject) -> Mapping[str, Any] | None:
    """The results as they were handed in or stand; None where there are none."""
    return subject.dossier.get("results")


@fact("results_lacking", kind=FactKind.TEXTS, label="还缺的成绩")
def results_lacking(subject: Subject, on: date) -> list[str] | None:
    """The scores that are still lacking, by method."""
    said = reported(subject)
    return None if said is None else in_words(said["lacking"])


@fact("candidates_assessed", kind=FactKind.INTEGER, label="参加评价的人数", unit="人")
def candidates_assessed(subject: Subject, on: date) -> int | None:
    """How many came to at least one part."""
    said = reported(subject)
    return None if said is None else said["candidates"] - said["absent"]


@fact("candidates_passed", kind=FactKind.INTEGER, label="合格人数", unit="人")
def candidates_passed(subject: Subject, on: date) -> int | None:
    """How many passed every part."""
    said = reported(subject)
    return None if said is None else said["passed"]


@fact("supervision_lacking", kind=FactKind.TEXTS, label="没有提交的督导报告")
def supervision_lacking(subject: Subject, on: date) -> list[str] | None:
    """The reports of quality supervisors that every batch needs and that are not in."""
    said, practice = reported(subject), subject.pack.practice
    if said is None or practice is None:
        return None
    needed = [each.watch for each in practice.supervision if each.every_batch]
    return [watch.label for watch in needed if watch.value not in said["reports"]]


@fact("days_late", kind=FactKind.INTEGER, label="逾期的天数", unit="天")
def days_late(subject: Subject, on: date) -> int | None:
    """How many days after the last day it was handed in; before that, how many it would be today."""
    until = hand_in_until(subject, on)
    received = subject.case.received_on if subject.case is not None else None
    return None if until is None else max(((received or on) - until).days, 0)


@fact("results_beside_plan", kind=FactKind.TEXTS, label="与方案不一致的地方")
def results_beside_plan(subject: Subject, on: date) -> list[str] | None:
    """Where the batch departed from its plan: sittings on other days or in other methods, candidates of other kinds."""
    said, plan = planned(subject), plan_about(subject)
    if said is None or plan is None:
        return None
    sittings = plan.sittings.order_by("starts_at").values_list("method", "starts_at")
    days = {localdate(starts_at) for _, starts_at in sittings}
    outside = sorted(day for day in days if not _within(said, day))
    methods = dict.fromkeys(method for method, _ in sittings if method not in said["methods"])
    strange = [each for each in said["candidates"] if said["categories"] and each not in said["categories"]]
    return [
        *(f"{in_days(day)}的场次不在方案的日期内" for day in outside),
        *(f"{Method(each).label}不在方案的评价方式内" for each in methods),
        *(f"{Category(each).label}不在方案的考生来源内" for each in strange),
    ]


def _within(said: Mapping[str, Any], day: date) -> bool:
    starts, ends = day_of(said, "starts_on"), day_of(said, "ends_on")
    return (starts is None or day >= starts) and (ends is None or day <= ends)
