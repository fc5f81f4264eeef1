"""`dengji messages send`: once, in a sentence or in JSON, or until it is stopped."""

import json
import logging

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError, connections

from dengji.messages.management.commands import messages
from dengji.messages.models import Dispatch
from dengji.messages.sending import Sent
from tests.cast import AT
from tests.messages.people import Town, at_body, reached, told


@pytest.fixture
def waiting(town: Town) -> None:
    """A mail that waits."""
    reached(town.manager, email="zhou@example.cn")
    told(at_body(town))


@pytest.mark.usefixtures("waiting")
def test_sending_says_what_came_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(AT, tick=False):
        call_command("messages", "send")
    assert capsys.readouterr().out == "发出1条，不必再发0条，稍后再试0条，未能送达0条。\n"
    assert Dispatch.objects.get().sent_at == AT


@pytest.mark.usefixtures("waiting")
def test_sending_can_say_it_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("messages", "send", "--json")
    said = json.loads(capsys.readouterr().out)
    assert said == {"sent": 1, "dropped": 0, "postponed": 0, "given_up": 0}


def test_a_run_that_fails_is_made_up_for_by_the_next(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    runs: list[str] = []

    def run() -> Sent:
        runs.append("run")
        if len(runs) == 1:
            raise OperationalError
        return Sent()

    def rest(seconds: int) -> None:
        if len(runs) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(messages, "send_once", run)
    monkeypatch.setattr(messages, "sleep", rest)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    with caplog.at_level(logging.ERROR, logger="dengji.messages"), pytest.raises(KeyboardInterrupt):
        call_command("messages", "send", "--every", "1")
    assert (len(runs), "a run of sending messages failed" in caplog.text) == (2, True)
