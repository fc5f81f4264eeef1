"""The linter: each mistake that a pack can have is refused with its file, its line and a sentence."""

# A mistake, what it is changed to and what is said of it stand on one line.
# ruff: noqa: E501

import pytest

from dengji.policy.engine.linter import lint, lint_folder
from dengji.policy.engine.loader import parse
from tests.policy.small import SMALL, VOCABULARY, given_loaded, given_text, line_with


def told(*changes: tuple[str, str]) -> dict[str, int]:
    """What the linter says of the small pack, changed: sentence and line."""
    found = lint(given_loaded(*changes), vocabulary=VOCABULARY)
    assert {problem.file for problem in found} <= {"small/pack.yaml"}
    return {problem.sentence: problem.line for problem in found}


def test_the_small_pack_has_no_mistake() -> None:
    assert told() == {}


APPLY_STEP = 'documents: ["form"], outcomes: {submit: {goto: "check"}}'
NAMES = [
    ('label: "最少人数", value: 3, unit: "人", cite: "a1"', 'label: "最少人数", value: 3, unit: "人", cite: "a9"', "引用的条款“a9”不在 articles 中"),
    ('reading: "panel"', 'reading: "moon"', "没有名为“moon”的理解口径"),
    ('document: "form", choices', 'document: "map", choices', "没有名为“map”的材料"),
    ('signed_by: "clerk"', 'signed_by: "king"', "没有名为“king”的办理主体"),
    ('signed_by: "clerk", number: "filing"', 'signed_by: "clerk", number: "none"', "没有名为“none”的编号规则"),
    ('applicants: ["employer", "school"]', 'applicants: ["employer", "church"]', "没有名为“church”的机构类型"),
    ('unit: "year"}, number: "filing"', 'unit: "year"}, number: "none"', "没有名为“none”的编号规则"),
    ("pass_mark: 60", "pass_mark: 101", "合格分数高于各评分项满分之和"),
    ("minimum: 50", "minimum: 101", "评分项“人员”的最低分高于满分"),
    ('"{body}："', '"{body}和{king}："', "不认识的占位“{king}”"),
    ('"{body}："', '"{body："', "花括号没有成对"),
    ('unmet: "专职人员{staff}人', 'unmet: "专职人员{stuff}人', "不认识的占位“{stuff}”"),
    ('remedy: "增加到{least}人"', 'remedy: "增加到{most}人"', "不认识的占位“{most}”"),
    ('  - id: "clean"', '  - id: "staff"', "“staff”写了两次"),
    ('- {id: "lapse"', '- {id: "window"', "“window”写了两次"),
    ('- id: "visit"', '- id: "check"', "“check”写了两次"),
]  # fmt: skip
FACTS = [
    ('holds: {fact: "staff",', 'holds: {fact: "stuff",', "没有名为“stuff”的事实"),
    ('is: "at_least"', 'is: "about"', "没有名为“about”的判断"),
    ('{fact: "clean", is: "is_true"}', '{fact: "staff", is: "is_true"}', "判断“is_true”用于 boolean，事实“staff”的类型是 integer"),
    ('is: "at_least", min: "$least"', 'is: "at_least"', "判断“at_least”缺少 min"),
    ('is: "at_least", min: "$least"', 'is: "at_least", min: 3, max: 4', "判断“at_least”不用 max"),
    ('is: "at_least", min: "$least"', 'is: "at_least", min: "2024-01-01"', "min 的类型与事实“staff”（integer）不符：2024-01-01"),
    ('is: "at_least", min: "$least"', 'is: "one_of", values: [1, true]', "values 的类型与事实“staff”（integer）不符：True"),
    ('is: "at_least", min: "$least"', 'is: "ratio_at_least", of: "all_staff", ratio: {numerator: 2, denominator: 3}', "没有名为“all_staff”的事实"),
    ('is: "at_least", min: "$least"', 'is: "ratio_at_least", of: "clean", ratio: {numerator: 2, denominator: 3}', "事实“clean”的类型是 boolean，此处应为 integer"),
    ('applies: {fact: "site", is: "equals", value: "rented"}', 'applies: {fact: "site", is: "equals", value: "lent"}', "事实“site”没有“lent”这个选项，可用：own、rented"),
    ('satisfied_by: "verified"', 'satisfied_by: "proven"', "没有名为“proven”的事实"),
    ('satisfied_by: "verified"', 'satisfied_by: "site"', "事实“site”的类型是 text，此处应为 boolean"),
    ('unless: "verified"', 'unless: "renewed"', "没有名为“renewed”的事实"),
    ('parts: [{fact: "kind"', 'parts: [{fact: "staff"', "事实“staff”的类型是 integer，此处应为 text"),
    ("  verified: {kind", "  clean: {kind", "事实“clean”由系统得出，不必再声明"),
]  # fmt: skip
STEPS = [
    ('start: "apply"', 'start: "begin"', "没有名为“begin”的步骤"),
    ('{id: "apply", title: "申请", kind: "submission", actor: "applicant"', '{id: "apply", title: "申请", kind: "submission", actor: "nobody"', "没有名为“nobody”的办理主体"),
    (APPLY_STEP, APPLY_STEP.replace("form", "map"), "没有名为“map”的材料"),
    (APPLY_STEP, APPLY_STEP.replace("submit", "accept"), "submission 步骤“apply”缺少结果 submit"),
    (APPLY_STEP, APPLY_STEP + ', awaits: "moon"', "awaits 只用于 external 步骤"),
    ('conditions: ["staff", "clean"]', 'conditions: ["staff", "clean", "dirty"]', "没有名为“dirty”的条件"),
    ('criteria: "sheet"', 'criteria: "blank"', "没有名为“blank”的评分表"),
    ('panel: {min_seats: "$seats", criteria: "sheet", cite: "a3"}', "documents: []", "panel 步骤“visit”缺少 panel"),
    ('outcomes: {qualified: {goto: "public"}, unqualified: {end: "refused", remedy: "改好场地后再申请"}}', 'outcomes: {qualified: {goto: "public"}}', "panel 步骤“visit”缺少结果 unqualified"),
    ('otherwise: "public"', "documents: []", "步骤“visit”的 applies 与 otherwise 应同时写明"),
    ('otherwise: "public"', 'otherwise: "moon"', "没有名为“moon”的步骤"),
    ('clock: {length: "$period", starts: "published", at_least: true, cite: "a2"}', "documents: []", "publicity 步骤“public”缺少 clock"),
    ('starts: "published"', 'starts: "entered"', "公示期应自公示发布（published）起算"),
    ('close: {goto: "report"}, ', 'confirm: {goto: "report"}, ', "publicity 步骤“public”缺少结果 close"),
    ('cite: "a3", awaits: "network"', 'cite: "a3"', "external 步骤“report”缺少 awaits"),
    ("confirm: {end:", "decline: {end:", "external 步骤“report”缺少结果 confirm"),
    ('kind: "external", actor: "clerk", cite: "a3", awaits: "network"', 'kind: "selection", actor: "clerk", cite: "a3"', "selection 步骤“report”缺少结果 select"),
    ('accept: {goto: "visit"}', 'accept: {goto: "visit", end: "granted"}', "结果应在 goto、return_to、end 中恰好写一个"),
    ('accept: {goto: "visit"}', 'accept: {letter: "refusal"}', "结果应在 goto、return_to、end 中恰好写一个"),
    ('accept: {goto: "visit"}', 'accept: {goto: "vault"}', "没有名为“vault”的步骤"),
    ('return_to: "apply"', 'return_to: "vault"', "没有名为“vault”的步骤"),
    (', remedy: "改好场地后再申请"', "", "结果以“不予备案”办结，应写明申请人怎样改进（remedy）"),
    (', remedy: "改好后再申请"', "", "结果以“不予受理”办结，应写明申请人怎样改进（remedy）"),
    ('remedy: "改正问题后再申请"', 'remedy: "改到{least}人"', "不认识的占位“{least}”"),
    ('letter: "refusal"', 'letter: "poem"', "没有名为“poem”的文书"),
    ('experts: {label: "专家组", role: "expert"', 'experts: {label: "专家组", role: "reviewer"', "办理主体“专家组”没有写明由哪一级机关办理（seats）"),
    ("{serial: 3}", "{serial: 3, year: 2}", "编号组成应在 text、serial、year、division、filing、level、fact（配 map）中恰好写一个"),
    ("{serial: 3}", '{serial: 3, map: {a: "b"}}', "编号组成应在 text、serial、year、division、filing、level、fact（配 map）中恰好写一个"),
]  # fmt: skip
PATHS = [
    ('close: {goto: "report"}', 'close: {end: "granted"}', "步骤“report”无法到达", '{id: "report"'),
    (
        'confirm: {end: "granted"',
        'confirm: {end: "refused", remedy: "改好再报"',
        "事项“首次备案”没有任何路径可以办结为“准予”（granted）",
        "  initial:",
    ),
    ('otherwise: "public"', 'otherwise: "visit"', "步骤“visit”的 otherwise 绕回了自身", "otherwise:"),
]
NUMBERS = [
    ('value: 3, unit: "人"', 'value: 4, unit: "人"', "参数“least”与第一条的 anchor “不少于三人”不一致"),
    ('value: {n: 5, unit: "working_day"}', 'value: {n: 5, unit: "day"}', "参数“period”与第二条的 anchor “5个工作日”不一致"),
    (', reading: "panel"', "", "参数“seats”引用的第三条没有 anchor；文本未写明此数的，用 reading 指明所依据的理解口径"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), NAMES + FACTS + STEPS + NUMBERS)
