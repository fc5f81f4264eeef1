"""Draws can be done again by anybody, and favour nobody."""

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.evaluations.examiners.draws import digest, drawn, ranked

NUMBERS = st.lists(st.integers(0, 60), max_size=20).map(lambda found: [f"KP{number}" for number in found])
SEEDS = st.text("种子abc019 :", min_size=1, max_size=8)
TEN = [f"KP{number:04d}" for number in range(10)]


@given(SEEDS, NUMBERS, st.integers(0, 40))
def test_a_draw_is_of_the_list_without_repeats_and_of_the_number_asked_for(
    seed: str, numbers: list[str], wanted: int
) -> None:
    found = drawn(seed, numbers, wanted)
    assert set(found) <= set(numbers)
    assert len(found) == len(set(found)) == min(wanted, len(set(numbers)))


@given(SEEDS, NUMBERS, st.integers(0, 40), st.randoms(use_true_random=False))
def test_the_same_list_and_seed_give_the_same_in_whatever_order_they_come(
    seed: str, numbers: list[str], wanted: int, chance: object
) -> None:
    mixed = list(numbers)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert drawn(seed, mixed, wanted) == drawn(seed, numbers, wanted)


@given(SEEDS, NUMBERS, st.integers(0, 40))
def test_to_draw_more_keeps_those_who_were_drawn(seed: str, numbers: list[str], wanted: int) -> None:
    assert drawn(seed, numbers, wanted + 1)[:wanted] == drawn(seed, numbers, wanted)


@pytest.mark.row("JLJD-16")
def test_over_many_seeds_everybody_comes_out_about_as_often() -> None:
    """3 of 10 over 2000 seeds: 600 each on average, with a deviation of about 20; a constant would be 0 or 2000."""
    counts = Counter(number for seed in range(2000) for number in drawn(str(seed), TEN, 3))
    assert set(counts) == set(TEN)
    assert all(500 < count < 700 for count in counts.values()), counts


def test_the_rule_is_the_documented_one() -> None:
    """The seed, a colon and the number, SHA-256, in the order of the digests: what the page tells people to do."""
    by_hand = sorted(TEN, key=lambda number: sha256(f"种子:{number}".encode()).hexdigest())
    assert ranked("种子", TEN) == by_hand
    assert digest("种子", TEN[0]) == sha256(f"种子:{TEN[0]}".encode()).hexdigest()
