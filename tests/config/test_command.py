"""The `dengji` command: a sentence on standard error and exit code 1 for whatever goes wrong."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import DatabaseError

from dengji.config import command
from dengji.config.management.commands import docs


def ended(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Runs a command that must end by itself: its exit code, and what it said on standard error."""
    with pytest.raises(SystemExit) as end:
        command.main(words)
    assert isinstance(end.value.code, int)
    return end.value.code, capsys.readouterr().err


def test_without_words_it_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    command.run([])
    assert {"docs", "serve"} <= set(capsys.readouterr().out.split())


def test_an_unknown_command_is_named_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = ended(capsys, "nonsense")
    assert code == 1
    assert said.startswith("There is no command 'nonsense'; there are: ")


def test_a_command_of_django_is_none_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(capsys, "flush")[0] == 1


def test_a_wrong_option_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = ended(capsys, "serve", "--port", "x")
    assert (code, said.count("\n")) == (1, 1)
    assert "--port" in said


def test_a_taken_address_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = ended(capsys, "serve", "--port", str(port))
    assert code == 1
    assert f"127.0.0.1:{port} cannot be used" in said


@pytest.mark.parametrize("variable", ["DENGJI_DEBUG", "DENGJI_DEMO", "DENGJI_PRODUCTION"])
def test_production_refuses_what_belongs_on_a_desk(variable: str) -> None:
    secret = {} if variable == "DENGJI_PRODUCTION" else {"DENGJI_SECRET_KEY": "k" * 60}
    told = {"PATH": os.environ["PATH"], "DENGJI_PRODUCTION": "1", variable: "1", **secret}
    run = "from dengji.config.command import main; main(['docs', '--check'])"
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", run],
        cwd=settings.BASE_DIR,
        env=told,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("In production DENGJI_SECRET_KEY must be set")
    assert "Traceback" not in ran.stderr


def test_a_command_runs_with_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}
    monkeypatch.setattr(docs.Command, "handle", lambda self, **options: seen.update(options))
    command.main(["docs", "--check"])
    assert seen["check"] is True


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (CommandError("Error: --port is no number."), "--port is no number.\n"),
        (
            DatabaseError("no such table: x\nmore"),
            "The database does not answer as it should: no such table: x\n",
        ),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    wrong: Exception, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "run", raising(wrong))
    assert ended(capsys, "docs") == (1, said)


def test_whoever_interrupts_it_is_told_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "run", raising(KeyboardInterrupt()))
    assert ended(capsys, "docs") == (130, "")


def test_a_reader_who_leaves_early_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "run", raising(BrokenPipeError()))
    with (tmp_path / "reader").open("w") as left:
        monkeypatch.setattr(sys, "stdout", left)
        command.main(["docs"])
        left.write("The rest of the list, written to nobody.")
    assert (tmp_path / "reader").read_text() == ""


def raising(wrong: BaseException) -> Callable[[list[str]], None]:
    """A stand-in for `run` that goes wrong."""

    def run(words: list[str]) -> None:
        raise wrong

    return run
