"""Many certificates checked at once (批量核对): a sheet of numbers and names in, the same out with what is registered.

As in the look-up of one: whoever does not know the name learns nothing, and not which of the two was wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from dengji.certificates.forms import titles
from dengji.certificates.history import standing
from dengji.certificates.models import Certificate
from dengji.certificates.numbers import meant, normal
from dengji.evaluations.candidates.persons import name_digest, plain_name
from dengji.institutions.sheets import Cells, Form, filled, read, text
from dengji.occupations.levels import label

NUMBER, NAME = "证书编号", "姓名"
MATCHED, NOTHING, LEFT_OUT = "相符", "没有查到编号与姓名都相符的证书", "没有核对"
HEADS = (NUMBER, NAME, "核对结果", "状态", "证书", "职业", "等级", "评价机构", "发证日期", "更正日期", "说明")
READ = ("number", "named", "state", "regime", "occupation", "level", "body", "issued_on", "corrected_on")
PORTION = 300  # rows asked about at once, each in up to three spellings


class Line(NamedTuple):
    """A row of the sheet (核对的一行)."""

    number: str
    name: str

    @property
    def spellings(self) -> set[str]:
        """The number as it may stand on the register."""
        return {self.number.strip(), normal(self.number), meant(self.number)}


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a sheet (核对结果): its rows in their order, with what was said of each, and how many matched."""

    rows: Sequence[tuple[str, ...]]
    matched: int

    def sheet(self) -> bytes:
        """As xlsx; every cell is text, so nothing in it is worked out."""
        return filled("核对结果", HEADS, self.rows)


def _line(cells: Cells) -> Line:
    """A row as it is read. Raises Faulty."""
    return Line(text(cells, NUMBER, needed=True), text(cells, NAME, needed=True))


FORM = Form("证书核对", {NUMBER: "Y000012000900264000001", NAME: "张三"}, _line)


def checked(name: str, content: bytes) -> Checked:
    """批量核对: every row of the sheet answered. Raises NotAllowed where it is no such sheet."""
    sheet = read(FORM, name, content)
    answers: dict[int, tuple[str, ...]] = {}
    for fault in sheet.faulty:
        said = dict(zip(sheet.heads, sheet.lines[fault.number], strict=False))
        answers[fault.number] = _row(
            str(said.get(NUMBER, "")), str(said.get(NAME, "")), LEFT_OUT, says=str(fault)
        )
    lines = iter(sheet.entries)
    while portion := list(islice(lines, PORTION)):
        answers.update(_answered(portion))
    rows = [answers[number] for number in sorted(answers)]
    return Checked(rows, sum(row[2] == MATCHED for row in rows))


def _answered(portion: Sequence[tuple[int, Line]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    wanted = set().union(*(line.spellings for _, line in portion))
    found = {row["number"]: row for row in Certificate.objects.filter(number__in=wanted).values(*READ)}
    for number, line in portion:
        named = bytes.fromhex(name_digest(plain_name(line.name)))
        held = (found[each] for each in line.spellings if each in found)
        one = next((each for each in held if bytes(each["named"]) == named), None)
        yield number, _row(line.number, line.name, NOTHING) if one is None else _matched(line, one)


def _matched(line: Line, one: Mapping[str, Any]) -> tuple[str, ...]:
    worth = standing(one["state"], one["corrected_on"], ())
    told = (
        *(
            worth.label,
            titles()[one["regime"]],
            one["occupation"],
            label(one["level"]) if one["level"] else "",
        ),
        *(one["body"], str(one["issued_on"]), str(one["corrected_on"] or "")),
    )
    return _row(line.number, line.name, MATCHED, told, worth.says)


def _row(
    number: str, name: str, result: str, told: Sequence[str] = ("",) * 7, says: str = ""
) -> tuple[str, ...]:
    return (number, name, result, *told, says)
