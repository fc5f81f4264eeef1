"""The floors of coverage: how much of the house the tests must reach, lines and branches together.

`python -m tests.floors` reads what `pytest --cov` measured, says each figure, and fails where one is below its floor.
"""

import math
import os
import sys
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from coverage import Coverage
from coverage.exceptions import NoDataError

ROOT = Path(__file__).resolve().parents[1]
FLOORS = {
    "dengji/policy": 100,
    "dengji/procedure": 100,
    "dengji/workdays": 100,
    "dengji/audit": 100,
    "dengji": 95,
}
"""The least that may be covered of each folder, per cent."""


class Covered(NamedTuple):
    """How much of a folder is covered, per cent, and a table of what is not."""

    figure: float
    lacking: str


def main() -> None:
    """Says how much is covered; ends with the complaints and code 1 where a floor is broken."""
    os.chdir(ROOT)  # as the patterns below are read from there
    measured = Coverage()
    measured.load()
    shown = {folder: covered(measured, folder) for folder in FLOORS}
    print("Covered:", ", ".join(f"{folder} {in_words(figure)}" for folder, (figure, _) in shown.items()))
    broken = "\n".join(complaints(shown, FLOORS))
    if broken:
        sys.exit(broken)


def complaints(shown: Mapping[str, Covered], floors: Mapping[str, float]) -> Iterator[str]:
    """A sentence for each folder below its floor, then the lines and branches that no test reaches."""
    for folder, floor in floors.items():
        figure, lacking = shown[folder]
        if figure < floor:
            yield f"{folder} is covered to {in_words(figure)}, below its floor of {in_words(floor)}. No test reaches:"
            yield lacking


def covered(measured: Coverage, folder: str) -> Covered:
    """How much of a folder is covered; nothing where none of its files was met."""
    told = StringIO()
    try:
        figure = measured.report(include=[f"{folder}/*"], show_missing=True, skip_covered=True, file=told)
    except NoDataError:
        return Covered(0, "anything of it.")
    return Covered(figure, told.getvalue())


def in_words(figure: float) -> str:
    """A percentage, never rounded up: 99.999 is 99.99 %."""
    return f"{math.floor(figure * 100) / 100:g} %"


if __name__ == "__main__":
    main()
