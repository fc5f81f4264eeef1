"""`dengji draw verify FILE`: a published draw of bodies and inspectors, done again."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dengji.supervision.verifying import checked, good


class Command(BaseCommand):
    """Does a draw again; ends with 1 if something is not right."""

    help = "核验双随机抽取：用公布的名单和种子重新计算。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file of the draw, and the one kept from before it."""
        asked = parser.add_subparsers(dest="asked", required=True)
        verify = asked.add_parser("verify", help="核验公布的抽取文件")
        verify.add_argument("file", type=Path, help="抽取文件（JSON）")
        verify.add_argument("--before", type=Path, help="抽取前下载的文件，用来核对名单和摘要没有改动")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says each finding in a line. Raises CommandError for a file that cannot be read."""
        found = checked(read(options["file"]), read(options["before"]) if options["before"] else None)
        for each in found:
            self.stdout.write(f"{'✓' if each.good else '✕'} {each.says}")
        if not good(found):
            sys.exit(1)


def read(file: Path) -> dict[str, Any]:
    """The file's JSON object."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise CommandError(f"{file}不能读取：{wrong}") from wrong
    if not isinstance(said, dict):
        raise CommandError(f"{file}不是抽取文件。")
    return said
