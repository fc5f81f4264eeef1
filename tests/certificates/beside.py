"""Work in a process of its own, on this test's database, that may be killed at any moment."""

import os
import signal
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from django.db import connection, connections

FORK = get_context("fork")
Work = Callable[[Connection], object]
"""What a process does; it may tell its caller something."""


def database_of(elsewhere: dict[str, Any] | None) -> dict[str, Any]:
    """The database for other processes: a file, or this test's own on the server; each with a connection of its own."""
    if elsewhere is not None:
        return elsewhere
    options = {name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"}
    return {**connection.settings_dict, "OPTIONS": options}


def begun(elsewhere: dict[str, Any] | None, work: Work) -> tuple[BaseProcess, Connection]:
    """A process that works, and what it tells."""
    here, there = FORK.Pipe()
    process = FORK.Process(target=_working, args=(elsewhere, work, there))
    process.start()
    there.close()
    return process, here


def _working(elsewhere: dict[str, Any] | None, work: Work, there: Connection) -> None:
    """In the new process: the caller's connection is left alone, not even closed."""
    code = 1
    try:
        connections["default"] = connections["default"].__class__(database_of(elsewhere), "default")
        work(there)
        code = 0
    finally:
        os._exit(code)


def killed(process: BaseProcess) -> None:
    """Ends a process as a power cut would."""
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)


def done(elsewhere: dict[str, Any] | None, works: Sequence[Work]) -> list[Any]:
    """What each of these processes, all at once, told at its end."""
    running = [begun(elsewhere, work) for work in works]
    told = [here.recv() for _, here in running]
    for process, _ in running:
        process.join(60)
        assert process.exitcode == 0
    return told
