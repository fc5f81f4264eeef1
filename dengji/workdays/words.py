"""Days and periods as people read them (日期用语)."""

from datetime import date

from dengji.workdays.periods import Period
from dengji.workdays.terms import Unit

_WEEKDAYS = "一二三四五六日"


def in_words(day: date) -> str:
    """日期: 2026年11月21日 (周六)."""
    return f"{day.year}年{day.month}月{day.day}日 (周{_WEEKDAYS[day.weekday()]})"


def period_in_words(period: Period) -> str:
    """期限: 5个工作日, 30日, 3个月, 3年."""
    return f"{period.n}{Unit(period.unit).label}"


def left_in_words(remaining: int) -> str:
    """剩余: 还剩3个工作日, 今日到期 or 已逾期2个工作日, from working days left (negative when overdue)."""
    if remaining == 0:
        return "今日到期"
    return f"还剩{remaining}个工作日" if remaining > 0 else f"已逾期{-remaining}个工作日"
