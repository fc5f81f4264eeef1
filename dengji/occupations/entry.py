"""申报条件: the ways by which somebody may be evaluated at a level, as data; judged on a person's facts, and explained.

One way of a level suffices. What is not known is never guessed: it is named, where it could still change the outcome.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from pydantic import Field, ValidationError

from dengji.occupations.levels import Labels
from dengji.policy.engine.document import Place, Problem, line_of
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.form import Form
from dengji.policy.engine.lint_facts import check_test
from dengji.policy.engine.pack import All, Not, Rule, Test
from dengji.policy.engine.predicates import PREDICATES, bound
from dengji.policy.engine.rules import Tree, facts_in, leaves_in
from dengji.policy.engine.terms import FactKind
from dengji.policy.engine.truth import MET, NOT_MET, UNDETERMINED, Truth, all_of, any_of
from dengji.policy.engine.vocabulary import Term

NONE = "none"
SCHOOLING = {
    NONE: "无",
    "vocational": "中等职业学校（含技工学校）",
    "senior_technician": "高级技工学校",
    "technician": "技师学院",
    "preparatory": "技师学院预备技师班在读",
    "college": "大专及以上",
    "college_assessed": "大专及以上（经评估论证）",
}
EDUCATION = {
    "primary": "小学",
    "junior_middle": "初中",
    "senior_middle": "高中",
    "vocational": "中专（中职、技校）",
    "college": "大专",
    "bachelor": "本科",
    "postgraduate": "研究生",
}
TITLES = {NONE: "无", "junior": "初级", "intermediate": "中级", "senior": "高级"}


class Held(Labels):
    """The levels of certificates that somebody may hold (已有证书等级): every level, or none."""

    def __getitem__(self, code: str) -> str:
        """A level's name; raises KeyError for a code that is no level."""
        return "无" if code == NONE else super().__getitem__(code)

    def __iter__(self) -> Iterator[str]:
        """None first, then the levels in the order of the reference."""
        yield NONE
        yield from super().__iter__()


PERSON: Mapping[str, Term] = {
    term.name: term
    for term in (
        Term("age", FactKind.INTEGER, "年龄", "周岁"),
        Term("education", FactKind.TEXT, "文化程度", choices=EDUCATION),
        Term("works", FactKind.BOOLEAN, "从事或者准备从事本职业"),
        Term("years_of_work", FactKind.INTEGER, "从事本职业年限", "年"),
        Term("schooling", FactKind.TEXT, "相关专业学历", choices=SCHOOLING),
        Term("level", FactKind.TEXT, "已有证书等级", choices=Held()),
        Term("years_since_level", FactKind.INTEGER, "取得证书后的年限", "年"),
        Term("title", FactKind.TEXT, "职称", choices=TITLES),
        Term("years_since_title", FactKind.INTEGER, "取得职称后的年限", "年"),
    )
}
"""The closed vocabulary of entry conditions (申报条件事实): what is known of a person on the first day."""
STATED_AS = {"age": "出生日期", "years_since_level": "证书取得日期", "years_since_title": "职称取得日期"}
"""What somebody fills in so that a fact becomes known, where it is called otherwise than the fact."""
Facts: TypeAlias = Mapping[str, Any]
Weigh: TypeAlias = Callable[[Facts], Truth]


class Way(Form):
    """One way by which somebody may be evaluated (申报条件的一项)."""

    says: str = Field(min_length=4, max_length=120)
    holds: Rule


class Conditions(Form):
    """The ways of each level, with the text that they are from (申报条件)."""

    title: str = Field(min_length=2, max_length=160)
    levels: dict[str, list[Way]] = Field(min_length=1)

    def __hash__(self) -> int:
        """By identity: each is read once and kept."""
        return id(self)


class WayJudged(NamedTuple):
    """What one way came to for a person (单项核对), and why."""

    number: int
    says: str
    truth: Truth
    why: str


class Checked(NamedTuple):
    """What the ways came to together (申报条件核对结果): the sentence, and what is missing, as people fill it in."""

    truth: Truth
    says: str
    missing: tuple[str, ...]


