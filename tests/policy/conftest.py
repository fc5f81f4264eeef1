"""The small pack's facts are known while the engine is tested."""

from collections.abc import Iterator

import pytest

from dengji.policy.engine.vocabulary import COMPUTED
from tests.policy.small import VOCABULARY


@pytest.fixture(autouse=True)
def small_vocabulary() -> Iterator[None]:
    """The small pack's words among the computed facts; what the rooms declare stays as it is."""
    before = dict(COMPUTED)
    COMPUTED.update(VOCABULARY)
    yield
    COMPUTED.clear()
    COMPUTED.update(before)
