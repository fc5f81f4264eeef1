"""The closed vocabulary of the calendar (日历用语), and the years that it covers."""

from enum import StrEnum

FIRST_YEAR = 1990
LAST_YEAR = 2100


class DayKind(StrEnum):
    """What a day is (日期类别)."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"

    @property
    def label(self) -> str:
        """The kind as people say it."""
        return {"workday": "工作日", "weekend": "周末", "holiday": "放假", "make_up": "调休上班"}[self.value]


class Unit(StrEnum):
    """What a period is counted in (期限单位)."""

    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"

    @property
    def label(self) -> str:
        """The unit as it stands behind a number: 5个工作日, 30日, 3个月, 3年."""
        return {"working_day": "个工作日", "day": "日", "month": "个月", "year": "年"}[self.value]
