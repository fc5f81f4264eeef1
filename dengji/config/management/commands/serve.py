"""`dengji serve`: serves the pages with granian."""

import os
import socket
from argparse import ArgumentParser
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from granian.constants import Interfaces
from granian.server import Server as Granian

from dengji.config.children import ROUNDS, beside, with_intervals
from dengji.demo.registers import write


class Command(BaseCommand):
    """Serves until it is stopped."""

    help = "Serves the pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        with_intervals(parser)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4, help="pages a process works on at once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes sure that the address is free and the static files are gathered, then serves."""
        host, port = options["host"], options["port"]
        ensure_free(host, port)
        if settings.STATIC_ROOT and not (settings.STATIC_ROOT / "staticfiles.json").exists():
            raise CommandError("The static files are not gathered yet: run manage.py collectstatic first.")
        with ExitStack() as children:
            if settings.DENGJI_DEMO:
                connect_fake(children)
            children.enter_context(beside("rounds", *(f"--{name}={options[name]}" for name in ROUNDS)))
            self.serve(host, port, options)

    def serve(self, host: str, port: int, options: dict[str, Any]) -> None:
        """Serves until it is stopped."""
        self.stdout.write(f"Serving on http://{host}:{port}  (Ctrl-C stops)")
        self.stdout.flush()
        Granian(
            "dengji.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=options["threads"],
            log_enabled=False,
        ).serve()


def connect_fake(children: ExitStack) -> None:
    """In the demo, registers to try with run beside the pages, and the pages are told where."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    known = settings.VAR / "demo-registers.json"
    write(known)
    children.enter_context(beside("fake_network", "--port", str(port), "--data", str(known)))
    for register in settings.DENGJI_EXCHANGE:
        address = settings.DENGJI_EXCHANGE[register] or f"http://127.0.0.1:{port}"
        os.environ[f"DENGJI_EXCHANGE_{register.upper()}"] = settings.DENGJI_EXCHANGE[register] = address


def ensure_free(host: str, port: int) -> None:
    """Raises CommandError where something else listens already, or the address is not ours to use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise CommandError(
                f"{host}:{port} cannot be used ({taken.strerror}); choose another with --port."
            ) from taken
