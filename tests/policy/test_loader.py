"""Loading: YAML with its lines, parameters put in, and every mistake with its file, line and sentence."""

from pathlib import Path

import pytest

from dengji.policy.engine import pack as form
from dengji.policy.engine.document import PackError, Problem, read
from dengji.policy.engine.form import Length
from dengji.policy.engine.loader import canonical, load_folder, load_pack, parse, sha256
from dengji.policy.engine.pack import Pack
from tests.policy.small import SMALL, given_loaded, given_text, line_with


def mistakes(text: str) -> list[Problem]:
    """What the loader says of the text."""
    with pytest.raises(PackError) as refused:
        parse(text, "pack.yaml")
    return refused.value.problems


def test_a_pack_is_loaded_with_its_parameters_put_in() -> None:
    loaded = given_loaded()
    holds = loaded.pack.conditions[0].holds
    assert isinstance(holds, form.Test)
    assert holds.min == 3
    clock = loaded.pack.matters["initial"].steps[1].clock
    assert clock is not None
    assert clock.length == Length(n=5, unit="working_day")
    assert loaded.references["conditions", 0, "holds", "min"] == "least"


def test_a_pack_remembers_the_line_of_each_of_its_parts() -> None:
    loaded = given_loaded()
    assert loaded.problem(("articles", "a2", "anchor"), "x").line == line_with(SMALL, "  a2:")
    assert loaded.problem(("conditions", 0, "unmet", "deeper"), "x").line == line_with(SMALL, 'unmet: "专职')
    assert loaded.problem((), "x").line == 1


def test_the_hash_follows_what_is_said_and_not_how_it_is_written() -> None:
    spaced = given_text(("summary: ", "# a remark\nsummary:   "))
    assert parse(spaced, "other.yaml").sha256 == given_loaded().sha256
    assert given_loaded(("一个小办法", "一个新办法")).sha256 != given_loaded().sha256


def test_a_pack_read_back_from_its_canonical_form_has_the_same_hash() -> None:
    loaded = given_loaded()
    assert sha256(Pack.model_validate(canonical(loaded.pack))) == loaded.sha256


def test_two_packs_are_never_equal_and_each_equals_itself() -> None:
    first, second = given_loaded().pack, given_loaded().pack
    assert first == first
    assert first != second


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('summary: "', 'colour: "red"\nsummary: "', "不认识的键“colour”"),
        ('issuer: "某局"\n', "", "缺少必填的“issuer”"),
        ('jurisdiction: "990000"', 'jurisdiction: "99"', "“jurisdiction”的写法不对：99"),
        ('stage: "issued"', 'stage: "asleep"', "“stage”不能是“asleep”，只能是：'consultation', 'issued'"),
        ('summary: "一个小办法"', "summary: 12", "“summary”应为文字，请加引号：12"),
        ('regimes: ["skill_level"]', "regimes: []", "“regimes”不能为空"),
        ('kinds: {employer: "用人单位", school: "院校"}', 'kinds: "x"', "“kinds”应由“键: 值”组成"),
        ("max: 100", 'max: "many"', "“max”应为整数：many"),
        ("pass_mark: 60", "pass_mark: 0", "“pass_mark”应大于零：0"),
        ('min: "$least"', 'min: "$most"', "没有名为“most”的参数"),
        ("value: {n: 5, unit: \"working_day\"}", "value: {n: 5, unit: \"hour\"}", "“unit”的写法不对：hour"),
        ('"filing.grant"', '"filing.gift"', "“effect”不能是“filing.gift”"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_form_is_told_with_its_line(old: str, new: str, sentence: str) -> None:
    text = given_text((old, new))
    told = {problem.sentence: problem.line for problem in mistakes(text)}
    found = next(said for said in told if said.startswith(sentence))
    assert told[found] == (line_with(text, new.partition("\n")[0]) if new else 1)


def test_an_error_deep_inside_a_rule_says_where_it_lies() -> None:
    text = given_text(('{fact: "lacking", is: "is_empty"}', '{fact: "lacking", was: "is_empty"}'))
    found = mistakes(text)
    assert {problem.line for problem in found} == {line_with(text, "was:")}
    assert "不认识的键“was”（在 conditions.1.holds.all.1.any.0.was）" in [
        problem.sentence for problem in found
    ]


def test_all_mistakes_are_told_at_once() -> None:
    text = given_text(('min: "$least"', 'min: "$most"'), ('issuer: "某局"\n', ""))
    assert [problem.sentence for problem in mistakes(text)] == ["没有名为“most”的参数", "缺少必填的“issuer”"]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ('id: "A"\nid: "B"\n', 2, "同一处写了两个相同的键"),
        ('id: "A"\n  : [\n', 2, "YAML 写法有误"),
        ("- a\n- b\n", 1, "文件应由“键: 值”组成"),
        ("a: \x07\n", 1, "YAML 写法有误"),
    ],
)
def test_a_file_that_is_no_yaml_table_is_refused(text: str, line: int, sentence: str) -> None:
    (problem,) = mistakes(text)
    assert (problem.file, problem.line) == ("pack.yaml", line)
    assert problem.sentence.startswith(sentence)


def test_a_document_holds_plain_values_only() -> None:
    data = read("a: 0x10\nb: [true, null, 2024-01-31]\nc: |\n  x\nd: 1.5\n", "x").data
    assert [type(value) for value in (data["a"], data["c"])] == [int, str]
    assert data["b"][:2] == [True, None]
    assert str(data["b"][2]) == "2024-01-31"


def test_what_comes_in_by_a_merge_has_the_line_of_what_it_comes_into() -> None:
    document = read("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2\n", "x")
    assert document.data["b"] == {"y": 2, "x": 1}
    assert document.line(("b", "x")) == document.line(("b",)) == 2


def test_a_problem_reads_like_a_compilers() -> None:
    assert str(Problem("a.yaml", 3, "缺少")) == "a.yaml:3: 缺少"
    assert str(Problem("a.yaml", 3, "多余", warning=True)) == "a.yaml:3: 提示：多余"


def test_a_folder_gives_its_packs_by_path(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.yaml").write_text(
            given_text(('"SMALL"', f'"{name.upper()}"')), encoding="utf-8"
        )
    assert [loaded.pack.id for loaded in load_folder(tmp_path)] == ["A", "B"]


def test_a_folder_tells_the_mistakes_of_all_its_packs(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.yaml").write_text("- nothing\n", encoding="utf-8")
    with pytest.raises(PackError) as refused:
        load_folder(tmp_path)
    assert len(refused.value.problems) == 2


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_bytes("title: 办法".encode("gb18030"))
    with pytest.raises(PackError, match="不是 UTF-8"):
        load_pack(path)
