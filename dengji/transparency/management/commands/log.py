"""`dengji log verify`, `dengji log publish`: prove the log, sign its head."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dengji import clock
from dengji.rounds import Round, again
from dengji.signing.queries import NoKey
from dengji.transparency.acts import publish_head
from dengji.transparency.checking import verify
from dengji.transparency.models import Head


class Command(BaseCommand):
    """The log of certificates, from a terminal."""

    help = "核对证书公开日志，或者签发它的树头。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two things that can be asked."""
        asked = parser.add_subparsers(dest="asked", required=True)
        check = asked.add_parser("verify", help="从头核对日志是否完整")
        check.add_argument("--note", type=Path, help="以前记下的树头记录，核对此前的日志是否原样")
        check.add_argument("--json", action="store_true", help="以JSON给出结果")
        publish = asked.add_parser("publish", help="日志有新条目的，签发树头")
        publish.add_argument("--every", type=int, default=0, help="隔多少秒再签发；0只签发一次")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, with the first fault, if the log is not whole, or where no key can sign."""
        if options["asked"] == "verify":
            self.verify(noted(options["note"]), as_json=options["json"])
        elif options["every"]:
            again(Round("log", options["every"], publish_once))
        else:
            self.stdout.write(published())

    def verify(self, note: str, *, as_json: bool) -> None:
        """Says that the log is whole, or ends with what is wrong."""
        verdict = verify(noted=note)
        if as_json:
            self.stdout.write(json.dumps({"ok": verdict.ok, **asdict(verdict)}, ensure_ascii=False))
        elif verdict.ok:
            self.stdout.write(f"日志完整，共{verdict.entries}条，树头{verdict.heads}个。")
        if not verdict.ok:
            raise CommandError(f"日志不完整：{verdict.reason}。")


def noted(file: Path | None) -> str:
    """The note in a file; none without a file."""
    try:
        return file.read_text(encoding="utf-8", errors="replace") if file else ""
    except OSError as wrong:
        raise CommandError(f"文件{file}无法读取（{wrong.strerror}）。") from wrong


def published() -> str:
    """One run of signing, in a sentence."""
    try:
        head = publish_once()
    except NoKey as wrong:
        raise CommandError(str(wrong)) from wrong
    return f"最新树头共{head.size}条。" if head else "日志还没有条目。"


@clock.as_set()
def publish_once() -> Head | None:
    """Sign the log as it is, if it has grown."""
    return publish_head(at=clock.now())
