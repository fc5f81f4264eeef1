"""How benchmarks measure: ours and the limit in turn inside every round, the median of rounds, no verdict."""

import os
import resource
from collections.abc import Callable
from statistics import median
from time import perf_counter

ROUNDS = 7


def in_turn(
    ours: Callable[[], object], limit: Callable[[], object], *, times: int, rounds: int = ROUNDS
) -> None:
    """Time both in turn and print seconds a call, the ratio ours : limit, memory and the machine's load."""
    ours(), limit()
    pairs = [(_seconds(ours, times), _seconds(limit, times)) for _ in range(rounds)]
    mine, theirs = (median(column) for column in zip(*pairs, strict=True))
    ratio = median(a / b for a, b in pairs)
    spread = f"{min(a / b for a, b in pairs):.2f} to {max(a / b for a, b in pairs):.2f}"
    print(f"  ours  {mine * 1e6:12.1f} µs\n  limit {theirs * 1e6:12.1f} µs")
    print(f"  ours : limit = {ratio:.2f} ({spread}); limit : ours = {1 / ratio:.3f}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  memory {memory:.0f} MiB, load {os.getloadavg()[0]:.1f}", flush=True)


def _seconds(call: Callable[[], object], times: int) -> float:
    """Seconds that one call takes, over as many as asked."""
    start = perf_counter()
    for _ in range(times):
        call()
    return (perf_counter() - start) / times
