"""`dengji rounds`: all that goes on beside the pages, in one process; `dengji serve` starts it."""

import signal
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand

from dengji.certificates.management.commands.certificates import take_round as issue_certificates
from dengji.config.children import ROUNDS, with_intervals
from dengji.messages.management.commands.messages import send_once
from dengji.monitors.management.commands.monitors import run_once
from dengji.procedure.management.commands.answers import take_round as take_answers
from dengji.rounds import Round, side_by_side
from dengji.transparency.management.commands.log import publish_once

WORK: Mapping[str, Callable[[], object]] = {
    "answers": take_answers,
    "messages": send_once,
    "monitors": run_once,
    "certificates": issue_certificates,
    "log": publish_once,
}
"""What each round does, by the names in `children.ROUNDS`."""
ENDING = (signal.SIGTERM, signal.SIGINT)


class Command(BaseCommand):
    """Goes round until it is stopped; safe to run in several places at once."""

    requires_system_checks = ()  # they load every page, which this process never shows
    help = "Do what goes on beside the pages: answers, messages, monitors, certificates, heads of the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often each comes round."""
        with_intervals(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """All that has an interval, until the process is asked to end by SIGTERM or from the keyboard.

        Both are kept back before a thread starts, so that they reach nobody but who waits for them.
        """
        rounds = [Round(name, options[name], WORK[name]) for name in ROUNDS if options[name]]
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        side_by_side(rounds, partial(signal.sigwait, ENDING))
