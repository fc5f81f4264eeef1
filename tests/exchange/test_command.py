"""`dengji exchange` delivers from a terminal; `dengji fake-network` serves a register to try with."""

import json
import os
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from dengji.exchange.acts import ask
from dengji.exchange.models import Request
from dengji.exchange.terms import Register
from tests.exchange.registers import COMPANY, FILING, NOON, USCC, Line, call

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_delivering_says_what_came_of_it(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    ask(Register.MINISTRY_NETWORK, about="case:1", payload={"number": "Y1"}, at=NOON, reporting=FILING)
    ask(Register.COMPANY_REGISTER, about="institution:5", payload={"uscc": USCC}, at=NOON)
    with time_machine.travel(NOON, tick=False):
        call_command("exchange", "deliver")
    said = "送达1件，取得答复1件，对方不予办理0件，待公布1件，稍后再试0件。\n"
    assert capsys.readouterr().out == said
    assert {request.sent_at for request in Request.objects.filter(register="ministry_network")} == {NOON}


@pytest.mark.django_db
def test_delivering_can_say_it_in_json(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    ask(
        Register.MINISTRY_NETWORK,
        about="case:1",
        payload={"number": "Y1"},
        at=datetime(2020, 1, 1, tzinfo=UTC),
        reporting=FILING,
    )
    call_command("exchange", "deliver", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["delivered"]["sent"], said["collected"]["pending"]) == (1, 1)


def test_the_fake_serves_without_a_database_until_it_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    file.write_text(json.dumps({"companies": {USCC: COMPANY}}), encoding="utf-8")
    words = [
        *(sys.executable, "-c", "from dengji.config.command import main; main()"),
        *("fake-network", "--port", "0", "--data", str(file), "--fault", "refuse=503:1"),
    ]
    utf8 = {**os.environ, "PYTHONUTF8": "1", "DENGJI_DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing"}
    with subprocess.Popen(words, cwd=ROOT, env=utf8, stdout=subprocess.PIPE, encoding="utf-8") as fake:  # noqa: S603 - ours
        try:
            assert fake.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+", fake.stdout.readline())
            assert found is not None
            assert call(found[0], "GET", f"/companies/{USCC}") == (503, {"reason": "模拟故障"})
            assert call(found[0], "GET", f"/companies/{USCC}") == (200, COMPANY)
        finally:
            fake.terminate()


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="模拟登记系统无法启动"):
            call_command("fake_network", "--port", str(taken.getsockname()[1]))


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="模拟登记系统无法启动"):
        call_command("fake_network", "--data", str(tmp_path / "nowhere.json"))


@pytest.mark.parametrize("word", ["late", "slow=soon", "refuse=500:often"])
def test_a_fault_that_there_is_not_is_said_in_a_sentence(word: str) -> None:
    with pytest.raises(CommandError, match=r"模拟登记系统无法启动：.*(没有|写法不对)"):
        call_command("fake_network", "--fault", word)
