"""What can go wrong at a register to try with (模拟故障): switched on when it starts, or by its operator while it runs.

Each is switched on with a value where it takes one, and for so many requests, else until it is switched off. The
operator's own requests are never disturbed.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """One thing that goes wrong (故障); the value it takes in brackets."""

    SLOW = "slow"  # answers late (seconds)
    DROP_BEFORE = "drop-before"  # breaks the line before anything is taken
    DROP_AFTER = "drop-after"  # takes it, and breaks the line before it says so
    REFUSE = "refuse"  # answers with an error (HTTP status), and takes nothing
    TWICE = "twice"  # decisions have another number whenever they are asked for
    OTHER = "other"  # decisions are those of another batch
    GARBAGE = "garbage"  # takes it, and answers with what nobody can read
    LOSE = "lose"  # has forgotten all that was reported, and what was decided


USUAL = {Fault.SLOW: 2, Fault.REFUSE: 500}
"""The value where none is said."""


class NoSuchFault(ValueError):
    """What was asked for is no fault (没有这种故障); says which there are."""


@dataclass
class Setting:
    """A fault that is on: its value, and for how many requests still; None: until it is switched off."""

    value: int = 0
    left: int | None = None


@dataclass
class Faults:
    """The faults that are on (已打开的故障)."""

    on: dict[Fault, Setting] = field(default_factory=dict)

    def switch(
        self, name: str, *, value: int | None = None, times: int | None = None, off: bool = False
    ) -> None:
        """Switch one on, or off. Raises NoSuchFault."""
        try:
            fault = Fault(name)
        except ValueError as unknown:
            raise NoSuchFault(f"没有“{name}”这种故障，可用：{'、'.join(Fault)}") from unknown
        self.on.pop(fault, None)
        if not off:
            self.on[fault] = Setting(USUAL.get(fault, 0) if value is None else value, times)

    def take(self) -> dict[Fault, int]:
        """The faults of the next request, with their values; those that are used up are off."""
        now = {fault: setting.value for fault, setting in self.on.items()}
        for fault, setting in list(self.on.items()):
            if setting.left is not None:
                setting.left -= 1
                if setting.left <= 0:
                    del self.on[fault]
        return now

    def told(self) -> dict[str, dict[str, int | None]]:
        """What is on, for the operator."""
        return {fault.value: {"value": each.value, "left": each.left} for fault, each in self.on.items()}


def switched(words: list[str]) -> Faults:
    """The faults that a command line names, each as NAME[=VALUE][:TIMES]. Raises NoSuchFault."""
    faults = Faults()
    for word in words:
        name, _, times = word.partition(":")
        name, _, value = name.partition("=")
        if any(part and not part.isdecimal() for part in (value, times)):
            raise NoSuchFault(f"“{word}”写法不对，应为：故障名=数值:次数")
        faults.switch(name, value=int(value) if value else None, times=int(times) if times else None)
    return faults
