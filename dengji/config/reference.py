"""Pages made from the tree itself: which tests carry which requirement row, and every DENGJI_ variable."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from dengji.config import env


def pages() -> dict[str, str]:
    """The requirement table and the environment."""
    return {
        "requirements.md": requirements(settings.BASE_DIR),
        "environment.md": environment(settings.BASE_DIR),
    }


def requirements(root: Path) -> str:
    """A table: requirement row, its kinds, the tests that carry it; with a count of those that have none."""
    carried = rows_carried(root / "tests")
    lines = []
    bare = 0
    for row, kinds in requirement_rows(root).items():
        tests = carried.get(row, [])
        bare += not tests and kinds != "D"
        lines.append(f"| {row} | {kinds} | {'<br>'.join(tests) or '—'} |")
    left = f"{bare} rows other than definitions have no test yet." if bare else "Every row has its test."
    head = f"# Requirement rows and the tests that carry them\n\n{left}\n"
    return "\n".join([head, "| row | kinds | tests |", "| --- | --- | --- |", *lines, ""])


def requirement_rows(root: Path) -> dict[str, str]:
    """Every row of docs/reference/requirement-ids.tsv, with its kinds (C, D, M, P, R, S, T, U)."""
    table = (root / "docs/reference/requirement-ids.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in table[1:] if line.strip())


def rows_carried(tests: Path) -> dict[str, list[str]]:
    """Row → the tests marked with it (`folder/test_module.py::test_name`), read without running any."""
    carried: dict[str, list[str]] = {}
    for path in sorted(tests.rglob("test_*.py")):
        where = path.relative_to(tests).as_posix()
        for name, row in marked(ast.parse(path.read_text(encoding="utf-8"))):
            carried.setdefault(row, []).append(f"{where}::{name}")
    return carried


def marked(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(test, row) for each `@pytest.mark.row(…)` on a test, on its class, or on one of its parameters.

    Parameters that stand in a list of the module are found by its name.
    """
    lists = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                for row in (*rows_in(decorator), *rows_named(decorator, lists)):
                    yield node.name, row


def rows_named(decorator: ast.AST, lists: dict[str, ast.expr]) -> Iterator[str]:
    """The rows in the lists of parameters that a decorator names."""
    for name in ast.walk(decorator):
        if isinstance(name, ast.Name) and name.id in lists:
            yield from rows_in(lists[name.id])


def rows_in(decorator: ast.AST) -> Iterator[str]:
    """The rows that a decorator names in `row(…)` calls."""
    for call in ast.walk(decorator):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "row":
            yield from (
                arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            )


def environment(root: Path) -> str:
    """A table of every variable that the settings read, with its default, read from their source."""
    lines = []
    for name in ("settings", "env"):
        source = (root / f"dengji/config/{name}.py").read_text(encoding="utf-8")
        lines += [row for node in ast.walk(ast.parse(source)) if (row := variable(node))]
    return "\n".join(
        ["# Environment", "", "| variable | kind | default |", "| --- | --- | --- |", *sorted(set(lines)), ""]
    )


def variable(node: ast.AST) -> str | None:
    """The table row of a call such as `env.number("IDLE_MINUTES", 30)`; None for any other node."""
    if not (
        isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ):
        return None
    name = ast.unparse(node.args[0]).lstrip("f").strip("\"'")
    kind = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if kind not in {"text", "flag", "number", "listed"}:
        return None
    given = [*node.args[1:], *(word.value for word in node.keywords)]
    default = f"`{ast.unparse(given[0])}`" if given else ""
    return f"| `{env.PREFIX}{name}` | {kind} | {default} |"
