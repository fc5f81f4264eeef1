"""`dengji rounds`: what goes on beside the pages, in one process; each of it has a command of its own too."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from dengji.certificates.management.commands import certificates
from dengji.config.children import ROUNDS
from dengji.config.management.commands import rounds
from dengji.messages.management.commands import messages
from dengji.monitors.management.commands import monitors
from dengji.procedure.management.commands import answers
from dengji.rounds import Round
from dengji.transparency.management.commands import log


def test_everything_that_goes_round_has_an_interval_and_its_work() -> None:
    assert list(rounds.WORK) == list(ROUNDS)
    assert all(usual > 0 and meaning for usual, meaning in ROUNDS.values())


@pytest.mark.parametrize(
    ("module", "words"),
    [
        (answers, ["answers"]),
        (messages, ["messages", "send"]),
        (monitors, ["monitors", "run"]),
        (certificates, ["certificates", "run"]),
        (log, ["log", "publish"]),
    ],
)
def test_whoever_runs_one_by_itself_runs_the_same_work(
    module: object, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[Round] = []
    monkeypatch.setattr(module, "again", gone.append)
    call_command(*words, "--every", "7")
    (only,) = gone
    assert (only.every, only.work) == (7, rounds.WORK[only.name])


def test_only_what_has_an_interval_goes_round_here(monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[tuple[str, float]] = []
    monkeypatch.setattr(rounds, "side_by_side", lambda them, until: gone.extend(each[:2] for each in them))
    monkeypatch.setattr(signal, "pthread_sigmask", lambda how, which: None)
    call_command("rounds", answers=0, messages=0, log=9)
    assert gone == [("monitors", 3600), ("certificates", 5), ("log", 9)]


def test_rounds_that_fail_go_on_until_the_process_is_asked_to_end(tmp_path: Path) -> None:
    """On a database without tables every round fails; SIGTERM ends them all the same, and in time."""
    empty = {**os.environ, "DENGJI_SQLITE": str(tmp_path / "empty.sqlite3"), "DENGJI_DATABASE_URL": ""}
    words = ["rounds", "--answers=0", "--messages=0", "--monitors=0", "--certificates=1", "--log=1"]
    told = tmp_path / "told"
    with told.open("wb") as file:
        run = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
        process = subprocess.Popen(run, env=empty, stderr=file)  # noqa: S603 - our own
        try:
            until = time.monotonic() + 60
            while not enough(told.read_text()):
                assert time.monotonic() < until, told.read_text()
                time.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        finally:
            process.kill()


def enough(told: str) -> bool:
    """Each of the two has failed twice."""
    return all(told.count(f"A round of {name} failed") >= 2 for name in ("certificates", "log"))
