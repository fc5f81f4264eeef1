"""A year's days off as a form (放假安排表单): written as the notice has it, kept as a schedule file."""

import json
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from dengji.web.registry.forms.plain import PlainForm, day_field
from dengji.workdays.schedule import ScheduleError, YearSchedule, parse_schedule
from dengji.workdays.terms import FIRST_YEAR, LAST_YEAR

ROWS = 8
LONGEST = 20_000


class YearForm(PlainForm):
    """The year, the notice, and the make-up days."""

    year = forms.IntegerField(label="年份", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    source = forms.CharField(label="依据", max_length=200, help_text="通知的文号。")
    published_on = day_field("通知发布日期", required=False)
    make_up_days = forms.CharField(
        label="调休上班日",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一行一天，写成 2027-02-07 的样子；没有的不填。",
    )

    def clean_make_up_days(self) -> list[date]:
        """The days, each on its line. Raises ValidationError naming the line that is none."""
        lines = [line.strip() for line in self.cleaned_data["make_up_days"].splitlines() if line.strip()]
        return [_day(line) for line in lines]


def _day(line: str) -> date:
    try:
        return date.fromisoformat(line)
    except ValueError as wrong:
        raise forms.ValidationError(f"“{line[:20]}”不是日期，请写成 2027-02-07 的样子。") from wrong


class HolidayForm(PlainForm):
    """A holiday: its name, its first and last day."""

    name = forms.CharField(label="节日", max_length=30)
    first = day_field("放假首日")
    last = day_field("放假末日")


class _Holidays(BaseFormSet):  # type: ignore[type-arg]  # generic in its stubs only
    """The holidays of the year; a row left empty counts for nothing."""

    def said(self) -> list[dict[str, Any]]:
        """The rows that were filled in."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


Holidays = formset_factory(HolidayForm, formset=_Holidays, extra=ROWS, absolute_max=30, max_num=30)


def written(year: YearForm, holidays: Any) -> str:
    """The schedule as a file has it, from what was typed."""
    said = year.cleaned_data
    lines = [
        f"year: {said['year']}",
        f"source: {_quoted(said['source'])}",
        f"published_on: {_quoted(said['published_on'].isoformat()) if said['published_on'] else 'null'}",
        _listed("holidays", [_holiday(row) for row in holidays.said()]),
        _listed("make_up_days", [_quoted(day.isoformat()) for day in said["make_up_days"]]),
    ]
    return "\n".join(lines) + "\n"


def _holiday(row: dict[str, Any]) -> str:
    days = f"from: {_quoted(row['first'].isoformat())}, to: {_quoted(row['last'].isoformat())}"
    return f"{{name: {_quoted(row['name'])}, {days}}}"


def _listed(name: str, items: list[str]) -> str:
    return "\n".join([f"{name}:", *(f"  - {item}" for item in items)]) if items else f"{name}: []"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


class ScheduleFileForm(PlainForm):
    """A schedule as a file."""

    file = forms.FileField(
        label="放假安排文件",
        help_text="YAML 文件，写明年份、依据、放假和调休上班的日期。",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.txt"}),
    )

    def text(self) -> str:
        """What the file says. Raises ScheduleError for one that is no text."""
        file = self.cleaned_data["file"]
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as wrong:
            raise ScheduleError(file.name, 1, "文件不是 UTF-8 编码") from wrong


class ScheduleTextForm(PlainForm):
    """A schedule that was looked at, to be loaded now."""

    text = forms.CharField(max_length=LONGEST, strip=False, widget=forms.HiddenInput)
    name = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def schedule(self) -> YearSchedule:
        """What it says. Raises ScheduleError."""
        return parse_schedule(self.cleaned_data["text"], name=self.cleaned_data["name"])
