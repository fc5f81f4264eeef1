"""A procedure as a drawing (流程图): one box a step from top to bottom, its other outcomes beside it.

The drawing is SVG without styles of its own (the sheet has them); the list of steps says the same in words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dengji.policy.engine.pack import Pack, Step
from dengji.policy.engine.path import Edge, diagram, steps_of
from dengji.policy.engine.terms import End, StepKind, Verb
from dengji.policy.engine.timing import period_of
from dengji.workdays.words import period_in_words

LINE, SMALL = 22, 18  # heights of a line of a title and of a label
LANE, BOX, BRANCH, PILL = 16, 260, 176, 168  # widths
PAD, GAP, LETTER = 12, 30, 13.5
TITLE_SIZE = 15


class Branch(NamedTuple):
    """An outcome that does not lead to the step below (旁支): its words, and what it leads to."""

    labels: tuple[str, ...]
    target: str
    says: tuple[str, ...]

    @property
    def height(self) -> int:
        """What it takes in height."""
        return max(len(self.labels) * SMALL, len(self.says) * SMALL + 10) + 8


@dataclass(frozen=True, slots=True)
class Row:
    """A step in the drawing: where it stands, its title, who acts and in what time, where it leads."""

    id: str
    number: int
    kind: StepKind
    lines: tuple[str, ...]
    below: tuple[str, ...]
    down: tuple[str, ...]
    branches: tuple[Branch, ...]
    top: int
    height: int

    @property
    def middle(self) -> int:
        """The height of its middle."""
        return self.top + self.height // 2


class Lane(NamedTuple):
    """A line beside the boxes (连线) from steps to one that is not the next: all of one target share it."""

    target: str
    sources: tuple[str, ...]
    place: int


def drawn(pack: Pack, matter: str, key: str) -> SafeString:
    """The procedure of a matter as SVG; `key` keeps its names apart on a page. Raises NoSuchMatter."""
    rows = rows_of(pack, matter)
    lanes = lanes_of(rows)
    left = PAD + LANE * (max((lane.place for lane in lanes), default=-1) + 2)
    end = rows[-1].top + rows[-1].height + GAP + max(len(rows[-1].down), 1) * SMALL
    size = (left + BOX + BRANCH + PILL + PAD, end + 48)
    title = f"{pack.matters[matter].title}流程图，共{len(rows)}步；图后的步骤清单是同样内容的文字。"
    parts = [
        *(_lane(lane, rows, left, key) for lane in lanes),
        *(_row(row, left, key) for row in rows),
        _granted(pack, matter, left + BOX // 2, end),
    ]
    return format_html(
        '<svg class="flow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" '
        'role="img" aria-labelledby="{2}-title"><title id="{2}-title">{3}</title>'
        '<defs><marker id="{2}-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path class="flow-tip" d="M0 0 10 5 0 10z"/></marker></defs>{4}</svg>',
        *size,
        key,
        title,
        _joined(parts),
    )


def rows_of(pack: Pack, matter: str) -> list[Row]:
    """The steps of a drawing, each placed below the one before."""
    picture = diagram(pack, matter)
    steps = steps_of(pack, matter)
    numbers = {step.id: number for number, step in enumerate(steps, 1)}
    names = {node.id: node.label for node in picture.nodes}
    rows: list[Row] = []
    top = PAD
    for number, step in enumerate(steps, 1):
        after = steps[number].id if number < len(steps) else f"end_{End.GRANTED}"
        edges = [edge for edge in picture.edges if edge.source == step.id and edge.verb is not Verb.WITHDRAW]
        down = tuple(edge.label for edge in edges if edge.target == after)
        aside = _branches([edge for edge in edges if edge.target != after], numbers, names)
        lines = tuple(wrapped(f"{number}　{step.title}", BOX - 24, TITLE_SIZE))
        below = tuple(wrapped(_who(pack, step), BOX - 24, LETTER))
        tall = len(lines) * LINE + len(below) * SMALL + 18
        height = max(tall, sum(branch.height for branch in aside) + 8)
        rows.append(Row(step.id, number, step.kind, lines, below, down, aside, top, height))
        top += height + GAP + max(len(down), 1) * SMALL
    return rows


def _who(pack: Pack, step: Step) -> str:
    """Who acts, and in what time where the text sets one."""
    actor = pack.actors[step.actor].label
    if step.clock is None:
        return actor
    length = period_in_words(period_of(step.clock.length))
    return f"{actor}，{'不少于' if step.clock.at_least else ''}{length}{'' if step.clock.at_least else '内'}"


def _branches(edges: Iterable[Edge], numbers: dict[str, int], names: dict[str, str]) -> tuple[Branch, ...]:
    """What leads elsewhere, outcomes with one target together."""
    grouped = [(target, [edge.label for edge in same]) for target, same in groupby(edges, lambda e: e.target)]
    return tuple(
        Branch(
            tuple(line for label in labels for line in wrapped(label, BRANCH - 24, LETTER)),
            target,
            tuple(wrapped(_leads(target, numbers, names), PILL - 16, LETTER)),
        )
        for target, labels in grouped
    )


def _leads(target: str, numbers: dict[str, int], names: dict[str, str]) -> str:
    """Where a branch leads, in words."""
    if target in numbers:
        return f"到第{numbers[target]}步 {names[target]}"
    return f"办结：{names[target]}"


def lanes_of(rows: Sequence[Row]) -> list[Lane]:
    """The lines to steps that are not the next one, short ones next to the boxes."""
    order = {row.id: place for place, row in enumerate(rows)}
    sources: dict[str, list[str]] = {}
    for row in rows:
        for branch in row.branches:
            if branch.target in order:
                sources.setdefault(branch.target, []).append(row.id)
    spans = {
        target: (
            min(order[each] for each in [target, *froms]),
            max(order[each] for each in [target, *froms]),
        )
        for target, froms in sources.items()
    }
    placed: list[Lane] = []
    for target in sorted(spans, key=lambda each: (spans[each][1] - spans[each][0], spans[each])):
        taken = {lane.place for lane in placed if _meet(spans[lane.target], spans[target])}
        place = next(at for at in range(len(spans)) if at not in taken)
        placed.append(Lane(target, tuple(sources[target]), place))
    return placed


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share a row."""
    return one[0] <= other[1] and other[0] <= one[1]


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines that fit: a Chinese letter takes a whole square, a Latin one half."""
    lines, line, used = [], "", 0.0
    for letter in text:
        takes = size / 2 if letter.isascii() else size
        if line and used + takes > width:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + letter, used + takes
    return [*lines, line]


def _row(row: Row, left: int, key: str) -> SafeString:
    """A step with what leads from it."""
    foot = row.top + row.height
    after = foot + GAP + max(len(row.down), 1) * SMALL
    box = format_html(
        '<rect class="flow-box flow-{}" x="{}" y="{}" width="{}" height="{}" rx="6"/>',
        row.kind,
        left,
        row.top,
        BOX,
        row.height,
    )
    down = row.middle - len(row.below) * SMALL // 2
    words = _words(row.lines, left + PAD, down, LINE, "flow-title")
    who = _words(row.below, left + PAD, row.middle + len(row.lines) * LINE // 2, SMALL, "flow-who")
    return _joined(
        [box, words, who, _down(row, left + BOX // 2, foot, after, key), _aside(row, left + BOX, key)]
    )


def _down(row: Row, x: int, foot: int, after: int, key: str) -> SafeString:
    """The arrow to the step below, with its words; nothing where none leads there."""
    if not row.down:
        return mark_safe("")
    line = format_html(
        '<path class="flow-line" d="M{} {}V{}" marker-end="url(#{}-tip)"/>', x, foot, after - 2, key
    )
    return _joined([line, _words(row.down, x + 10, (foot + after) // 2 - 2, SMALL, "flow-label")])


def _aside(row: Row, x: int, key: str) -> SafeString:
    """The other outcomes, one below the other."""
    parts: list[SafeString] = []
    top = row.middle - sum(branch.height for branch in row.branches) // 2
    for branch in row.branches:
        middle = top + branch.height // 2
        parts += [_branch(branch, x, middle, key)]
        top += branch.height
    return _joined(parts)


def _branch(branch: Branch, x: int, middle: int, key: str) -> SafeString:
    """One outcome: a line, its words on it, and what it leads to."""
    tall = len(branch.says) * SMALL + 10
    ends = "flow-end" if branch.target.startswith("end_") else "flow-jump"
    label_width = max(_width(line) for line in branch.labels) + 8
    return _joined(
        [
            format_html(
                '<path class="flow-line" d="M{} {}H{}" marker-end="url(#{}-tip)"/>',
                x,
                middle,
                x + BRANCH - 2,
                key,
            ),
            format_html(
                '<rect class="flow-ground" x="{}" y="{}" width="{}" height="{}"/>',
                x + 8,
                middle - len(branch.labels) * SMALL // 2,
                label_width,
                len(branch.labels) * SMALL,
            ),
            _words(branch.labels, x + 12, middle, SMALL, "flow-label"),
            format_html(
                '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="14"/>',
                ends,
                x + BRANCH,
                middle - tall // 2,
                PILL,
                tall,
            ),
            _words(branch.says, x + BRANCH + 10, middle, SMALL, "flow-label"),
        ]
    )


def _width(line: str) -> float:
    """The width of a label."""
    return sum(LETTER / 2 if letter.isascii() else LETTER for letter in line)


def _lane(lane: Lane, rows: Sequence[Row], left: int, key: str) -> SafeString:
    """A line down or up the left side, from its sources into its target."""
    by_id = {row.id: row for row in rows}
    x = left - LANE * (lane.place + 1)
    target = by_id[lane.target].top + 16
    lines = [
        format_html(
            '<path class="flow-line flow-lane" d="M{} {}H{}V{}H{}" marker-end="url(#{}-tip)"/>',
            left,
            by_id[source].top + by_id[source].height - 12,
            x,
            target,
            left - 2,
            key,
        )
        for source in lane.sources
    ]
    return _joined(lines)


def _granted(pack: Pack, matter: str, x: int, top: int) -> SafeString:
    """The end that everybody hopes for, below the last step."""
    words = End.GRANTED.label
    return _joined(
        [
            format_html(
                '<rect class="flow-good" x="{}" y="{}" width="140" height="36" rx="18"/>', x - 70, top
            ),
            format_html('<text class="flow-title flow-middle" x="{}" y="{}">{}</text>', x, top + 24, words),
        ]
    )


def _words(lines: Sequence[str], x: int, middle: int, height: int, style: str) -> SafeString:
    """Lines of text around a middle height."""
    first = middle - len(lines) * height // 2 + height - 6
    return format_html_join(
        "",
        '<text class="{}" x="{}" y="{}">{}</text>',
        ((style, x, first + place * height, line) for place, line in enumerate(lines)),
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    """Parts of a drawing, one after the other."""
    return format_html_join("", "{}", ((part,) for part in parts))
