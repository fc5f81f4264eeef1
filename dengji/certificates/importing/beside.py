"""A second process for a large sheet (并行核对与导入), which knows what this one knows; its connection is its own."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread

from django.db import connection

from dengji.certificates.importing.checking import Checker
from dengji.certificates.importing.grounds import Grounds

SEVERAL = 20
"""Parts of a file from which on another process helps."""
HERE: list[Checker] = []
"""In the other process: the one checker that it has."""


@contextmanager
def beside(parts: int, against: Grounds) -> Iterator[Executor | None]:
    """Another process for a sheet of so many parts; None where it is small, or a transaction is under way.

    Whatever ends this block ends the other process too, after the portion that it is at; so does the end of this one.
    """
    if parts < SEVERAL or (os.cpu_count() or 1) < 2 or connection.in_atomic_block:
        yield None
        return
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]
    other = ProcessPoolExecutor(1, get_context("fork"), _begin, (against,))
    try:
        yield other
    finally:
        other.shutdown(cancel_futures=True)


def checker_here() -> Checker:
    """The checker of the other process."""
    return HERE[0]


def _begin(against: Grounds) -> None:
    """The other process makes ready: no pool of connections for one that works alone, and no life after this one's."""
    begin(against)
    connection.settings_dict.get("OPTIONS", {}).pop("pool", None)
    Thread(target=_end_together, daemon=True).start()


def begin(against: Grounds) -> None:
    """What it knows."""
    HERE[:] = [Checker(against)]


def _end_together() -> None:
    """Ends this process when the one that began it is gone; a portion under way is then taken back."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
