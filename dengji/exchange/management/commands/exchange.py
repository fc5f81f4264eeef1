"""`dengji exchange deliver`: talk to other registers."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from dengji import clock
from dengji.exchange import acts


class Command(BaseCommand):
    """Other registers, from a terminal."""

    help = "向外部登记系统发送请求并取回答复。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What can be done."""
        parser.add_argument("asked", choices=["deliver"], help="发送待发送的请求，取回已发送请求的答复")
        parser.add_argument("--json", action="store_true", help="以JSON给出结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delivers once."""
        self.stdout.write(deliver(as_json=options["json"]))


@clock.as_set()
def deliver(*, as_json: bool) -> str:
    """Sends and collects once; what came of it, as JSON or in a sentence."""
    out, back = acts.deliver(at=clock.now()), acts.collect(at=clock.now())
    if as_json:
        return json.dumps({"delivered": asdict(out), "collected": asdict(back)})
    return (
        f"送达{out.sent}件，取得答复{out.answered + back.answered}件，对方不予办理{out.failed}件，"
        f"待公布{back.pending}件，稍后再试{out.postponed + back.postponed + back.lost}件。"
    )
