"""The tables of a test database in memory: migrated once, then copied by every process and every later run.

The copy lies in var/tables, under a name that changes with the migrations, the models and Django.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django
from django.core.management.commands.migrate import Command
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var/tables"


@contextmanager
def migrated_once(folder: Path = FOLDER) -> Iterator[None]:
    """As long as it lasts, `migrate` fills an empty database from the folder; who finds nothing there leaves it."""
    migrate = Command.handle

    def handle(command: Command, *words: Any, **options: Any) -> None:
        if not empty_in_memory():
            migrate(command, *words, **options)
            return
        with alone(folder):
            file = folder / f"{fingerprint()}.sqlite3"
            if file.exists():
                take(file)
                return
            migrate(command, *words, **options)
            leave(file)

    with patch.object(Command, "handle", handle):
        yield


def empty_in_memory() -> bool:
    """Whether the database is one that a file can be copied into."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or "memory" not in name:
        return False
    return not connection.introspection.table_names()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else makes or takes tables meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fingerprint() -> str:
    """What the tables depend on, in a few signs: every migration, every model, the versions underneath."""
    said = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for path in sorted((ROOT / "dengji").rglob("*.py")):
        if {"migrations", "models"} & {path.parent.name, path.stem}:
            said.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return said.hexdigest()[:16]


def take(file: Path) -> None:
    """The tables of the file, copied into the database."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as kept:
        kept.backup(connection.connection)


def leave(file: Path) -> None:
    """The tables of the database, copied into the file; those of other days are cleared away."""
    for other in file.parent.glob("*.sqlite3"):
        other.unlink()
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as kept:
        connection.connection.backup(kept)
    part.rename(file)
