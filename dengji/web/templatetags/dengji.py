"""Dates, periods, levels and numbers as people write them (日期、期限、等级的写法)."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from dengji.filings.levels import in_levels
from dengji.filings.terms import Audience
from dengji.policy.queries import pack_of
from dengji.procedure.endings import ending_of
from dengji.procedure.models import Case
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
def level_name(code: str) -> str:
    """One level in words; empty for what has none."""
    return in_levels([code]) if code else ""


@register.filter
def matter_title(case: Case) -> str:
    """What a case's matter is called by its text (认定方案审查)."""
    return pack_of(case.edition_id).matters[case.matter].title


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
def ending(case: Case) -> str:
    """办结结果: how a case ended, in the words of its matter."""
    return ending_of(case)


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
