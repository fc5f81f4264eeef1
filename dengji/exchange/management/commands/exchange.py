"""`dengji exchange deliver`, `dengji exchange fake`: talk to other registers, or be one to try with."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dengji import clock
from dengji.exchange import acts, fakes


class Command(BaseCommand):
    """Other registers, from a terminal."""

    help = "向外部登记系统发送请求并取回答复，或者运行一个模拟登记系统。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two things that can be done."""
        asked = parser.add_subparsers(dest="asked", required=True)
        deliver = asked.add_parser("deliver", help="发送待发送的请求，取回已发送请求的答复")
        deliver.add_argument("--json", action="store_true", help="以JSON给出结果")
        fake = asked.add_parser("fake", help="运行模拟登记系统")
        fake.add_argument("--port", type=int, default=8100)
        fake.add_argument("--data", type=Path, help="JSON文件：companies、credit")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delivers once, or serves the fake until it is stopped."""
        if options["asked"] == "fake":
            self.fake(options["port"], options["data"])
        else:
            self.stdout.write(deliver(as_json=options["json"]))

    def fake(self, port: int, file: Path | None) -> None:
        """Serves the fake; raises CommandError if the file or the port cannot be used."""
        try:
            world = fakes.world_from(file, today=clock.today)
            fakes.run_fake(port, world, ready=self.say)
        except (OSError, ValueError, OverflowError) as wrong:
            raise CommandError(f"模拟登记系统无法启动：{wrong}") from wrong

    def say(self, address: str) -> None:
        """Says where the fake answers."""
        self.stdout.write(f"模拟登记系统：{address}（Ctrl-C停止）")
        self.stdout.flush()


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
