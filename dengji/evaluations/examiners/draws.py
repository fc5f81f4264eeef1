"""How examiners are drawn (随机抽取规则): pure, so that anybody can do it again with a list and a seed.

Each number is put behind the seed and a colon, and the SHA-256 of that text (UTF-8) is written in hexadecimal; the
numbers in the order of these digests are the order in which they come out, and the first so many are drawn.
"""

from collections.abc import Iterable
from hashlib import sha256


def ranked(seed: str, numbers: Iterable[str]) -> list[str]:
    """抽取顺序: every number once, in the order in which it comes out."""
    return sorted(set(numbers), key=lambda number: (digest(seed, number), number))


def drawn(seed: str, numbers: Iterable[str], wanted: int) -> list[str]:
    """抽取结果: the first so many; fewer where there are not so many."""
    return ranked(seed, numbers)[: max(wanted, 0)]


def digest(seed: str, number: str) -> str:
    """What a number is ranked by."""
    return sha256(f"{seed}:{number}".encode()).hexdigest()
