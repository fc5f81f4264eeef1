"""Running the monitors (自动处理): every duty once, each by itself; safe to run twice, and after a week without."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError
from django.utils.timezone import localdate

from dengji.monitors import (
    cases,
    certificates,
    complaints,
    filings,
    keys,
    messages,
    plans,
    rectifications,
    reports,
    texts,
)
from dengji.monitors.models import Run
from dengji.people.refusals import Refused

log = logging.getLogger("dengji.monitors")

Duty = Callable[[datetime], int]

DUTIES: Mapping[str, Duty] = {
    "dates": filings.reckon_again,
    "timers": filings.fire_due,
    "overtaken": filings.let_go_overtaken,
    "editions": cases.follow_texts,
    "overdue": cases.tell_overdue,
    "soon": cases.tell_soon,
    "publicities": cases.tell_over,
    "results": plans.tell_overdue,
    "rectifications": rectifications.remind,
    "complaints": complaints.remind,
    "reports": reports.tell_reports,
    "certificates": certificates.remind,
    "texts": texts.tell_ending,
    "keys": keys.tell_ending,
    "messages": messages.clear_messages,
}
"""What acts by itself, in this order: days are reckoned before they come."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did (处理结果): how many of each duty, and which duties failed."""

    done: Mapping[str, int] = field(default_factory=dict)
    failed: tuple[str, ...] = ()


def run(*, at: datetime) -> Report:
    """自动处理: everything that has come of itself by this moment. A duty that fails holds up no other."""
    record = Run.objects.create(on=localdate(at), started_at=at)
    done: dict[str, int] = {}
    failed: list[str] = []
    for name, duty in DUTIES.items():
        try:
            done[name] = duty(at)
        except (DatabaseError, Refused, ValueError, LookupError):
            log.exception("The duty %s failed.", name)
            failed.append(name)
    record.done, record.failed, record.ended_at = done, failed, at
    record.save(update_fields=["done", "failed", "ended_at"])
    return Report(done, tuple(failed))
