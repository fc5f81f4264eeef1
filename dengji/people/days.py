"""The day of a moment (日期): as the law counts it, where the house stands."""

from datetime import date, datetime

from django.utils.timezone import get_current_timezone


def day_of(at: datetime) -> date:
    """The calendar day on which a moment falls, in the time zone of the settings."""
    return at.astimezone(get_current_timezone()).date()
