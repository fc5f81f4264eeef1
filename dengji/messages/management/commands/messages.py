"""`dengji messages send`: takes messages out of the site, by e-mail and by short message."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from dengji import clock
from dengji.messages.sending import Sent, send_due
from dengji.rounds import Round, again


class Command(BaseCommand):
    """Sends what waits; safe to run as often as one likes, and in several places at once."""

    help = "Send what people are told by e-mail and by short message."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one thing that can be done, whether to go on, and the form of the answer."""
        asked = parser.add_subparsers(dest="asked", required=True)
        send = asked.add_parser("send", help="send what waits")
        send.add_argument("--every", type=int, default=0, help="seconds until the next run; 0: one run")
        send.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """One run, or runs until it is stopped; a run that fails is made up for by the next."""
        if not options["every"]:
            self.stdout.write(said(send_once(), as_json=options["json"]))
            return
        again(Round("messages", options["every"], send_once))


@clock.as_set()
def send_once() -> Sent:
    """Send what waits."""
    return send_due(at=clock.now())


def said(sent: Sent, *, as_json: bool) -> str:
    """What a run came to."""
    if as_json:
        return json.dumps(asdict(sent))
    return f"发出{sent.sent}条，不必再发{sent.dropped}条，稍后再试{sent.postponed}条，未能送达{sent.given_up}条。"
