"""Matters: who opens them, what they are about, their windows; the duties and the transition of a text."""

# A change of the small pack stands on one line.
# ruff: noqa: E501

from datetime import date

import pytest

from dengji.filings.terms import WindowStanding
from dengji.filings.windows import span
from dengji.policy.engine.document import PackError
from dengji.policy.engine.linter import lint
from dengji.policy.engine.terms import About, Element, Governs, Party
from dengji.workdays.calendar import WorkCalendar
from tests.policy.small import SMALL, VOCABULARY, given_loaded, given_pack, line_with

Change = tuple[str, str]
HEAD = '    applicants: ["employer", "school"]\n'
GRANT = '{end: "granted", effect: ["filing.grant"]}'
LAST = "validity: {length"


def beside(*keys: str) -> Change:
    """More keys of the small pack's one matter."""
    return HEAD, HEAD + "".join(f"    {key}\n" for key in keys)


def doing(effect: str, end: str = "granted") -> Change:
    """Another effect, or another end, in place of granting a filing."""
    return GRANT, f'{{end: "{end}", effect: ["{effect}"]}}'


def below(text: str) -> Change:
    """More parts of the small pack."""
    return LAST, f"{text}\n{LAST}"


def told(*changes: Change) -> dict[str, int]:
    """What the linter says of the small pack, changed: sentence and line."""
    return {each.sentence: each.line for each in lint(given_loaded(*changes), vocabulary=VOCABULARY)}


ABOUT = 'about: "filing"'
AUTHORITY = 'by: "authority"'
FROM_CHECK = ('start: "apply"', 'start: "check"')
MAY_END = "变更备案的事项应写明可以变更的要素（elements），其他事项不写"
MISTAKES: list[tuple[tuple[Change, ...], str, str]] = [
    ((FROM_CHECK,), "由申请人提起的事项，应从提交（submission）开始", "start:"),
    ((beside(AUTHORITY, ABOUT), doing("filing.revoke", "ended")), "由机关提起的事项，应从机关办理的步骤（task）开始", "start:"),
    ((beside(AUTHORITY, ABOUT), FROM_CHECK), "事项“首次备案”没有任何路径可以办结为“备案终结”（ended）", "  initial:"),
    ((doing("filing.renew"),), "对已有备案产生效果的事项，应写明 about: filing", "  initial:"),
    ((beside(AUTHORITY), FROM_CHECK), "由机关提起的事项，应写明 about: filing 或者 plan", "  initial:"),
    ((beside('window: {opens: "$period", cite: "a2"}'),), "有申请期的事项，应写明 about: filing", "  initial:"),
    ((beside(ABOUT), doing("filing.change")), MAY_END, "  initial:"),
    ((beside('elements: ["name"]'),), MAY_END, "  initial:"),
    ((('on_fail: "refuse"', 'on_fail: "refuse"\n    two_persons: true'),), "不能例外的条件不用写明两人同意（two_persons）", '  - id: "staff"'),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence", "at"), MISTAKES)
def test_a_matter_that_does_not_fit_together_is_refused(
    changes: tuple[Change, ...], sentence: str, at: str
) -> None:
    found = told(*changes)
    assert sentence in found, found
    assert abs(found[sentence] - line_with(SMALL, at)) <= 3  # the change itself moves lines


@pytest.mark.parametrize(
    "changes",
    [
        (beside(ABOUT), doing("filing.renew")),
        (beside(ABOUT, 'elements: ["name", "venues"]'), doing("filing.change")),
        (beside(ABOUT, 'window: {opens: "$period", reading: "panel", cite: "a2"}'), doing("filing.renew")),
        (beside(ABOUT, AUTHORITY), FROM_CHECK, doing("filing.revoke", "ended")),
        (("waivable: true", "waivable: true\n    two_persons: true"),),
    ],
)
def test_a_matter_that_fits_together_is_taken(changes: tuple[Change, ...]) -> None:
    assert told(*changes) == {}


def test_a_matter_without_its_first_step_is_refused_once() -> None:
    assert [sentence for sentence in told(('start: "apply"', 'start: "begin"')) if "开始" in sentence] == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ((below('duties: [{id: "keep", label: "存档", says: "继续保管", cite: "a9"}]'),), "引用的条款“a9”不在 articles 中"),
        ((below('duties: [{id: "keep", label: "存档", says: "继续保管", cite: "a3"}, {id: "keep", label: "再存", says: "继续保管", cite: "a3"}]'),), "“keep”写了两次"),
        ((below('transition: {cite: "a9"}'),), "引用的条款“a9”不在 articles 中"),
        ((beside(ABOUT, 'window: {opens: "$period", cite: "a9"}'), doing("filing.renew")), "引用的条款“a9”不在 articles 中"),
        ((beside(ABOUT, 'window: {opens: "$period", reading: "moon", cite: "a2"}'), doing("filing.renew")), "没有名为“moon”的理解口径"),
    ],
)  # fmt: skip
def test_what_a_filings_life_cites_must_be_there(changes: tuple[Change, ...], sentence: str) -> None:
    assert sentence in told(*changes)


def test_a_matter_is_the_applicants_and_about_nothing_where_it_does_not_say() -> None:
    matter = given_pack().matters["initial"]
    assert (matter.by, matter.about, matter.elements, matter.window) == (
        Party.APPLICANT, About.NOTHING, [], None,
    )  # fmt: skip


@pytest.mark.row("CR-6")
@pytest.mark.parametrize(
    ("said", "substance", "procedure"),
    [
        ("", Governs.OLD, Governs.OLD),
        ('procedure: "new", ', Governs.OLD, Governs.NEW),
        ('substance: "new", ', Governs.NEW, Governs.OLD),
    ],
)
def test_accepted_cases_stay_with_the_old_text_where_a_transition_does_not_say_otherwise(
    said: str, substance: Governs, procedure: Governs
) -> None:
    transition = given_pack(below(f'transition: {{{said}cite: "a3"}}')).transition
    assert transition is not None
    assert (transition.substance, transition.procedure) == (substance, procedure)


def test_a_text_without_a_transition_has_none() -> None:
    assert given_pack().transition is None


@pytest.mark.parametrize("element", list(Element))
def test_every_element_has_its_words(element: Element) -> None:
    assert element.label


@pytest.mark.parametrize(
    "window",
    [
        'window: {opens: "soon", cite: "a2"}',
        "window: {opens: $period}",
        'window: {until: "$period", cite: "a2"}',
    ],
)
def test_a_window_that_is_no_window_is_refused(window: str) -> None:
    with pytest.raises(PackError):
        given_pack(beside(ABOUT, window), doing("filing.renew"))


@pytest.mark.row("CR-3")
@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2024, 3, 29), WindowStanding.EARLY),
        (date(2024, 3, 30), WindowStanding.OPEN),
        (date(2024, 3, 31), WindowStanding.OPEN),
        (date(2024, 5, 29), WindowStanding.OPEN),
        (date(2024, 5, 30), WindowStanding.OPEN),
        (date(2024, 5, 31), WindowStanding.CLOSED),
    ],
)
def test_a_window_may_close_before_the_last_day(day: date, standing: WindowStanding) -> None:
    said = 'window: {opens: {n: 3, unit: "month"}, closes_before: {n: 1, unit: "month"}, cite: "a2"}'
    window = given_pack(beside(ABOUT, said), doing("filing.renew")).matters["initial"].window
    assert window is not None
    assert span(window, expiry=date(2024, 6, 30), calendar=WorkCalendar([])).standing(day) is standing
