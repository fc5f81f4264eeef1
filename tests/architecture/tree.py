"""The project's own modules, read once as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Module(NamedTuple):
    """One Python file: where it lies below the project, its text, and what it says."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self.text.count("\n")

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Every function and method in it."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef))


@cache
def modules(folder: str) -> tuple[Module, ...]:
    """Every module below a folder of the project but for migrations, which Django writes."""
    files = sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)
    texts = [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in files]
    return tuple(Module(path, text, ast.parse(text)) for path, text in texts)


def is_view(path: str) -> bool:
    """True for a module that holds the views of a desk."""
    parts = Path(path).parts
    return parts[:2] == ("dengji", "web") and ("views" in parts or parts[-1] == "views.py")


def length(function: ast.FunctionDef) -> int:
    """The lines of a function, from its `def` to its last, without the decorators."""
    return (function.end_lineno or function.lineno) - function.lineno + 1
