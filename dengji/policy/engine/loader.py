"""Loads packs (装载规则包): YAML with its lines, parameters put in, every model checked."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dengji.policy.engine.document import Document, PackError, Place, Problem, line_of, read, strings
from dengji.policy.engine.pack import Pack

REFERENCE = re.compile(r"^\$([a-z][a-z0-9_]*)$")
SENTENCES = {
    "missing": "缺少必填的“{key}”",
    "extra_forbidden": "不认识的键“{key}”",
    "string_pattern_mismatch": "“{key}”的写法不对：{given}",
    "enum": "“{key}”不能是“{given}”，只能是：{expected}",
    "string_type": "“{key}”应为文字，请加引号：{given}",
    "int_type": "“{key}”应为整数：{given}",
    "int_parsing": "“{key}”应为整数：{given}",
    "bool_parsing": "“{key}”应为 true 或 false：{given}",
    "dict_type": "“{key}”应由“键: 值”组成",
    "list_type": "“{key}”应为列表",
    "too_short": "“{key}”不能为空",
    "string_too_short": "“{key}”太短：{given}",
    "string_too_long": "“{key}”太长",
    "greater_than": "“{key}”应大于零：{given}",
    "greater_than_equal": "“{key}”不能为负：{given}",
}


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """A pack as loaded: model, file, text, SHA-256, lines, and where parameters were put in."""

    pack: Pack
    file: str
    source: str
    sha256: str
    lines: dict[Place, int]
    references: dict[Place, str]

    def problem(self, place: Place, sentence: str, *, warning: bool = False) -> Problem:
        """A problem at a place of this pack."""
        return Problem(self.file, line_of(self.lines, place), sentence, warning)


def load_folder(folder: Path) -> list[LoadedPack]:
    """Every pack.yaml under the folder, by path; raises PackError with the problems of all of them."""
    loaded: list[LoadedPack] = []
    problems: list[Problem] = []
    for path in sorted(folder.rglob("pack.yaml")):
        try:
            loaded.append(load_pack(path))
        except PackError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    return loaded


def load_pack(path: Path) -> LoadedPack:
    """The pack in the file; raises PackError, OSError."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PackError([Problem(str(path), 1, "文件不是 UTF-8 文本")]) from error
    return parse(text, str(path))


def parse(text: str, name: str) -> LoadedPack:
    """The pack in the text; `name` stands for its file in problems. Raises PackError."""
    document = read(text, name)
    references, problems = _put_in(document, name)
    try:
        pack = Pack.model_validate(document.data)
    except ValidationError as error:
        raise PackError(problems + list(_problems(error, document, name))) from error
    if problems:
        raise PackError(problems)
    return LoadedPack(pack, name, text, sha256(pack), document.lines, references)


def canonical(pack: Pack) -> dict[str, Any]:
    """The pack as JSON values, without what its text does not say: a later schema changes no hash."""
    return pack.model_dump(mode="json", by_alias=True, exclude_unset=True)


def sha256(pack: Pack) -> str:
    """The SHA-256 of the pack's canonical JSON, in hexadecimal."""
    written = json.dumps(canonical(pack), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _put_in(document: Document, name: str) -> tuple[dict[Place, str], list[Problem]]:
    """Put the parameters' values where `$name` stands; the places, and a problem for each unknown name."""
    parameters = document.data.get("parameters")
    known = parameters if isinstance(parameters, dict) else {}
    references: dict[Place, str] = {}
    problems = []
    for place, text in list(strings(document.data)):
        named = REFERENCE.match(text)
        if not named or place[0] == "parameters":
            continue
        parameter = known.get(named[1])
        if isinstance(parameter, dict) and "value" in parameter:
            references[place] = named[1]
            _replace(document.data, place, parameter["value"])
        else:
            problems.append(Problem(name, document.line(place), f"没有名为“{named[1]}”的参数"))
    return references, problems


def _replace(data: Any, place: Place, value: Any) -> None:
    """Put a value at a place of the document."""
    for key in place[:-1]:
        data = data[key]
    data[place[-1]] = value


def _problems(error: ValidationError, document: Document, name: str) -> Iterator[Problem]:
    """One sentence for each place that a model refuses."""
    seen = set()
    for detail in error.errors(include_url=False):
        place, key = _place(detail, document.data)
        if (place, key) not in seen:
            seen.add((place, key))
            yield Problem(name, document.line(place), _sentence(detail, key, place))


def _place(detail: ErrorDetails, data: Any) -> tuple[Place, str]:
    """Where in the document an error lies (pydantic's own marks left out), and the key it speaks of."""
    place: Place = ()
    for part in detail["loc"]:
        inside = part in data if isinstance(data, dict) else isinstance(data, list) and isinstance(part, int)
        if inside:
            data, place = data[part], (*place, part)
    if detail["type"] == "missing":
        return place, str(detail["loc"][-1])
    named = [str(part) for part in place if isinstance(part, str)]
    return place, named[-1] if named else "规则包"


def _sentence(detail: ErrorDetails, key: str, place: Place) -> str:
    """The error in words, with the part of the pack that it lies in."""
    form = SENTENCES.get(detail["type"], "“{key}”的值不对：{given}")
    expected = detail.get("ctx", {}).get("expected", "")
    said = form.format(key=key, given=detail["input"], expected=str(expected).replace(" or ", ", "))
    within = ".".join(str(part) for part in place)
    return f"{said}（在 {within}）" if within else said
