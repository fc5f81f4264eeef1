"""What these tests share: a line to a fake register."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from dengji.exchange.fakes import served
from dengji.exchange.terms import Register
from tests.exchange.registers import Line, given_world, over


@pytest.fixture
def line(settings: Settings) -> Iterator[Line]:
    """Every register is the same fake, on this machine, and we do not wait long for it."""
    settings.DENGJI_EXCHANGE_TIMEOUT = timedelta(milliseconds=300)
    made = Line(given_world())
    with served(over(made)) as address:
        made.address = address
        settings.DENGJI_EXCHANGE = dict.fromkeys(Register.values, address)
        yield made
        made.over.set()
