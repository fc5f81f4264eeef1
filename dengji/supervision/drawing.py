"""How bodies and inspectors are drawn (双随机抽取规则): pure, so that anybody can do it again with a list and a seed.

Published before the draw: the list (bodies by group with how many of each are drawn, inspectors, who may not check
whom) and the SHA-256 of a secret seed. At the draw a public value, of a source named beforehand, may come to it. The
seed of the draw is the SHA-256 of the secret seed, a line feed and the public value, in hexadecimal.

Bodies of a group come out in the order of the SHA-256 of "seed:number". Inspectors are dealt like cards: the pack of
all of them lies in the order of the SHA-256 of "seed/round:number"; each body, in the order in which it came out,
takes from the top as many as it needs, passing over whoever may not check it; when the pack has nobody left for a
body, the next round's pack is put beneath. So nobody checks much more often than another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from dengji.audit.canonical import text

VERSION = 1


class Impossible(Exception):
    """The list cannot be drawn from (名单无法抽取): a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies that are drawn among themselves (分组): its name, their filing numbers, and how many are drawn."""

    label: str
    bodies: tuple[str, ...]
    take: int


@dataclass(frozen=True, slots=True)
class Urn:
    """What is drawn from (抽取名单): groups of bodies, inspectors by card number, how many check each body, and bars.

    `bars` are pairs of a body and an inspector who may not check it; `source` names the public value, if there is one.
    """

    campaign: str
    authority: str
    groups: tuple[Group, ...]
    inspectors: tuple[str, ...]
    each: int
    bars: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One body that came out (抽中的机构), its group, and who checks it, in the order in which they came out."""

    body: str
    group: str
    inspectors: tuple[str, ...]


def drawn(urn: Urn, seed: str, public: str = "") -> list[Drawn]:
    """抽取结果: the bodies that came out, group by group, each with its inspectors. Raises Impossible."""
    ensure_possible(urn)
    mixed = sha256(f"{seed}\n{public}".encode()).hexdigest()
    came = [(body, each.label) for each in urn.groups for body in _ranked(mixed, each.bodies)[: each.take]]
    pack, rounds = _shuffled(urn, mixed), iter(range(2, len(came) * urn.each + 2))
    return [Drawn(body, label, _dealt(urn, body, pack, rounds, mixed)) for body, label in came]


def ensure_possible(urn: Urn) -> None:
    """Raises Impossible where somebody stands twice, a group is too small, or a body has too few who may check it."""
    bodies = [body for each in urn.groups for body in each.bodies]
    if len(set(bodies)) != len(bodies) or len(set(urn.inspectors)) != len(urn.inspectors):
        raise Impossible("名单中有重复的机构或检查人员。")
    if not bodies or urn.each < 1:
        raise Impossible("名单中没有机构，或者没有写明每家由几人检查。")
    for each in urn.groups:
        if not 0 <= each.take <= len(each.bodies):
            raise Impossible(f"“{each.label}”有{len(each.bodies)}家，不能抽取{each.take}家。")
    short = without_enough(urn)
    if short:
        raise Impossible(
            f"可以检查的人员不足{urn.each}人：{'、'.join(short[:5])}{'等' if len(short) > 5 else ''}。"
        )


def without_enough(urn: Urn) -> list[str]:
    """人员不足的机构: the bodies that fewer inspectors than needed may check."""
    barred: dict[str, int] = {}
    known = set(urn.inspectors)
    for body, inspector in urn.bars:
        if inspector in known:
            barred[body] = barred.get(body, 0) + 1
    bodies = [body for each in urn.groups for body in each.bodies]
    return [body for body in bodies if len(known) - barred.get(body, 0) < urn.each]


def commitment(seed: str) -> str:
    """种子摘要: what is published of the seed before the draw; SHA-256 in hexadecimal."""
    return sha256(seed.encode()).hexdigest()


def digest(urn: Urn) -> str:
    """名单摘要: SHA-256 over the canonical form of the list."""
    return sha256(text(as_json(urn)).encode()).hexdigest()


def as_json(urn: Urn) -> dict[str, Any]:
    """The list as it is published."""
    return {
        "v": VERSION,
        "campaign": urn.campaign,
        "authority": urn.authority,
        "groups": [{"label": g.label, "bodies": list(g.bodies), "take": g.take} for g in urn.groups],
        "inspectors": list(urn.inspectors),
        "each": urn.each,
        "bars": [list(pair) for pair in sorted(urn.bars)],
        "source": urn.source,
    }


def from_json(said: Mapping[str, Any]) -> Urn:
    """The list again. Raises Impossible for what is none."""
    try:
        if said["v"] != VERSION:
            raise Impossible("名单的格式版本不能识别。")
        groups = [
            Group(str(g["label"]), tuple(map(str, g["bodies"])), int(g["take"])) for g in said["groups"]
        ]
        return Urn(
            str(said["campaign"]),
            str(said["authority"]),
            tuple(groups),
            tuple(map(str, said["inspectors"])),
            int(said["each"]),
            frozenset((str(body), str(inspector)) for body, inspector in said["bars"]),
            str(said["source"]),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise Impossible("名单的格式不对。") from wrong


def _ranked(seed: str, numbers: Iterable[str]) -> list[str]:
    return sorted(numbers, key=lambda number: (sha256(f"{seed}:{number}".encode()).digest(), number))


def _shuffled(urn: Urn, mixed: str, number: int = 1) -> list[str]:
    """A round's pack, the top first."""
    return _ranked(f"{mixed}/{number}", urn.inspectors)


def _dealt(urn: Urn, body: str, pack: list[str], rounds: Iterator[int], mixed: str) -> tuple[str, ...]:
    """Those who check a body, taken out of the pack."""
    taken: list[str] = []
    while len(taken) < urn.each:
        place = _first(urn, body, pack, taken)
        if place is None:
            pack += _shuffled(urn, mixed, next(rounds))
        else:
            taken.append(pack.pop(place))
    return tuple(taken)


def _first(urn: Urn, body: str, pack: Sequence[str], taken: Sequence[str]) -> int | None:
    """Where in the pack the first lies who may check the body and does not yet."""
    may = (n for n, each in enumerate(pack) if each not in taken and (body, each) not in urn.bars)
    return next(may, None)
