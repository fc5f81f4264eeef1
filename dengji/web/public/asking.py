"""How certificates may be looked up by anybody (公开查询规则): how often, after how many failures a picture is asked.

The same for a number that is there and one that is not. Counted by network and by number, for all processes.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from dengji.certificates.advice import advice
from dengji.certificates.lookup import Question, Shown, looked_up
from dengji.web.public.challenge import Challenge, challenge, solved
from dengji.web.tally import Aim, Tallies, tallies

FREE = 5
"""Failures an hour, of a network or about a number, after which a picture is asked."""
MOST = 60
"""Failures an hour after which a network or a number has to wait."""


class Verdict(Enum):
    """Whether a question is answered (是否答复)."""

    ANSWERED = "answered"
    CHALLENGED = "challenged"
    TOO_OFTEN = "too_often"


class Outcome(NamedTuple):
    """What is answered (答复): what was found; or why not, what may be wrong, and a picture to read."""

    verdict: Verdict
    found: Sequence[Shown] = ()
    advice: Sequence[str] = ()
    challenge: Challenge | None = None
    misread: bool = False


class Asker(NamedTuple):
    """Who asks about what (查询人), as it is counted: the network, the number; where, and in which second."""

    network: Aim
    about: Aim
    counted: Tallies
    second: int

    @property
    def too_fast(self) -> bool:
        """Whether the network has asked as often as it may within this minute."""
        return self.counted.minutes.tried(self.network, self.second) >= self.counted.a_minute

    def verdict(self) -> Verdict:
        """Whether he is answered now, as far as failures were counted."""
        failed = self.counted.hours
        many = max(failed.tried(self.network, self.second), failed.tried(self.about, self.second))
        if many >= MOST:
            return Verdict.TOO_OFTEN
        return Verdict.CHALLENGED if many >= FREE else Verdict.ANSWERED

    def add(self) -> None:
        """Count a look-up."""
        self.counted.add(self.network, self.second)

    def fail(self) -> None:
        """Count a failure."""
        self.counted.fail((self.network, self.about), self.second)


def asker(address: str, question: Question, counted: Tallies, at: datetime) -> Asker:
    """Who asks from that address about that certificate."""
    network, about = counted.aim(network_of(address)), counted.aim(f"certificate:{question.about}")
    return Asker(network, about, counted, int(at.timestamp()))


def network_of(address: str) -> str:
    """What is counted as one: an address; of the longer ones the network, since whoever has one has all of it."""
    if ":" not in address:
        return f"from:{address}"
    whole = ip_address(address)
    if isinstance(whole, IPv6Address) and whole.ipv4_mapped:
        return f"from:{whole.ipv4_mapped}"
    return f"from:{ip_network(f'{address}/64', strict=False)}"


def asked(question: Question, address: str, token: str, answer: str, *, at: datetime) -> Outcome:
    """答复查询: look up, unless it was too often; count it, and whether it failed."""
    who = asker(address, question, tallies(), at)
    if who.too_fast:
        return Outcome(Verdict.TOO_OFTEN)
    who.add()
    verdict = who.verdict()
    if verdict is Verdict.TOO_OFTEN:
        return Outcome(verdict)
    if verdict is Verdict.CHALLENGED and not solved(token, answer, at):
        if token:
            who.fail()
        return Outcome(verdict, challenge=challenge(at), misread=bool(token))
    found = looked_up(question)
    if found:
        return Outcome(Verdict.ANSWERED, found)
    who.fail()
    again = challenge(at) if who.verdict() is Verdict.CHALLENGED else None
    return Outcome(Verdict.ANSWERED, advice=advice(question, at.date()), challenge=again)