class WrongRules(ValueError):
    """Rules of a standard that cannot be used, with every problem found (标准规则有误)."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class _Reported(NamedTuple):
    """Where problems are reported: a file and its lines; `outside` is where the conditions stand in it."""

    file: str
    lines: dict[Place, int]
    outside: Place

    def problem(self, place: Place, sentence: str, *, warning: bool = False) -> Problem:
        """A problem at a place of the conditions."""
        within = ".".join(str(part) for part in place)
        line = line_of(self.lines, (*self.outside, *place))
        return Problem(self.file, line, f"{sentence}（在 {within}）" if within else sentence, warning)


def conditions_from(
    said: Any, file: str, lines: dict[Place, int] | None = None, outside: Place = ()
) -> Conditions:
    """Entry conditions from plain data. Raises WrongRules with every problem, by file and line."""
    reported = _Reported(file, lines or {}, outside)
    try:
        found = Conditions.model_validate(said)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False)
        problems = [
            reported.problem(_place(each["loc"], said), _worded(each["type"], each)) for each in errors
        ]
        raise WrongRules(problems) from wrong
    if problems := list(_lint(found, reported)):
        raise WrongRules(problems)
    return found


def check(conditions: Conditions, level: str, facts: Facts) -> Checked:
    """申报条件核对: what the level's ways come to on a person's facts; a level without ways is left to people."""
    ways = conditions.levels.get(level)
    if not ways:
        named = f"“{Labels()[level]}”" if level in Labels() else "不分等级的考核"
        return Checked(UNDETERMINED, f"待定：{conditions.title}没有{named}的申报条件，请由工作人员核对。", ())
    truth, number = _first(conditions, level, facts)
    if truth is MET:
        return Checked(MET, f"符合第{number}项：{ways[number - 1].says}", ())
    if truth is UNDETERMINED:
        missing = _missing(ways, facts)
        return Checked(UNDETERMINED, f"待定：缺 {'、'.join(missing)}", missing)
    return Checked(NOT_MET, _refused(ways, facts), ())


def ways_judged(conditions: Conditions, level: str, facts: Facts) -> list[WayJudged]:
    """逐项核对: every way of the level by itself, with why."""
    judged = []
    for number, way in enumerate(conditions.levels.get(level, ()), 1):
        truth = _weigher(way.holds)(facts)
        said = {NOT_MET: "；".join(_lacks(way.holds, facts)), UNDETERMINED: _needs([way], facts)}
        judged.append(WayJudged(number, way.says, truth, said.get(truth, "")))
    return judged


@lru_cache(maxsize=512)
def asked_for(conditions: Conditions, level: str) -> tuple[str, ...]:
    """The facts that a level's ways ask for, each once."""
    ways = conditions.levels.get(level, ())
    return tuple(dict.fromkeys(name for way in ways for name in facts_in(way.holds)))


def _first(conditions: Conditions, level: str, facts: Facts) -> tuple[Truth, int]:
    """What the ways come to, and the number of the first that is met."""
    best = NOT_MET
    for number, weigh in enumerate(_weighers(conditions, level), 1):
        truth = weigh(facts)
        if truth is MET:
            return MET, number
        if truth is UNDETERMINED:
            best = UNDETERMINED
    return best, 0


@lru_cache(maxsize=512)
def _weighers(conditions: Conditions, level: str) -> tuple[Weigh, ...]:
    return tuple(_weigher(way.holds) for way in conditions.levels[level])


def _weigher(rule: Rule) -> Weigh:
    """A rule as a closure from a person's facts to its truth."""
    if isinstance(rule, Test):
        name, holds = rule.fact, bound(rule)
        return lambda facts: (
            UNDETERMINED if (got := facts.get(name)) is None else MET if holds(got) else NOT_MET
        )
    if isinstance(rule, Not):
        raise TypeError("Entry conditions say what must be, never what must not.")  # the linter refuses them
    join, parts = (all_of, rule.all) if isinstance(rule, All) else (any_of, rule.any)
    weighers = [_weigher(part) for part in parts]
    return lambda facts: join([weigh(facts) for weigh in weighers])


