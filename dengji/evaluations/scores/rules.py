"""The rules of scores (成绩规则), pure: how a score is read, combined, compared, and when somebody has passed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

FULL, TENTH = Decimal(100), Decimal("0.1")
ABSENT = "缺考"
EXTREMES_FROM = 5  # sheets from which the highest and the lowest may be left out
NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,6})?")


class Unreadable(Exception):
    """What stands there is no score (不是成绩): why, as a sentence."""


class Combine(StrEnum):
    """What a group's sheets come to (考评组成绩的算法)."""

    MEAN = "mean"
    WITHOUT_EXTREMES = "mean_without_extremes"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one part came to (一项结果): no value where somebody was absent, nothing that counts where it is void."""

    value: Decimal | None = None
    absent: bool = False
    void: bool = False

    def passed(self, pass_mark: Decimal) -> bool:
        """Whether the part is passed by itself."""
        return not (self.absent or self.void) and self.value is not None and self.value >= pass_mark


def read(said: object) -> Decimal | None:
    """A score as it is typed or stands in a sheet: 0 to 100 with one decimal; None for 缺考. Raises Unreadable."""
    text = _plain(said)
    if text == ABSENT:
        return None
    if not NUMBER.fullmatch(text):
        raise Unreadable(f"“{text[:20]}”不是成绩：请填0到100的数，缺考的填“{ABSENT}”。")
    value = Decimal(text)
    if not 0 <= value <= FULL:
        raise Unreadable(f"“{text}”不在0到100之间。")
    if value != value.quantize(TENTH):
        raise Unreadable(f"“{text}”的小数超过一位。")
    return value.quantize(TENTH)


def _plain(said: object) -> str:
    if isinstance(said, float) and said.is_integer():
        return str(int(said))
    if said is None or isinstance(said, bool):
        return ""
    return "".join(unicodedata.normalize("NFKC", str(said)).split())


def is_blank(said: object) -> bool:
    """Whether nothing is typed."""
    return said is None or str(said).strip() == ""


def worded(value: Decimal | None) -> str:
    """A score as it is typed."""
    return ABSENT if value is None else f"{value.normalize():f}"


def combined(totals: Sequence[Decimal], how: Combine) -> Decimal:
    """考评组成绩: the mean of the signed sheets, rounded half up to one decimal; raises ValueError for none."""
    if not totals:
        raise ValueError("A group of nobody has no score.")
    counted = sorted(totals)
    if how is Combine.WITHOUT_EXTREMES and len(counted) >= EXTREMES_FROM:
        counted = counted[1:-1]
    return (sum(counted, Decimal(0)) / len(counted)).quantize(TENTH, ROUND_HALF_UP)


def agreed(said: Mapping[int, Decimal | None], by: int) -> bool:
    """Whether what one person entered is what another did (两人登分一致); `said` is each person's last word."""
    return any(value == said[by] for person, value in said.items() if person != by)


def all_passed(parts: Mapping[str, Outcome], methods: Sequence[str], pass_mark: Decimal) -> bool:
    """合格: every part passed by itself; never an average, and nobody passes an evaluation without parts."""
    return bool(methods) and all(method in parts and parts[method].passed(pass_mark) for method in methods)