def test_a_mistake_is_refused_with_its_line(old: str, new: str, sentence: str) -> None:
    found = told((old, new))
    said = [each for each in found if each.startswith(sentence)]
    assert said, found
    assert found[said[0]] in {changed_line(old), head_above(changed_line(old))}


@pytest.mark.parametrize(("old", "new", "sentence", "at"), PATHS)
def test_a_path_that_leads_nowhere_is_refused_with_its_line(
    old: str, new: str, sentence: str, at: str
) -> None:
    assert told((old, new))[sentence] == line_with(SMALL, at)


def changed_line(old: str) -> int:
    """The line of the small pack on which the change begins."""
    return SMALL[: SMALL.index(old)].count("\n") + 1


def head_above(line: int) -> int:
    """The line on which the step, or the part of the pack, around a line begins."""
    lines = SMALL.splitlines()[:line]
    return max(
        n for n, text in enumerate(lines, start=1) if text.lstrip().startswith(("- id:", "- {id:", "id:"))
    )


def test_a_pack_without_numbers_or_validity_has_no_mistake() -> None:
    text = given_text((', satisfied_by: "verified"', ""))
    bare = parse(text.partition("validity:")[0], "bare/pack.yaml")
    assert lint(bare, vocabulary=VOCABULARY) == []


