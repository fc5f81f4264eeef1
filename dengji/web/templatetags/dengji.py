"""Dates, periods, levels and numbers as people write them (日期、期限、等级的写法)."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from dengji.filings.levels import in_levels
from dengji.filings.terms import Audience
from dengji.workdays.words import in_words, left_in_words

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """2026年11月21日 (周六); a dash where there is none."""
    if value is None:
        return "—"
    return in_words(localtime(value).date() if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    """2026年11月21日 09:30; a dash where there is none."""
    if value is None:
        return "—"
    local = localtime(value)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


@register.filter
def left(remaining: int) -> str:
    """还剩3个工作日, 今日到期, 已逾期2个工作日."""
    return left_in_words(remaining)


@register.filter
def level_names(codes: list[str]) -> str:
    """Level codes in words."""
    return in_levels(codes)


@register.filter
def audience(code: str) -> str:
    """Whom a body evaluates, in words; a code that is none is its own name."""
    return str(dict(Audience.choices).get(code, code))


@register.filter
def listed(value: Any) -> str:
    """A text, or several, as people read them: 甲、乙."""
    return "、".join(value) if isinstance(value, list) else str(value or "")


@register.filter
def yuan(fen: int) -> str:
    """Money in yuan from fen: 1,234.50."""
    return f"{fen // 100:,}.{fen % 100:02d}"


@register.filter
def entry(mapping: Any, key: str) -> Any:
    """What a mapping holds under a key; nothing where it holds none."""
    return mapping.get(key) if mapping else None


SHAPES = {
    "met": ("✓", "符合"),
    "not_met": ("✕", "不符合"),
    "undetermined": ("?", "待定"),
    "not_applicable": ("–", "不适用"),
}


@register.simple_tag
def mark(truth: str) -> SafeString:
    """A mark of a condition: shape and word, never colour alone."""
    shape, word = SHAPES[truth]
    return format_html(
        '<span class="mark mark-{}"><span aria-hidden="true">{}</span> {}</span>', truth, shape, word
    )
