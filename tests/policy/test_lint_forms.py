"""Forms of a pack: each mistake is refused with its line and a sentence."""

import pytest

from dengji.policy.engine.linter import lint
from tests.policy.small import VOCABULARY, given_loaded

FORMS = """\
forms:
  annex:
    label: "申请表"
    layout: "table"
    matters: ["initial"]
    document: "form"
    cite: "a3"
    groups:
      - label: "一、信息"
        parts:
          - {id: "kind", label: "类型", fill: ["{kind}"], fixed: true}
          - {id: "plans", label: "计划", entry: "rows", most: 6, columns: [{id: "done", label: "人数"}, {id: "good", label: "合格", at_most: "done"}]}
          - {id: "rooms", label: "场地", entry: "register", register: "venues"}
criteria:
"""  # noqa: E501 (as it stands in a pack)
APPLY = 'cite: "a3", documents: ["form"], outcomes: {submit: {goto: "check"}}'
WITH_FORMS = 'cite: "a3", sections: ["forms"], documents: ["form"], outcomes: {submit: {goto: "check"}}'


def told(old: str = "", new: str = "") -> list[str]:
    """What the linter says of the small pack with forms, changed."""
    assert old in FORMS
    changed = FORMS.replace(old, new, 1) if old else FORMS
    loaded = given_loaded(("criteria:\n", changed), (APPLY, WITH_FORMS))
    return [problem.sentence for problem in lint(loaded, vocabulary=VOCABULARY)]


def test_a_form_whose_parts_fit_has_no_mistake() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('document: "form"', 'document: "map"', "没有名为“map”的材料"),
        ('matters: ["initial"]', 'matters: ["renewal"]', "没有名为“renewal”的事项"),
        ('cite: "a3"', 'cite: "a9"', "引用的条款“a9”不在 articles 中"),
        ('"{kind}"', '"{king}"', "不认识的占位“{king}”"),
        ('fill: ["{kind}"], ', "", "不由申请人填写（fixed）的项应写明内容（fill）"),
        ('id: "rooms"', 'id: "plans"', "“plans”写了两次"),
        ("most: 6, ", "", "逐行填写（rows）的项应写明最多几行（most），其他项不写"),
        ('entry: "rows"', 'entry: "line"', "逐行填写（rows）的项应写明栏目（columns），其他项不写"),
        (
            'entry: "rows"',
            'entry: "rows", holds: "email"',
            "只有单行（line）的项可以写明填电话或者邮箱（holds）",
        ),
        ('"venues"', '"venues", offered: "plans"', "只有逐行填写（rows）的项可以写明从哪里选（offered）"),
        ('at_most: "done"', 'at_most: "gone"', "没有名为“gone”的栏目"),
        (', register: "venues"', "", "带入登记（register）的项应写明带入哪一项，其他项不写"),
    ],
)
def test_a_mistake_in_a_form_is_refused(old: str, new: str, sentence: str) -> None:
    assert sentence in told(old, new)


def test_a_form_that_its_matter_has_nowhere_to_fill_in_is_refused() -> None:
    loaded = given_loaded(("criteria:\n", FORMS))
    found = [problem.sentence for problem in lint(loaded, vocabulary=VOCABULARY)]
    assert any("没有地方填写" in sentence for sentence in found)
