"""Tries are counted for all processes, never too low, anew in each window; and by whole networks where one has many."""

import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.web.public.asking import network_of
from dengji.web.tally import Tallies, Tally

AT = 1_763_431_200  # a full hour
COUNTING = """
import sys
from pathlib import Path
from dengji.web.tally import Tallies, Tally
tally = Tally(Path(sys.argv[1]), 3600)
aim = Tallies(tally, tally, b"secret", 0).aim("somebody")
for _ in range(500):
    tally.count(aim, int(sys.argv[2]))
"""


@pytest.fixture
def tally(tmp_path: Path) -> Tally:
    """Counters by the hour."""
    return Tally(tmp_path / "hours", 3600)


def aimed(tally: Tally, key: str) -> tuple[int, int, int, int]:
    """Where a key is counted."""
    return Tallies(tally, tally, b"secret", 0).aim(key)


@pytest.mark.row("TJ21-8c")
def test_two_processes_count_together(tally: Tally, tmp_path: Path) -> None:
    words = [sys.executable, "-c", COUNTING, str(tmp_path / "hours"), str(AT)]
    running = [subprocess.Popen(words) for _ in range(2)]  # noqa: S603 (our own)
    assert [each.wait(60) for each in running] == [0, 0]
    assert 900 <= tally.tried(aimed(tally, "somebody"), AT) <= 1000  # few are lost where both write at once


def test_threads_count_together(tally: Tally) -> None:
    aim = aimed(tally, "somebody")
    running = [Thread(target=lambda: [tally.count(aim, AT) for _ in range(200)]) for _ in range(4)]
    for each in running:
        each.start()
    for each in running:
        each.join()
    assert tally.tried(aim, AT) == 800


def test_a_window_begins_anew(tally: Tally) -> None:
    aim = aimed(tally, "somebody")
    tally.count(aim, AT - 1, 7)
    assert [tally.tried(aim, AT + step) for step in (-1, 0, 1)] == [7, 0, 0]
    assert [tally.count(aim, AT + step) for step in (0, 3599, 3600)] == [1, 2, 1]


@given(st.lists(st.sampled_from("abcdefgh"), max_size=60))
def test_a_count_is_never_too_low(tmp_path_factory: pytest.TempPathFactory, keys: list[str]) -> None:
    tally = Tally(tmp_path_factory.mktemp("tally") / "hours", 3600)
    for key in keys:
        tally.count(aimed(tally, key), AT)
    assert {key: tally.tried(aimed(tally, key), AT) for key in keys} == {key: keys.count(key) for key in keys}


def test_ten_thousand_networks_are_told_apart(tally: Tally) -> None:
    for number in range(10_000):
        tally.count(aimed(tally, f"from:{number}"), AT)
    counts = [tally.tried(aimed(tally, f"from:{number}"), AT) for number in range(10_000)]
    assert counts.count(1) > 9_990
    assert min(counts) == 1


def test_nobody_reads_the_counters_but_the_house(tally: Tally, tmp_path: Path) -> None:
    assert (tmp_path / "hours").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "from:203.0.113.9"),
        ("2001:db8:1:2:3::4", "from:2001:db8:1:2::/64"),
        ("2001:db8:1:2:9::9", "from:2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "from:203.0.113.9"),
        ("", "from:"),
    ],
)
def test_whoever_has_a_network_counts_as_one(address: str, network: str) -> None:
    assert network_of(address) == network
