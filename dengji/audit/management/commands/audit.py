"""`dengji audit verify`, `dengji audit export FILE`: prove the trail, take it away."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dengji.audit import chain, queries
from dengji.audit.chain import Seal, Verdict


class Command(BaseCommand):
    """The trail, from a terminal."""

    help = "核对留痕是否完整，或者导出留痕。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two things that can be asked."""
        asked = parser.add_subparsers(dest="asked", required=True)
        verify = asked.add_parser("verify", help="核对留痕是否完整")
        verify.add_argument("--file", type=Path, help="核对导出的文件，不连接数据库")
        verify.add_argument("--seal", type=seal, help="以前记下的封记（序号:摘要），核对此前的留痕是否原样")
        export = asked.add_parser("export", help="导出留痕")
        export.add_argument("file", type=Path)
        for each in (verify, export):
            each.add_argument("--json", action="store_true", help="以JSON给出结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, with the first broken link, if the trail is not whole."""
        if options["asked"] == "export":
            count = exported(options["file"])
            answer, sentence = {"entries": count}, f"已导出留痕{count}条。"
        else:
            verdict = verified(options["file"], options["seal"])
            answer, sentence = asdict(verdict), f"留痕完整，共{verdict.entries}条，封记{verdict.seal}。"
        wrong = answer.get("reason")
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif not wrong:
            self.stdout.write(sentence)
        if wrong:
            raise CommandError(f"留痕不完整：{wrong}。")


def seal(written: str) -> Seal:
    """The seal as typed; argparse says so where it is none."""
    return Seal.read(written)


def verified(file: Path | None, noted: Seal | None) -> Verdict:
    """The verdict on the trail in the database, or on an exported file."""
    if file is None:
        return queries.verify(seal=noted)
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            return chain.check(chain.read(lines), [noted] if noted else [])
    except OSError as wrong:
        raise CommandError(f"文件{file}无法读取（{wrong.strerror}）。") from wrong


def exported(file: Path) -> int:
    """Writes the trail to a new file, whole or not at all; returns how many entries."""
    if file.exists():
        raise CommandError(f"文件{file}已经存在，请换一个文件名。")
    part = file.with_name(file.name + ".part")
    count = 0
    try:
        with part.open("w", encoding="utf-8", newline="\n") as out:
            for count, line in enumerate(queries.export(), start=1):  # noqa: B007 - the last count is the answer
                out.write(line)
        part.rename(file)
    except OSError as wrong:
        raise CommandError(f"文件{file}无法写入（{wrong.strerror}）。") from wrong
    return count
