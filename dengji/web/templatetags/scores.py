"""Scores as people write them (成绩的写法)."""

from decimal import Decimal

from django import template

from dengji.evaluations.scores.rules import worded

register = template.Library()


@register.filter
def mark_of(value: Decimal | None) -> str:
    """78.5, 60, or 缺考 where there is none."""
    return worded(value)
