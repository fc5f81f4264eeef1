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

    def put(self, name: str, serials: Iterable[int], rows: Iterable[int]) -> None:
        """Numbers of the series, each with its row."""
        mine = self.held.get(name)
        if mine is None:
            mine = self.held[name] = (array("I"), array("I"))
        mine[0].extend(serials)
        mine[1].extend(rows)

    def take(self, other: "Series", first: int) -> None:
        """All that another holds, whose rows are counted from `first`."""
        for name, (serials, rows) in other.held.items():
            self.put(name, serials, [row + first for row in rows])

    def bounds(self) -> Iterator[tuple[str, str, str]]:
        """The name of each series, with the first and the last number in it."""
        for name, (serials, _) in self.held.items():
            yield name, number_of(name, min(serials)), number_of(name, max(serials))

    def numbers(self, name: str) -> Iterator[tuple[str, int]]:
        """The numbers of one series, each with its row."""
        serials, rows = self.held[name]
        return ((number_of(name, serial), row) for serial, row in zip(serials, rows, strict=True))


def split(number: str) -> tuple[str, int]:
    """A number's series and its serial; what ends in no serial is a series of its own."""
    serial = number[-SERIAL:]
    if serial.isdecimal() and serial.isascii() and len(serial) == SERIAL:
        return number[:-SERIAL], int(serial)
    return WHOLE + number, 0


def number_of(name: str, serial: int) -> str:
    """The number again, of its series and its serial."""
    return name[1:] if name.startswith(WHOLE) else f"{name}{serial:0{SERIAL}d}"


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
    for row, serial in sorted(zip(rows, serials, strict=True)):
        if serial in first:
            yield row << 32 | first[serial]
        else:
            first[serial] = row
