"""放假安排: the years that are loaded, a new one by form or by file, and which due days move with it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dengji import clock
from dengji.notices.consultations import last_days_moved, last_days_with
from dengji.people.refusals import Refused
from dengji.policy.acts import load_schedule
from dengji.policy.foreseen import calendar_with
from dengji.policy.queries import calendar_in_force, schedule_at, schedules_current, schedules_ever
from dengji.procedure.moving import moves_at, moves_with
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.schedules import (
    Holidays,
    ScheduleFileForm,
    ScheduleTextForm,
    YearForm,
    written,
)
from dengji.web.registry.reading import day_changes, days_off
from dengji.web.registry.roles import ADMINISTRATOR
from dengji.workdays.schedule import ScheduleError, parse_schedule

TYPED = "页面填写"


@require_safe
@at_desk("office", *ADMINISTRATOR)
def listed(request: DeskRequest) -> HttpResponse:
    """放假安排一览: every schedule that was loaded, and the years that have none yet."""
    loaded = list(schedules_ever())
    years = {each.year for each in loaded if each.is_current}
    missing = [year for year in (clock.today().year, clock.today().year + 1) if year not in years]
    shown = {"loaded": loaded, "missing": missing, "nav": "schedules"}
    return render(request, "registry/schedules.html", shown)


@require_safe
@at_desk("office", *ADMINISTRATOR)
def shown(request: DeskRequest, pk: int) -> HttpResponse:
    """某年放假安排: its days, and the due days that moved when it was loaded."""
    schedule = schedule_at(pk)
    if schedule is None:
        raise Http404
    off = days_off(parse_schedule(schedule.content, name=str(schedule.year)))
    seen = {"schedule": schedule, "off": off, "moves": moves_at(schedule.loaded_at), "nav": "schedules"}
    moved = last_days_moved(schedule.loaded_at)
    return render(request, "registry/schedule.html", seen | {"last_days": moved})


@at_desk("office", *ADMINISTRATOR)
def new(request: DeskRequest) -> HttpResponse:
    """填写放假安排: by hand, then shown before it is loaded."""
    given = request.POST if request.method == "POST" else None
    form = YearForm(given, initial={"year": clock.today().year + 1})
    rows = Holidays(given, prefix="holiday")
    if given is not None and form.is_valid() and rows.is_valid():
        text = written(form, rows)
        try:
            return _preview(request, text, TYPED)
        except ScheduleError as wrong:
            form.add_error(None, f"{wrong.sentence}。")
    return render(request, "registry/new_schedule.html", {"form": form, "rows": rows, "nav": "schedules"})


@at_desk("office", *ADMINISTRATOR)
def file(request: DeskRequest) -> HttpResponse:
    """选择放假安排文件: shown before it is loaded."""
    form = ScheduleFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, form.text(), form.cleaned_data["file"].name)
        except ScheduleError as wrong:
            form.add_error("file", f"{wrong}。")
    return render(request, "registry/schedule_file.html", {"form": form, "nav": "schedules"})


@require_POST
@at_desk("office", *ADMINISTRATOR)
def load(request: DeskRequest) -> HttpResponse:
    """装载放假安排: what was looked at, at once; the open due days follow in the same act."""
    form = ScheduleTextForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    try:
        schedule = load_schedule(said["text"], name=said["name"], by=request.post, at=clock.now())
    except (ScheduleError, Refused) as wrong:
        messages.error(request, str(wrong))
        return redirect("registry:schedules")
    if schedule is None:
        messages.info(request, "与已装载的完全相同，没有变化。")
        return redirect("registry:schedules")
    messages.success(request, f"{schedule}已装载，未到期的期限已经更新。")
    return redirect("registry:schedule", pk=schedule.pk)


def _preview(request: DeskRequest, text: str, name: str) -> HttpResponse:
    """What it says, which days differ from before, and which due days would move. Raises ScheduleError."""
    schedule = parse_schedule(text, name=name)
    calendar = calendar_with(schedule)
    replaced = schedules_current().filter(year=schedule.year).first()
    shown = {
        "form": ScheduleTextForm(initial={"text": text, "name": name}),
        "off": days_off(schedule),
        "replaced": replaced,
        "changes": day_changes(schedule.year, calendar_in_force(), calendar) if replaced else (),
        "moves": moves_with(calendar, clock.today()),
        "last_days": last_days_with(calendar, clock.today()),
        "nav": "schedules",
    }
    return render(request, "registry/schedule_check.html", shown)
