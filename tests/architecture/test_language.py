"""The words of the house: no place and no row of the law in Python, plain names, no clock of its own."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin

from dengji.config.reference import requirement_rows
from tests.architecture.tree import ROOT, Module, is_view, modules

HOUSE = modules("dengji")
BANNED_PREFIXES = ("get_", "do_", "handle_", "process_")
# Named by Django, which calls them: there is no other door to what they answer.
DJANGOS = {
    "process_exception",
    "process_view",
    "get_context_data",
    "get_default_redirect_url",
    "receive_data_chunk",
}
BANNED_WORDS = {"manager", "service", "util", "utils", "helper", "helpers", "data", "info"}
BANNED_MODULES = {
    "core",
    "common",
    "util",
    "utils",
    "helper",
    "helpers",
    "manager",
    "managers",
    "services",
    "misc",
}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "timezone.now"}
BARE_CLOCKS = {"localdate", "localtime"}  # with a moment they convert it, without one they read the clock
STAMPS = {"auto_now", "auto_now_add"}  # of a column: Django would read its own clock
CLOCK = "dengji/clock.py"
OURS = {"clock.now", "clock.today"}
# Where our clock may be read: what people touch, what acts by itself, and the commands typed at a terminal.
CLOCK_KEEPERS = ("dengji/web/", "dengji/monitors/", "dengji/config/", "dengji/demo/")
SUFFIX = re.compile(r"(特别行政区|(壮族|回族|维吾尔)?自治区|省|市|地区|盟|(.{1,3}族)+自治州)$")
SHIPPED = ("packs", "data", "demo", "dengji")  # where reference data may lie
ZONE = "Asia/Shanghai"  # the name of the time zone in the IANA table, not of the place


def place_names() -> set[str]:
    """Provinces and prefectures: in full, short (without 省, 市 …) and in pinyin."""
    table = next(path for folder in SHIPPED for path in (ROOT / folder).rglob("divisions*.csv"))
    with table.open(encoding="utf-8-sig", newline="") as rows:
        full = {row["name"] for row in csv.DictReader(rows) if row["rank"] in {"province", "prefecture"}}
    short = {stem for name in full if len(stem := SUFFIX.sub("", name)) > 1}
    latin = {"".join(lazy_pinyin(name)) for name in short}
    return full | short | {name for name in latin if len(name) > 4}  # a shorter one is also a surname


def found(words: set[str], text: str) -> set[str]:
    """Which of the words stand in a text; those in Latin letters count as whole words only."""
    latin = set(re.findall(r"[a-z]+", text.lower()))
    return {word for word in words if (word in latin if word.isascii() else word in text)}


def test_no_place_is_named_in_python() -> None:
    places = place_names()
    named = {module.path: found(places, module.text.replace(ZONE, "")) for module in HOUSE}
    assert {path: names for path, names in named.items() if names} == {}


def test_the_four_places_are_among_the_names_looked_for() -> None:
    assert {"吉林", "福建", "天津", "忻州", "忻州市", "xinzhou"} <= place_names()


def test_no_requirement_row_is_spelt_in_python() -> None:
    rows = re.compile("|".join(rf"(?<![\w-]){re.escape(row)}(?![\w.-])" for row in requirement_rows(ROOT)))
    assert {module.path: rows.findall(module.text) for module in HOUSE if rows.search(module.text)} == {}


def test_no_function_begins_with_a_word_that_says_nothing() -> None:
    named = [f"{m.path}::{f.name}" for m in HOUSE for f in m.functions() if says_nothing(f.name)]
    assert named == []


def test_no_name_is_made_of_a_word_that_says_nothing() -> None:
    assert [n for m in HOUSE for n in names_in(m) if n not in DJANGOS and BANNED_WORDS & words_of(n)] == []


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [
        module.path for module in HOUSE if BANNED_MODULES & {*Path(module.path).with_suffix("").parts}
    ] == []


def test_there_is_one_clock() -> None:
    others = [module for module in HOUSE if module.path != CLOCK]
    assert [where for module in others for where in clock_readings(module)] == []
    assert list(clock_readings(next(module for module in HOUSE if module.path == CLOCK))) != []


def test_only_the_outermost_rooms_read_the_clock() -> None:
    inner = [
        m for m in HOUSE if not m.path.startswith(CLOCK_KEEPERS) and "/management/commands/" not in m.path
    ]
    assert [m.path for m in inner if any(map(reads_ours, ast.walk(m.tree)))] == []


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("localdate(at)", False),
        ("localdate()", True),
        ("timezone.localtime()", True),
        ("datetime.now(tz=UTC)", True),
        ("models.DateTimeField(default=timezone.now)", True),
        ("models.DateTimeField(auto_now_add=True)", True),
        ("case.now", False),
        ("clock.now()", False),
    ],
)
def test_the_clock_is_seen_wherever_it_is_read(said: str, *, reads: bool) -> None:
    nodes = ast.walk(ast.parse(said, mode="eval"))
    assert any(isinstance(node, ast.expr) and reads_clock(node) for node in nodes) is reads


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("clock.today()", True),
        ("accept(case, at=clock.now())", True),
        ("partial(clock.now)", True),
        ("from dengji.clock import now", True),
        ("from dengji.clock import ahead", False),
        ("case.clock.due", False),
    ],
)
def test_our_own_clock_is_seen_wherever_it_is_read(said: str, *, reads: bool) -> None:
    assert any(map(reads_ours, ast.walk(ast.parse(said)))) is reads


def test_no_view_asks_the_tables_itself() -> None:
    views = [module for module in HOUSE if is_view(module.path)]
    asked = [m.path for m in views for node in ast.walk(m.tree) if is_table(node)]
    assert asked == []


def test_no_desk_imports_another() -> None:
    desks = [m for m in HOUSE if re.match(r"dengji/web/(body|office|expert|public|api)/", m.path)]
    crossed = [
        f"{m.path}: {name}" for m in desks for name in imported(m) if desk_of(name) not in {None, desk(m)}
    ]
    assert crossed == []


def test_every_module_says_what_it_answers_for() -> None:
    assert [module.path for module in HOUSE if not ast.get_docstring(module.tree)] == []


def test_every_public_function_says_what_it_does() -> None:
    assert [f"{m.path}::{f.name}" for m in HOUSE for f in public(m) if not ast.get_docstring(f)] == []


@pytest.mark.parametrize("mark", ["TO" + "DO", "FIX" + "ME", "mark." + "skip", "mark." + "xfail"])
def test_nothing_is_left_for_later(mark: str) -> None:
    assert [module.path for module in (*HOUSE, *modules("tests")) if mark in module.text] == []


def says_nothing(name: str) -> bool:
    """True for a name that begins with a banned word, but for those that Django gives."""
    return name.startswith(BANNED_PREFIXES) and name not in DJANGOS


def names_in(module: Module) -> Iterator[str]:
    """The functions and classes that a module names."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


