"""What a text says of carrying out evaluations: whom, how, what is kept; and matters about plans that fit together."""

# A change of the small pack stands on one line.
# ruff: noqa: E501

import pytest

from dengji.policy.engine.practice import Category, Medium, Method, Volume, Watch
from dengji.policy.engine.terms import About
from tests.policy.small import given_pack
from tests.policy.test_matters import Change, below, beside, doing, told

PLAN = 'about: "plan"'
PRACTICE = 'practice: {plan_number: "filing"}'
PEOPLE = 'practice: {plan_number: "filing", populations: [{audience: "own_staff", who: ["employee"], cite: "a3"}, {audience: "own_staff", who: ["intern"], cite: "a3"}]}'
METHODS = 'practice: {plan_number: "filing", methods: [{methods: ["theory"], kinds: ["employer", "school"], cite: "a3"}, {methods: ["direct"], kinds: ["employer"], cite: "a3"}]}'
KEPT = '{id: "video", label: "视频", volume: "process", medium: "video", length: {n: 1, unit: "year"}, cite: "a3"}'
VOID = '{id: "entry", label: "申报条件", cite: "a3"}'

MISTAKES: list[tuple[tuple[Change, ...], str]] = [
    ((beside(PLAN),), "有评价计划的文本，应写明评价实施的规定（practice）"),
    ((doing("plan.approve"),), "对评价计划产生效果的事项，应写明 about: plan"),
    ((doing("batch.void"),), "对评价计划产生效果的事项，应写明 about: plan"),
    ((beside('deadline: {anchor: "starts_on", length: "$period", cite: "a2"}'),), "从计划日期起算的期限，用于 about: plan 的事项"),
    ((beside(PLAN, 'deadline: {anchor: "starts_on", length: "$period", reading: "moon", cite: "a2"}'), below(PRACTICE)), "没有名为“moon”的理解口径"),
    ((beside(PLAN), doing("filing.renew"), below(PRACTICE)), "对已有备案产生效果的事项，应写明 about: filing"),
    ((below('practice: {plan_number: "moon"}'),), "没有名为“moon”的编号规则"),
    ((below(METHODS.replace('"school"]', '"moon"]')),), "没有名为“moon”的机构类型"),
    ((below(f'practice: {{plan_number: "filing", kept: [{KEPT}, {KEPT}]}}'),), "“video”写了两次"),
    ((below(f'practice: {{plan_number: "filing", unrecognised: [{VOID}, {VOID}]}}'),), "“entry”写了两次"),
    ((below(PEOPLE.replace('"a3"', '"a9"')),), "引用的条款“a9”不在 articles 中"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence"), MISTAKES)
def test_what_does_not_fit_together_about_plans_is_refused(
    changes: tuple[Change, ...], sentence: str
) -> None:
    assert sentence in told(*changes)


@pytest.mark.parametrize(
    "changes",
    [
        (beside(PLAN), doing("plan.approve"), below(PRACTICE)),
        (beside(PLAN, 'deadline: {anchor: "ends_on", length: "$period", reading: "panel", cite: "a2"}'), below(PRACTICE), doing("results.confirm")),
        (below(METHODS),),
        (below(f'practice: {{plan_number: "filing", kept: [{KEPT}], unrecognised: [{VOID}]}}'),),
    ],
)  # fmt: skip
def test_what_fits_together_about_plans_is_taken(changes: tuple[Change, ...]) -> None:
    assert told(*changes) == {}


def test_a_text_says_whom_a_body_may_evaluate_or_says_nothing_of_it() -> None:
    practice = given_pack(below(PEOPLE)).practice
    assert practice is not None
    assert practice.categories("own_staff") == frozenset({Category.EMPLOYEE, Category.INTERN})
    assert practice.categories("public") is None


def test_a_text_says_which_methods_a_kind_of_body_may_choose_or_leaves_it_to_the_body() -> None:
    practice, free = given_pack(below(METHODS)).practice, given_pack(below(PRACTICE)).practice
    assert practice is not None
    assert free is not None
    assert practice.allowed("employer") == frozenset({Method.THEORY, Method.DIRECT})
    assert practice.allowed("school") == frozenset({Method.THEORY})
    assert practice.allowed("elsewhere") == frozenset[Method]()
    assert free.allowed("employer") is None


@pytest.mark.parametrize("each", [*Category, *Method, *Medium, *Volume, *Watch])
def test_everything_that_a_practice_names_has_its_word(
    each: Category | Method | Medium | Volume | Watch,
) -> None:
    assert each.label != each.value


def test_a_matter_is_about_a_plan_where_it_says_so() -> None:
    pack = given_pack(beside(PLAN), doing("plan.approve"), below(PRACTICE))
    assert pack.matters["initial"].about is About.PLAN
