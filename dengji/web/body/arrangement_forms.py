"""Forms of the arrangement (考务编排表单)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.timezone import make_aware

from dengji.evaluations.acts.arranging import SittingEntry
from dengji.evaluations.models.plans import Assignment, Plan, PlanVenue
from dengji.evaluations.sittings.arrangement import SAT_FOR
from dengji.evaluations.sittings.on_the_day import SittingLine
from dengji.institutions.terms import VenueKind
from dengji.policy.engine.practice import Method
from dengji.web.body.forms import DayInput, PlainForm
from dengji.workdays.words import in_words

USUAL = 30  # seats of a room, unless its venue has fewer


class TimeInput(forms.TimeInput):
    """A time of day as browsers ask for it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SittingForm(PlainForm):
    """A method, a day, from when to when (场次)."""

    method = forms.ChoiceField(label="评价方式")
    day = forms.DateField(label="日期", widget=DayInput())
    begins = forms.TimeField(label="开始时间", widget=TimeInput(), help_text="例如 9:00。")
    ends = forms.TimeField(label="结束时间", widget=TimeInput(), help_text="例如 11:00。")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(each, Method(each).label) for each in plan.methods if each in SAT_FOR]
        cast(forms.ChoiceField, self.fields["method"]).choices = offered
        day = self.fields["day"]
        day.initial = plan.starts_on
        if plan.starts_on and plan.ends_on:
            day.help_text = f"计划从{in_words(plan.starts_on)}到{in_words(plan.ends_on)}。"

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        said = super().clean() or {}
        begins, ends = said.get("begins"), said.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", "“结束时间”应晚于“开始时间”，请核对。")
        return said

    def entry(self) -> SittingEntry:
        """The sitting as its act takes it."""
        said = self.cleaned_data
        begins, ends = (make_aware(datetime.combine(said["day"], said[name])) for name in ("begins", "ends"))
        return SittingEntry(said["method"], begins, ends)


class RoomForm(PlainForm):
    """A room in one of the plan's venues (考场)."""

    venue = forms.ChoiceField(label="场所", help_text="只列出本计划使用的场所。")
    name = forms.CharField(label="考场名称", max_length=40, help_text="印在准考证和签到表上。")
    capacity = forms.IntegerField(label="座位数", min_value=1, max_value=10_000)

    def __init__(self, *args: Any, venues: Iterable[PlanVenue], line: SittingLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.venues = {str(each.pk): each for each in venues}
        named = [
            (key, f"{each.name}（{_kind(each)}，{each.seats}个工位）") for key, each in self.venues.items()
        ]
        cast(forms.ChoiceField, self.fields["venue"]).choices = named
        self.fields["name"].initial = f"第{len(line.rooms) + 1}考场"
        most = max((each.seats for each in self.venues.values()), default=0)
        self.fields["capacity"].initial = min(most, USUAL) or None

    def room(self) -> tuple[PlanVenue, str, int]:
        """The venue, the name and the seats."""
        said = self.cleaned_data
        return self.venues[said["venue"]], said["name"], said["capacity"]


class DutyForm(PlainForm):
    """Who is put on duty in a room (考场人员)."""

    assignment = forms.ChoiceField(label="人员")

    def __init__(self, *args: Any, staff: Sequence[Assignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(each.pk): each for each in staff}
        named = [(key, f"{each.name}（{each.get_task_display()}）") for key, each in self.staff.items()]
        cast(forms.ChoiceField, self.fields["assignment"]).choices = [("", "请选择"), *named]

    def who(self) -> Assignment:
        """Whoever was chosen."""
        return self.staff[self.cleaned_data["assignment"]]


def _kind(venue: PlanVenue) -> str:
    return str(VenueKind(venue.kind).label) if venue.kind in VenueKind.values else venue.kind
