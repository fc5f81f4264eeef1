"""What runs beside the pages ends with them."""

import os
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from dengji.config import children

WAITS = """
import os, pathlib, signal, sys, time
if sys.argv[2] == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
time.sleep(60)
"""


@pytest.mark.parametrize(("manner", "patience"), [("willing", 30), ("stubborn", 0.1)])
def test_a_process_beside_ends_with_its_caller_willing_or_not(
    manner: str, patience: float, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(children, "PATIENCE", patience)
    (tmp_path / "manage.py").write_text(WAITS)
    with children.beside(str(tmp_path / "number"), manner):
        number = started(tmp_path / "number")
        os.kill(number, 0)  # it runs
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def started(told: Path) -> int:
    """The number of the process that has told it there; waits until then."""
    until = time.monotonic() + 30
    while not (told.exists() and told.read_text()):
        assert time.monotonic() < until, "it does not start"
        time.sleep(0.02)
    return int(told.read_text())
