"""What runs beside the pages (后台进程): processes that start and end with `dengji serve`."""

import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings

PATIENCE = 5  # seconds that a process is given to end by itself
ROUNDS: Mapping[str, tuple[int, str]] = {
    "answers": (30, "seconds between looks for other systems' answers"),
    "messages": (60, "seconds between sendings of e-mail and short messages"),
    "monitors": (3600, "seconds between runs of what acts by itself"),
    "certificates": (5, "seconds between looks for certificates to be issued"),
    "log": (60, "seconds between heads of the log of certificates"),
}
"""What goes round beside the pages: how often, unless somebody says otherwise, and what the number means."""


def with_intervals(parser: ArgumentParser) -> None:
    """Lets whoever starts a command say how often each comes round."""
    for name, (usual, meaning) in ROUNDS.items():
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"{meaning}; 0: not here")


@contextmanager
def beside(*words: str) -> Iterator[None]:
    """Run a command of ours beside the caller, and end it with him."""
    child = subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), *words])  # noqa: S603 (our own)
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