def words_of(name: str) -> set[str]:
    """The words of a name, whether parted_so or PartedSo."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def clock_readings(module: Module) -> Iterator[str]:
    """Where a module asks what time it is, as `path:line`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.expr) and reads_clock(node):
            yield f"{module.path}:{node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.timezone":
            yield from (f"{module.path}:{node.lineno}" for each in node.names if each.name == "now")


def reads_clock(node: ast.expr) -> bool:
    """True for `timezone.now` and its like, called or handed on, for `localdate()` without a moment, and stamps."""
    if isinstance(node, ast.Call) and not node.args and not node.keywords:
        return ast.unparse(node.func).split(".")[-1] in BARE_CLOCKS
    if isinstance(node, ast.Call):
        return any(word.arg in STAMPS for word in node.keywords)
    return isinstance(node, ast.Attribute) and last_two(node) in CLOCKS


def reads_ours(node: ast.AST) -> bool:
    """True for `clock.now` and `clock.today`, called, handed on or imported by name."""
    if isinstance(node, ast.ImportFrom) and node.module == "dengji.clock":
        return any(f"clock.{each.name}" in OURS for each in node.names)
    return isinstance(node, ast.Attribute) and last_two(node) in OURS


def last_two(node: ast.Attribute) -> str:
    """The last two parts of a dotted name."""
    return ".".join(ast.unparse(node).split(".")[-2:])


def is_table(node: ast.AST) -> bool:
    """True for `Something.objects` and the like."""
    return isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}


def imported(module: Module) -> Iterator[str]:
    """The dotted names that a module imports."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)


def desk_of(name: str) -> str | None:
    """The desk that a dotted name lies in, if any."""
    match = re.match(r"dengji\.web\.(body|office|expert|public|api)(\.|$)", name)
    return match[1] if match else None


def desk(module: Module) -> str | None:
    """The desk that a module lies in, if any."""
    return desk_of(module.path.removesuffix(".py").replace("/", "."))


def public(module: Module) -> Iterator[ast.FunctionDef]:
    """The functions at the top of a module that other modules may call."""
    return (
        node
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    )
