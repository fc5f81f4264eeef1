"""The runs of the monitors as a page shows them (自动处理记录)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dengji.monitors.models import Run
from dengji.monitors.terms import Duty

LATE = timedelta(hours=3)
"""The monitors run every hour: after three of them something is wrong."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run as a line (运行一次): what it did, by duty, and what failed."""

    run: Run
    done: Sequence[tuple[str, int]]
    failed: Sequence[str]


def run_line(run: Run) -> RunLine:
    """A run with its duties in words; those that found nothing are left out."""
    in_order = [*Duty.values, *(name for name in run.done if name not in Duty.values)]
    done = [(said(name), count) for name in in_order if (count := run.done.get(name))]
    return RunLine(run, done, [said(name) for name in run.failed])


def said(name: str) -> str:
    """A duty in words; one of an older release by its name."""
    return str(Duty(name).label) if name in Duty.values else name


def is_late(last: Run | None, at: datetime) -> bool:
    """Whether the monitors have not run for longer than they should."""
    return last is not None and at - last.started_at > LATE
