"""Letters: every placeholder filled, or what lacks is named."""

import pytest

from dengji.policy.engine.letters import NotFilled, fill
from tests.policy.small import given_pack

LETTER = given_pack().letters["refusal"]


def test_a_letter_is_filled_with_what_the_case_says() -> None:
    assert fill(LETTER, {"body": "某公司", "reasons": "人员不足。", "uscc": "不用"}) == [
        "某公司：",
        "人员不足。",
    ]


@pytest.mark.row("CR-9")
def test_a_letter_that_cannot_be_filled_names_what_lacks() -> None:
    with pytest.raises(NotFilled, match="《不予受理通知书》还缺：理由。"):
        fill(LETTER, {"body": "某公司"})
