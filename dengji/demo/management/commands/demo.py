"""`dengji demo load`: makes the demonstration world in an empty database."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from pydantic import ValidationError
from ruamel.yaml.error import YAMLError

from dengji import clock
from dengji.demo.reading import read
from dengji.demo.world import Loaded, Misfit, load
from dengji.occupations.models import Occupation
from dengji.people.models import Division
from dengji.policy.models import Edition
from dengji.procedure.models import Case

SEED = 2026
EVERY = 10  # tales between two words of progress


class Command(BaseCommand):
    """The demonstration, from a terminal."""

    help = "装入演示数据：机关、机构、人员和办到各个步骤的案件。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and how."""
        parser.add_argument("what", choices=["load"])
        parser.add_argument("--if-empty", action="store_true", help="数据库里已有案件时不做任何事")
        parser.add_argument("--seed", type=int, default=SEED, help="随机数种子，相同则装入的内容相同")
        parser.add_argument("--on", type=day, help="演示的“今天”，默认今天")
        parser.add_argument("--bodies", type=int, help="只装入前若干家机构")
        parser.add_argument("--from", dest="folder", type=Path, default=settings.BASE_DIR / "demo")
        parser.add_argument("--json", action="store_true", help="以JSON给出结果")

    @clock.as_set()
    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with a sentence where the world cannot be made."""
        if options["if_empty"] and Case.objects.exists():
            self.answer(None, as_json=options["json"])
            return
        ensure_ready()
        try:
            book = read(options["folder"], options["bodies"])
            loaded = load(book, options["seed"], on=options["on"] or clock.today(), progress=self.progress)
        except Misfit as wrong:
            raise CommandError(str(wrong)) from wrong
        except (OSError, YAMLError, ValidationError) as wrong:
            raise CommandError(f"演示数据无法读取：{wrong}") from wrong
        self.answer(loaded, as_json=options["json"])

    def progress(self, done: int, of: int) -> None:
        """A word now and then, on standard error."""
        if done % EVERY == 0 or done == of:
            self.stderr.write(f"演示数据：{done}/{of}", style_func=str)

    def answer(self, loaded: Loaded | None, *, as_json: bool) -> None:
        """How much there is now, or that nothing was done."""
        if as_json:
            self.stdout.write(json.dumps({"loaded": loaded.json() if loaded else None}))
        elif loaded is None:
            self.stdout.write("数据库里已有案件，没有装入演示数据。")
        else:
            self.stdout.write(
                f"已装入演示数据：机关{loaded.authorities}个，机构{loaded.bodies}家，案件{loaded.cases}件，"
                f"备案{loaded.filings}个，账号{loaded.accounts}个。"
            )


def ensure_ready() -> None:
    """Raises CommandError unless this is a desk's database, with texts and catalogues, and without cases."""
    if settings.PRODUCTION:
        raise CommandError("正式环境不装入演示数据。")
    if Case.objects.exists():
        raise CommandError("数据库里已有案件，演示数据只装入没有案件的数据库。")
    lacking = [
        command
        for command, table in (("law", Edition), ("divisions", Division), ("occupations", Occupation))
        if not table.objects.exists()
    ]
    if lacking:
        needed = "、".join(f"dengji {command} load" for command in lacking)
        raise CommandError(f"请先运行：{needed}。")


def day(written: str) -> date:
    """A day as typed; says so where it is none."""
    try:
        return date.fromisoformat(written)
    except ValueError as wrong:
        raise ArgumentTypeError(f"“{written}”不是日期，请写成 2026-01-31 的样子") from wrong
