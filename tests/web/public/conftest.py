"""The public's tests stand on one day."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.web.public.builder import TODAY


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    """It is Wednesday the 18th of November 2026, ten in the morning."""
    with time_machine.travel(TODAY, tick=False):
        yield
