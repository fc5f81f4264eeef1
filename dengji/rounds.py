"""Work that comes again and again (轮次): the one loop of every command that goes on until it is stopped."""

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread
from time import monotonic
from typing import NamedTuple

from django.db import connections

log = logging.getLogger("dengji.rounds")

PATIENCE = 4.0  # seconds that rounds under way are given to end by themselves


class Round(NamedTuple):
    """Some work (轮次): its name, how many seconds lie between its rounds, and what does one."""

    name: str
    every: float
    work: Callable[[], object]


def again(each: Round, over: Event | None = None) -> None:
    """The work now, and again after each pause, until it is over; a round that fails is made up for by the next.

    Whatever goes wrong is logged: no fault of one round may end those that follow.
    """
    over = over or Event()
    while True:
        try:
            each.work()
        except Exception:
            log.exception("A round of %s failed; the next one tries again.", each.name)
        connections.close_all()
        if over.wait(each.every):
            return


def side_by_side(rounds: Sequence[Round], until: Callable[[], object]) -> None:
    """Every work in a thread of its own, so that none waits for another, until `until` returns or raises.

    Rounds under way may end by themselves for a little while; what they leave undone a later one does.
    """
    over = Event()
    threads = [Thread(target=again, args=(each, over), name=each.name, daemon=True) for each in rounds]
    for thread in threads:
        thread.start()
    try:
        until()
    finally:
        over.set()
        last = monotonic() + PATIENCE
        for thread in threads:
            thread.join(max(0, last - monotonic()))
