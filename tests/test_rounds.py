"""Work that comes again and again: no fault ends it, none waits for another, and it ends when it is told."""

from threading import Event

import pytest

from dengji import rounds
from dengji.rounds import Round, again, side_by_side


class Asked(Exception):
    """Somebody asks for the end."""


@pytest.mark.parametrize("wrong", [RuntimeError("gone away"), ValueError("no number"), OSError("no disk")])
def test_a_round_that_fails_is_logged_and_made_up_for_by_the_next(
    wrong: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    done, over = list[str](), Event()

    def work() -> None:
        done.append("round")
        if len(done) == 2:
            raise wrong
        if len(done) == 3:
            over.set()

    again(Round("sending", 0.001, work), over)
    assert len(done) == 3
    assert "A round of sending failed" in caplog.text
    assert str(wrong) in caplog.text


def test_who_stops_it_at_the_keyboard_stops_it() -> None:
    def work() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        again(Round("sending", 60, work))


def test_a_round_that_fails_or_hangs_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """One fails each time, one never comes back: the third comes round all the same, and the end is in time."""
    monkeypatch.setattr(rounds, "PATIENCE", 0.05)
    never, seen = Event(), Event()
    came: list[str] = []

    def fails() -> None:
        raise LookupError

    def works() -> None:
        came.append("round")
        if len(came) == 3:
            seen.set()

    def until() -> None:
        assert seen.wait(20)
        raise Asked

    work = [Round("fails", 0.001, fails), Round("hangs", 1, never.wait), Round("works", 0.001, works)]
    with pytest.raises(Asked):
        side_by_side(work, until)
    never.set()
    assert len(came) >= 3


def test_a_round_under_way_may_come_to_its_end() -> None:
    begun, ended = Event(), Event()

    def work() -> None:
        begun.set()
        if not over.wait(20):
            raise AssertionError
        ended.set()

    over = Event()

    def until() -> None:
        assert begun.wait(20)
        over.set()

    side_by_side([Round("issuing", 60, work)], until)
    assert ended.is_set()
