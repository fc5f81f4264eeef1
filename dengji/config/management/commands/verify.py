"""`dengji verify FILE`: the verifier that stands alone, with this house's own keys unless others are given."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand

from dengji import verify
from dengji.signing.queries import published


class Command(BaseCommand):
    """Verifies a certificate; ends with the verifier's own code."""

    help = "核对电子证书（JSON或PDF）或者证书上的二维码是否真实。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As the verifier itself."""
        parser.add_argument("file", nargs="?", help="电子证书（JSON），或者附有电子证书的PDF")
        for name, says in (
            ("--qr", "证书二维码的文字"),
            ("--keys", "发证平台公布的公钥；不给的，用本平台自己的"),
            ("--head", "自己从公开日志取得的树头"),
            ("--consistency", "公开日志给出的一致性证明"),
        ):
            parser.add_argument(name, help=says)

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends the process unless the certificate is genuine."""
        named = ("qr", "keys", "head", "consistency")
        words = [word for name in named if options[name] for word in (f"--{name}", options[name])]
        words += [options["file"]] if options["file"] else []
        with TemporaryDirectory() as folder:
            ours = Path(folder) / "keys.json"
            if not options["keys"]:
                ours.write_text(json.dumps(published()), encoding="utf-8")
                words += ["--keys", str(ours)]
            ends = verify.main(words)
        if ends != verify.GOOD:
            sys.exit(ends)