def test_what_nothing_uses_is_said_and_not_refused() -> None:
    loaded = given_loaded(('conditions: ["staff", "clean"]', 'conditions: ["staff"]'), ('"$seats"', "3"))
    found = lint(loaded, vocabulary=VOCABULARY)
    assert [problem.sentence for problem in found if problem.warning] == [
        "参数“seats”没有任何规则使用",
        "条件“clean”没有任何步骤使用",
    ]
    assert all(problem.warning for problem in found)


def test_an_effect_that_no_room_has_is_said_and_not_refused() -> None:
    found = lint(given_loaded(), vocabulary=VOCABULARY, effects={"filing.grant"})
    assert [(problem.warning, problem.sentence) for problem in found] == [
        (True, "效果“filing.lapse”还没有实现，到此不能办理")
    ]
    (granting, _) = lint(given_loaded(), vocabulary=VOCABULARY, effects=())
    assert granting.line == line_with(SMALL, '{id: "report"')


def side_by_side(*changes: tuple[str, str]) -> list[str]:
    """What the linter says of the small pack beside another one, changed."""
    other = parse(given_text(('id: "SMALL"', 'id: "OTHER"'), *changes), "other/pack.yaml")
    found = lint_folder([given_loaded(), other], vocabulary=VOCABULARY)
    assert {(problem.file, problem.line) for problem in found} <= {
        ("other/pack.yaml", line_with(SMALL, "effective:"))
    }
    return [problem.sentence for problem in found]


DAYS = 'effective: {from: "2024-01-01", to: "2025-12-31"}'


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        (DAYS, DAYS, True),
        (DAYS, 'effective: {from: "2025-12-30"}', True),
        (DAYS, 'effective: {from: "2025-12-31"}', True),
        (DAYS, 'effective: {from: "2026-01-01"}', False),
        (DAYS, "effective: {}", False),
        ('jurisdiction: "990000"', 'jurisdiction: "990100"', False),
        ('regimes: ["skill_level"]', 'regimes: ["special_ability"]', False),
        ("  initial:\n", "  renewal:\n", False),
        ('stage: "issued"', 'stage: "consultation"', False),
        ('summary: "', 'supersedes: ["SMALL"]\nsummary: "', False),
        (DAYS, DAYS.replace("01-01", "06-01") + '\nsupersedes: ["小字〔2024〕1号"]', False),
    ],
)
@pytest.mark.row("CR-6")
def test_two_texts_in_force_for_one_matter_and_place_are_refused(old: str, new: str, refused: bool) -> None:
    sentence = "与 small/pack.yaml（SMALL）同时施行，对同一地区、同一评价类别规定了同一事项：首次备案"
    assert side_by_side((old, new)) == ([sentence] if refused else [])


def test_two_packs_of_one_name_are_refused() -> None:
    twin = parse(given_text(), "twin/pack.yaml")
    (problem,) = lint_folder([given_loaded(), twin], vocabulary=VOCABULARY)
    assert str(problem) == "twin/pack.yaml:2: 规则包编号“SMALL”与 small/pack.yaml 重复"
