"""`dengji monitors run`: does what has come of itself; safe to run as often as one likes."""

import json
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import get_current_timezone

from dengji import clock
from dengji.monitors.acts import Report, run
from dengji.rounds import Round, again


class Command(BaseCommand):
    """Runs every duty of the monitors, once or again and again."""

    help = "Do what has come of itself: windows that open, periods that end, filings that lapse."

    def add_arguments(self, parser: CommandParser) -> None:
        """For which day, how often, and in what form to answer."""
        parser.add_argument("what", choices=["run"])
        parser.add_argument("--on", default="", help="as if it were that day: 2026-11-22")
        parser.add_argument("--every", type=int, default=0, help="seconds until the next run; 0: one run")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """One run, or runs until it is stopped; a run that fails is tried again with the next."""
        if not options["every"]:
            self.stdout.write(said(run_once(options["on"]), as_json=options["json"]))
            return
        again(Round("monitors", options["every"], run_once))


@clock.as_set()
def run_once(on: str = "") -> Report:
    """Do what has come of itself by now, or by noon of that day."""
    return run(at=moment(on))


def moment(day: str) -> datetime:
    """Now, or noon of a day; raises CommandError for what is none."""
    if not day:
        return clock.now()
    try:
        on = date.fromisoformat(day)
    except ValueError as wrong:
        raise CommandError(f"{day} is not a day such as 2026-11-22.") from wrong
    return datetime.combine(on, time(12), tzinfo=get_current_timezone())


def said(report: Report, *, as_json: bool) -> str:
    """What a run did."""
    if as_json:
        return json.dumps({"done": dict(report.done), "failed": list(report.failed)}, ensure_ascii=False)
    done = "，".join(f"{name} {count}" for name, count in report.done.items())
    return f"{done}；没有办成：{'、'.join(report.failed)}" if report.failed else done
