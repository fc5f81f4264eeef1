"""What runs beside the pages (后台进程): processes that start and end with `dengji serve`."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

PATIENCE = 5  # seconds that a process is given to end by itself


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
