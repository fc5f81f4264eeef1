"""Which numbers a sheet holds (编号与行号), by series and serial: a million of them in a few megabytes."""

from array import array
from collections.abc import Iterable, Iterator

SERIAL = 6
WHOLE = "="
"""Before a name that is a whole number, one that ends in no serial."""


class Series:
    """Serials and, beside each, the row where it stands; for every series of numbers (编号序列)."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[array[int], array[int]]] = {}

    def add(self, number: str, row: int) -> None:
        """A number that stands in the row."""
        name, serial = split(number)
        serials, rows = self._of(name)
        serials.append(serial)
        rows.append(row)

    def take(self, other: "Series", first: int) -> None:
        """All that another holds, whose rows are counted from `first`."""
        for name, (serials, rows) in other.held.items():
            mine = self._of(name)
            mine[0].extend(serials)
            mine[1].extend(array("I", [row + first for row in rows]))

    def names(self) -> Iterable[str]:
        """The names of all series."""
        return self.held.keys()

    def rows_of(self, name: str) -> Iterable[int]:
        """The rows of one series."""
        return self.held[name][1]

    def _of(self, name: str) -> "tuple[array[int], array[int]]":
        held = self.held.get(name)
        if held is None:
            held = self.held[name] = (array("I"), array("I"))
        return held


def split(number: str) -> tuple[str, int]:
    """A number's series and its serial; what ends in no serial is a series of its own."""
    serial = number[-SERIAL:]
    if serial.isdecimal() and serial.isascii() and len(serial) == SERIAL:
        return number[:-SERIAL], int(serial)
    return WHOLE + number, 0


def bounds(name: str) -> tuple[str, str]:
    """The first and the last number that a series can hold."""
    if name.startswith(WHOLE):
        return name[1:], name[1:]
    return name + "0" * SERIAL, name + "9" * SERIAL


def repeated(series: Series) -> Iterator[tuple[int, int]]:
    """重号: the rows whose number stands in an earlier row, with the first of these; by row."""
    found = array("Q")
    for serials, rows in series.held.values():
        if len(set(serials)) < len(serials):
            found.extend(_repeated(serials, rows))
    for both in sorted(found):
        yield both >> 32, both & 0xFFFFFFFF


def _repeated(serials: Iterable[int], rows: Iterable[int]) -> Iterator[int]:
    """Both rows in one number, the later first."""
    first: dict[int, int] = {}
    for serial, row in zip(serials, rows, strict=True):
        if serial in first:
            yield row << 32 | first[serial]
        else:
            first[serial] = row