def _missing(ways: Sequence[Way], facts: Facts) -> tuple[str, ...]:
    """What could still change the outcome, as people fill it in, each once."""
    open_ways = [way for way in ways if _weigher(way.holds)(facts) is UNDETERMINED]
    names = [name for way in open_ways for name in facts_in(way.holds) if facts.get(name) is None]
    return tuple(dict.fromkeys(STATED_AS.get(name, PERSON[name].label) for name in names))


def _needs(ways: Sequence[Way], facts: Facts) -> str:
    return f"缺 {'、'.join(_missing(ways, facts))}"


def _refused(ways: Sequence[Way], facts: Facts) -> str:
    """Why none of the ways is met: the nearest one first, by how many years it lacks."""
    short = [(gap, at) for at, way in enumerate(ways) if (gap := _gap(way.holds, facts)) is not None]
    if not short:
        return "不符合：" + (f"{len(ways)}项条件都不满足" if len(ways) > 1 else _only(ways[0], facts))
    at = min(short)[1]
    return f"不符合：第{at + 1}项“{ways[at].says}”，{'；'.join(_lacks(ways[at].holds, facts))}"


def _only(way: Way, facts: Facts) -> str:
    return f"{way.says}；{'；'.join(_lacks(way.holds, facts))}"


def _gap(rule: Tree, facts: Facts) -> int | None:
    """How much is lacking in all, where only numbers are; None where time alone does not help."""
    failing = _failing(rule, facts)
    if any(test.is_ != "at_least" for test in failing):
        return None
    return sum(int(str(test.min)) - int(facts[test.fact]) for test in failing)


def _lacks(rule: Tree, facts: Facts) -> list[str]:
    """Each test that fails, in words: what is asked, what there is, how much is lacking."""
    return [_short(test, facts[test.fact]) for test in _failing(rule, facts)]


def _failing(rule: Tree, facts: Facts) -> list[Test]:
    tests = [test for test, _ in leaves_in(rule, ())]
    return [test for test in tests if facts.get(test.fact) is not None and not bound(test)(facts[test.fact])]


def _short(test: Test, value: Any) -> str:
    term = PERSON[test.fact]
    if test.is_ == "at_least" and isinstance(test.min, int):
        return f"{term.label}现为{value}{term.unit}，差{test.min - value}{term.unit}"
    return f"{term.label}现为“{spoken(value, term.choices)}”"


def _lint(conditions: Conditions, reported: _Reported) -> Iterator[Problem]:
    """Levels that there are not, ways without a rule that fits the vocabulary."""
    for level, ways in conditions.levels.items():
        if level not in Labels():
            yield reported.problem(("levels", level), f"没有代码为“{level}”的等级")
        if not ways:
            yield reported.problem(("levels", level), "至少要有一项申报条件")
        for at, way in enumerate(ways):
            for test, place in leaves_in(way.holds, ("levels", level, at, "holds")):
                yield from check_test(reported, test, place, PERSON)
                if test.is_ in PREDICATES and "of" in PREDICATES[test.is_].takes:
                    yield reported.problem((*place, "is"), f"申报条件不用判断“{test.is_}”")
                if "not" in place:
                    yield reported.problem(place, "申报条件不用“not”，请写成满足什么")


def _place(loc: tuple[int | str, ...], data: Any) -> Place:
    """Where in the data an error lies, without pydantic's own marks."""
    place: Place = ()
    for part in loc:
        if part in data if isinstance(data, dict) else isinstance(data, list) and isinstance(part, int):
            data, place = data[part], (*place, part)
    return place


def _worded(kind: str, error: Mapping[str, Any]) -> str:
    key = error["loc"][-1] if error["loc"] else "申报条件"
    match kind:
        case "missing":
            return f"缺少必填的“{key}”"
        case "extra_forbidden":
            return f"不认识的键“{key}”"
        case _:
            return f"“{key}”的值不对：{str(error.get('input'))[:60]}"
