"""A sheet of older certificates for measurements (历史证书表): batches of some dozens, few rows with a fault."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from dengji.certificates.importing.columns import COLUMNS
from dengji.institutions.codes import IDENTITY_CHECKS, IDENTITY_WEIGHTS

BATCH = 40
SURNAMES, NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
LABELS = {5: "五级/初级工", 4: "四级/中级工", 3: "三级/高级工", 2: "二级/技师", 1: "一级/高级技师"}
KINDS = (
    ("6-31-01-03", "电工"),
    ("6-18-02-04", "焊工"),
    ("4-14-01-02", "养老护理员"),
    ("4-03-02-01", "中式烹调师"),
)
FAULTY = 200
"""One row of so many has a fault."""


def written(path: Path, many: int) -> None:
    """So many rows, the same every time; in one series of fifty something is registered already."""
    chance = random.Random(5)  # noqa: S311 - the same people every time
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for number in range((many + BATCH - 1) // BATCH):
            out.writerows(_batch(chance, number, min(BATCH, many - number * BATCH)))


def _batch(chance: random.Random, number: int, many: int) -> Iterator[list[str]]:
    level, (code, occupation) = chance.choice(range(1, 6)), chance.choice(KINDS)
    filing = f"Y000012{number % 500 + 1:06d}"
    on = date(2016 + number // 500 % 10, 1, 1) + timedelta(days=chance.randrange(365))
    series, first = f"{filing}{on:%y}{level}", number // 500 * BATCH
    if number % 50 == 0:
        level, on, first = 4, date(2026, 3, 2), 800_000 + number // 50 * BATCH % 190_000
        series = f"Y000012{number // 50 // 4000 + 1:06d}264"
    alike = [
        code,
        occupation,
        "",
        LABELS[level],
        on.isoformat(),
        f"第{number % 500}职业培训学校有限公司",
        "",
        "",
    ]
    for place in range(1, many + 1):
        yield _row(chance, f"{series}{first + place:06d}", alike)


def _row(chance: random.Random, number: str, alike: list[str]) -> list[str]:
    born = date(1960, 1, 1) + timedelta(days=chance.randrange(14_000))
    base = f"1201{chance.randrange(1, 20):02d}{born:%Y%m%d}{chance.randrange(1000):03d}"
    identity = base + check_of(base)
    name = chance.choice(SURNAMES) + chance.choice(NAMES) + chance.choice(NAMES)
    sex = "男" if int(identity[16]) % 2 else "女"
    scores = [str(chance.randrange(60, 101)), f"{chance.randrange(600, 1001) / 10:g}", ""]
    if chance.randrange(FAULTY) == 0:
        identity = identity[:-1] + ("0" if identity[-1] != "0" else "1")
    return [number, name, "居民身份证", identity, sex, born.isoformat(), *alike, *scores]


def check_of(base: str) -> str:
    """The last sign of an identity number."""
    total = sum(int(sign) * weight for sign, weight in zip(base, IDENTITY_WEIGHTS, strict=True))
    return IDENTITY_CHECKS[total % 11]
