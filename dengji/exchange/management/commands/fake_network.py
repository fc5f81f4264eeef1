"""`dengji fake-network`: a register to try with, with faults that can be switched on; needs no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dengji import clock
from dengji.exchange import fakes
from dengji.exchange.faults import Fault, switched


class Command(BaseCommand):
    """The ministry's network and the public registers, to try with."""

    requires_system_checks = ()  # they load every page, which this process never shows
    help = "运行模拟登记系统（部级平台、市场主体登记、公共信用信息），可以打开故障；不需要数据库。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where it answers, what it knows, and what goes wrong from the start."""
        parser.add_argument("--port", type=int, default=8100)
        parser.add_argument("--data", type=Path, help="JSON文件：companies、credit")
        parser.add_argument(
            "--fault",
            action="append",
            default=[],
            metavar="故障=数值:次数",
            help=f"打开一种故障，可以写多次：{'、'.join(Fault)}；数值和次数可以不写",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serves until it is stopped; raises CommandError if the file, a fault or the port cannot be used."""
        try:
            faults = switched(options["fault"])
            world = fakes.world_from(options["data"], today=clock.today, faults=faults)
            fakes.run_fake(options["port"], world, ready=self.say)
        except (OSError, ValueError, OverflowError) as wrong:
            raise CommandError(f"模拟登记系统无法启动：{wrong}") from wrong

    def say(self, address: str) -> None:
        """Says where it answers."""
        self.stdout.write(f"模拟登记系统：{address}（Ctrl-C停止）")
        self.stdout.flush()
