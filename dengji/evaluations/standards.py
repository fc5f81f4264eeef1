"""What a plan's standard says of it (计划适用的标准规定): as its place has it on the plan's first day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dengji.evaluations.models.plans import Plan
from dengji.occupations.entry import Conditions
from dengji.occupations.standards import ExamRules, entry_conditions, exam_rules


def rules_of(plan: Plan) -> ExamRules:
    """考核规定: the rules of the examination."""
    return exam_rules(plan.standard, plan.standard_edition, plan.filing.place, plan.starts_on)


def conditions_of(plan: Plan) -> Conditions:
    """申报条件: who may be evaluated."""
    return entry_conditions(plan.standard, plan.standard_edition, plan.filing.place, plan.starts_on)


def rules_said(said: Mapping[str, Any], place: str) -> ExamRules:
    """The rules for a plan as a dossier says it, at a place."""
    began = date.fromisoformat(said["starts_on"]) if said.get("starts_on") else None
    return exam_rules(said["standard"], said["standard_edition"], place, began)
