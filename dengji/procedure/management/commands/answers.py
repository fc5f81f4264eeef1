"""`dengji answers`: send what waits for other systems, fetch their answers, and move the cases that waited."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from dengji import clock
from dengji.exchange.acts import collect, deliver
from dengji.procedure.acts.answering import Taken, take_answers
from dengji.rounds import Round, again


class Command(BaseCommand):
    """Delivers, collects and takes; safe to run as often as one likes."""

    help = "Send reports to other systems, fetch their answers, and move the cases that waited for them."

    def add_arguments(self, parser: CommandParser) -> None:
        """The form of the answer, and whether to go on."""
        parser.add_argument("--every", type=int, default=0, help="seconds until the next round; 0: one round")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """One round, or rounds until it is stopped; a round that fails is tried again with the next."""
        if not options["every"]:
            self.stdout.write(said(take_round(), as_json=options["json"]))
            return
        again(Round("answers", options["every"], take_round))


@clock.as_set()
def take_round() -> Taken:
    """Send what waits, fetch answers, and move the cases that waited for them."""
    deliver(at=clock.now())
    collect(at=clock.now())
    return take_answers(at=clock.now())


def said(taken: Taken, *, as_json: bool) -> str:
    """What a round came to."""
    if as_json:
        return json.dumps(taken._asdict())
    return f"确认{taken.confirmed}件，不予确认{taken.declined}件，仍在等待{taken.waiting}件。"
