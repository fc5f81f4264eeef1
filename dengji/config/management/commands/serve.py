"""`dengji serve`: serves the pages with granian."""

import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from granian.constants import Interfaces
from granian.server import Server as Granian


class Command(BaseCommand):
    """Serves until it is stopped."""

    help = "Serves the pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4, help="pages a process works on at once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes sure that the address is free and the static files are gathered, then serves."""
        host, port = options["host"], options["port"]
        ensure_free(host, port)
        if settings.STATIC_ROOT and not (settings.STATIC_ROOT / "staticfiles.json").exists():
            raise CommandError("The static files are not gathered yet: run manage.py collectstatic first.")
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
