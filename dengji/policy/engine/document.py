"""A pack's file as a plain document that remembers its lines (带行号的文档)."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

Place = tuple[str | int, ...]
"""Where in a document: keys and positions from its top."""


class Problem(NamedTuple):
    """One thing wrong in a pack (规则包问题): file, line from 1, sentence. A warning refuses nothing."""

    file: str
    line: int
    sentence: str
    warning: bool = False

    def __str__(self) -> str:
        """As a compiler says it: file, line, sentence."""
        return f"{self.file}:{self.line}: {'提示：' if self.warning else ''}{self.sentence}"


class PackError(Exception):
    """A pack that cannot be used, with every problem found (规则包有误)."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems; the message is their lines."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Document(NamedTuple):
    """Plain values of a YAML 1.2 file, and the line of every place in it."""

    data: dict[str, Any]
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it."""
        return line_of(self.lines, place)


def line_of(lines: dict[Place, int], place: Place) -> int:
    """The line of a place, or of the nearest thing around it that has one."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def read(text: str, name: str) -> Document:
    """The document in `text`; raises PackError where it is no YAML 1.2, or repeats a key."""
    try:
        root = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        raise PackError([Problem(name, _marked(error), "同一处写了两个相同的键")]) from error
    except MarkedYAMLError as error:
        raise PackError([Problem(name, _marked(error), f"YAML 写法有误：{error.problem}")]) from error
    except (YAMLError, ValueError) as error:
        raise PackError([Problem(name, 1, f"YAML 写法有误：{error}")]) from error
    if not isinstance(root, CommentedMap):
        raise PackError([Problem(name, 1, "文件应由“键: 值”组成")])
    lines: dict[Place, int] = {}
    return Document(_plain(root, (), lines), lines)


def _marked(error: MarkedYAMLError) -> int:
    """The line that a YAML error points to."""
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _plain(node: Any, place: Place, lines: dict[Place, int]) -> Any:
    """The node without ruamel's own types; notes each child's line on the way."""
    if isinstance(node, CommentedMap):
        return {
            key: _child(node.lc.data.get(key), value, (*place, key), lines) for key, value in node.items()
        }
    if isinstance(node, CommentedSeq):
        return [_child(node.lc.data.get(at), value, (*place, at), lines) for at, value in enumerate(node)]
    if node is None or isinstance(node, bool | date):
        return node
    if isinstance(node, int):
        return int(node)
    return str(node) if isinstance(node, str) else node


def _child(mark: list[int] | None, value: Any, place: Place, lines: dict[Place, int]) -> Any:
    """One child as a plain value, its line noted."""
    if mark:
        lines[place] = mark[0] + 1
    return _plain(value, place, lines)


def strings(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text in a document with its place."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from strings(value, (*place, key))
