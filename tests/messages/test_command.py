"""`dengji messages send`: once, in a sentence or in JSON."""

import json

import pytest
import time_machine
from django.core.management import call_command

from dengji.messages.models import Dispatch
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
