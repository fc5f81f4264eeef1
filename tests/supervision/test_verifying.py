"""A published draw done again: what is right passes, and every change of it is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dengji.config.command import run
from dengji.supervision import drawing
from dengji.supervision.verifying import checked, good
from tests.supervision.test_drawing import SEED, URN

BEFORE: dict[str, Any] = {
    "list": drawing.as_json(URN),
    "list_digest": drawing.digest(URN),
    "commitment": drawing.commitment(SEED),
}
AFTER: dict[str, Any] = {
    **BEFORE,
    "seed": SEED,
    "public_value": "3208.14",
    "drawn": [
        {"body": each.body, "group": each.group, "inspectors": list(each.inspectors)}
        for each in drawing.drawn(URN, SEED, "3208.14")
    ],
}


def altered(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The published file with something changed."""
    copy: dict[str, Any] = json.loads(json.dumps(AFTER))
    change(copy)
    return copy


def test_an_honest_draw_is_found_right_before_and_after() -> None:
    assert good(checked(BEFORE))
    found = checked(AFTER, BEFORE)
    assert good(found)
    assert "重新计算，抽中的8家机构" in found[-1].says


@pytest.mark.row("TJ21-19.1")
@pytest.mark.parametrize(
    "change",
    [
        lambda file: file["drawn"][0].update(body="B11"),
        lambda file: file["drawn"].pop(),
        lambda file: file["drawn"][0]["inspectors"].reverse(),
        lambda file: file.update(seed="5f" * 32),
        lambda file: file.update(public_value="3208.15"),
        lambda file: file["list"]["groups"][0]["bodies"].pop(),
        lambda file: file["list"].update(bars=[["B00", "D00"]]),
        lambda file: file.update(list={"v": 9}),
        lambda file: file.update(drawn=None),
    ],
)
def test_a_draw_changed_after_its_hash_was_published_is_told(
    change: Callable[[dict[str, Any]], object],
) -> None:
    assert not good(checked(altered(change)))


def test_another_seed_with_its_own_hash_is_told_by_the_file_from_before() -> None:
    other = "5f" * 32

    def grind(file: dict[str, Any]) -> None:
        file.update(seed=other, commitment=drawing.commitment(other), public_value="")
        came = drawing.drawn(URN, other)
        file["drawn"] = [{"body": e.body, "group": e.group, "inspectors": list(e.inspectors)} for e in came]

    assert good(checked(altered(grind)))
    assert [each.says for each in checked(altered(grind), BEFORE) if not each.good] == [
        "种子摘要与抽取前公布的种子摘要不一致。"
    ]


def test_the_command_says_each_finding_and_ends_with_one_if_something_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after, wrong = (tmp_path / name for name in ("before.json", "after.json", "wrong.json"))
    before.write_text(json.dumps(BEFORE))
    after.write_text(json.dumps(AFTER))
    wrong.write_text(json.dumps(altered(lambda file: file["drawn"].reverse())))
    run(["draw", "verify", str(after), "--before", str(before)])
    said = capsys.readouterr().out
    assert said.count("✓") == 5
    assert "✕" not in said
    with pytest.raises(SystemExit) as ended:
        run(["draw", "verify", str(wrong)])
    assert ended.value.code == 1
    assert "✕ 用公布的名单和种子重新计算，结果与公布的不一致。" in capsys.readouterr().out
