"""Whether a chain of entries is whole (完整性校验): without a database, so also for an exported file."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dengji.audit.canonical import FORMS, Line, digest


@dataclass(frozen=True, slots=True)
class Seal:
    """A link of the chain, noted down (封记): whatever stood up to it must still stand, unchanged."""

    position: int
    hash: str

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"

    @classmethod
    def read(cls, written: str) -> "Seal":
        """The seal written as `position:hash`. Raises ValueError for anything else."""
        position, _, link = written.strip().partition(":")
        return cls(int(position), link)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: how many entries are sound, and which is the first that is not, and why."""

    ok: bool
    entries: int
    first_broken: int | None
    reason: str
    seal: str


def check(lines: Iterable[Line], seals: Iterable[Seal] = ()) -> Verdict:
    """Follows the chain from its first entry to its last, or to the first link that is broken."""
    sealed = {seal.position: seal.hash for seal in seals}
    last = Seal(0, "")
    for line in lines:
        if reason := _fault(line, last, sealed):
            return broken(last, reason)
        last = Seal(last.position + 1, str(line["hash"]))
    if last.position < max(sealed, default=0):
        return broken(last, f"应有{max(sealed)}条，第{last.position + 1}条起的记录不见了")
    return Verdict(ok=True, entries=last.position, first_broken=None, reason="", seal=str(last))


def broken(last: Seal, reason: str) -> Verdict:
    """The verdict that the entry after the last sound one is not sound, and why."""
    return Verdict(
        ok=False, entries=last.position, first_broken=last.position + 1, reason=reason, seal=str(last)
    )


def read(written: Iterable[str]) -> Iterator[Line]:
    """The lines of an exported file (JSON Lines); what is no entry comes out empty and breaks the chain."""
    for each in written:
        try:
            line = json.loads(each)
        except (ValueError, RecursionError):
            line = {}
        yield line if isinstance(line, dict) else {}


def _fault(line: Line, last: Seal, sealed: dict[int, str]) -> str:
    """What is wrong with the line that should follow the last sound one; empty if nothing is."""
    position = last.position + 1
    found = line.get("position")
    if found is None:
        return f"第{position}条不是留痕记录"
    if found != position:
        return f"第{position}条不在其位，此处是第{found}条"
    if line.get("previous_hash") != last.hash:
        return f"第{position}条与前一条不相接"
    if line.get("form") not in FORMS:
        return f"第{position}条的格式版本不明"
    return _untrue(line, sealed.get(position))


def _untrue(line: Line, sealed: str | None) -> str:
    """What is wrong with the line's own hash; empty if nothing is."""
    position = line["position"]
    try:
        computed = digest(line)
    except (KeyError, ValueError, RecursionError):
        return f"第{position}条的摘要无法核对"
    if line.get("hash") != computed:
        return f"第{position}条的内容与其摘要不符，内容被改动过"
    if sealed not in {None, computed}:
        return f"第{position}条与登记过的摘要不符，此前的记录被整体改写过"
    return ""
