"""Facts: read with their types, spoken in Chinese, and each computed by exactly one room."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dengji.policy import effects, facts
from dengji.policy.engine.facts import FactValue, WrongFact, read_fact, read_facts, spoken
from dengji.policy.engine.form import Length
from dengji.policy.engine.pack import Ratio
from dengji.policy.engine.terms import FactKind
from dengji.policy.engine.vocabulary import DeclaredTwice, Term, term_of
from tests.policy.small import DAY, VOCABULARY, given_pack


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registries to fill, as they were afterwards."""
    monkeypatch.setattr(facts, "_ANSWERS", dict(facts._ANSWERS))
    monkeypatch.setattr(effects, "_EFFECTS", dict(effects._EFFECTS))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "（未知）"),
        (True, "是"),
        (False, "否"),
        (3, "3"),
        ("own", "自有"),
        ("lent", "lent"),
        (date(2024, 6, 3), "2024年6月3日"),
        (Length(n=5, unit="working_day"), "5个工作日"),
        (Length(n=0, unit="day"), "当日"),
        (Ratio(numerator=2, denominator=3), "三分之二"),
        (Ratio(numerator=7, denominator=12), "7/12"),
        (["申请表", "own"], "申请表、自有"),
        (frozenset({"b", "a"}), "a、b"),
        ([], "无"),
    ],
)
def test_a_value_is_said_as_people_say_it(value: Any, words: str) -> None:
    assert spoken(value, {"own": "自有"}) == words


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (FactKind.BOOLEAN, False, False),
        (FactKind.INTEGER, 0, 0),
        (FactKind.TEXT, "", ""),
        (FactKind.TEXTS, ["a"], ("a",)),
        (FactKind.DATE, "2024-06-03", DAY),
        (FactKind.DATE, DAY, DAY),
    ],
)
def test_a_fact_is_read_with_its_type(kind: FactKind, given: Any, value: Any) -> None:
    assert read_fact(Term("x", kind, "某事"), given, source="表") == FactValue(value, "表")


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (FactKind.BOOLEAN, 1),
        (FactKind.INTEGER, True),
        (FactKind.INTEGER, "3"),
        (FactKind.TEXT, 3),
        (FactKind.TEXTS, "abc"),
        (FactKind.TEXTS, [1]),
        (FactKind.DATE, "yesterday"),
        (FactKind.DATE, datetime(2024, 6, 3, tzinfo=UTC)),
    ],
)
def test_a_fact_of_another_type_is_refused(kind: FactKind, given: Any) -> None:
    with pytest.raises(WrongFact, match="事实“某事”"):
        read_fact(Term("x", kind, "某事"), given, source="表")


def test_facts_from_a_file_are_those_that_packs_speak_of() -> None:
    assert read_facts({"staff": 3, "clean": None}, VOCABULARY, source="文件") == {
        "staff": FactValue(3, "文件"),
        "clean": None,
    }
    with pytest.raises(WrongFact, match="没有名为“beauty”的事实"):
        read_facts({"beauty": True}, VOCABULARY, source="文件")


def test_a_name_that_nobody_declared_speaks_for_itself() -> None:
    assert term_of(given_pack(), "beauty") == Term("beauty", FactKind.TEXT, "beauty")


@pytest.mark.usefixtures("registry")
def test_a_room_answers_the_question_that_it_registered() -> None:
    @facts.fact("shoes", kind=FactKind.INTEGER, label="鞋", unit="双")
    def shoes(subject: dict[str, int], on: date) -> int | None:
        return subject.get("shoes")

    @facts.fact("hat", kind=FactKind.BOOLEAN, label="帽子")
    def hat(subject: object, on: date) -> facts.Answer:
        return facts.Answer(True, "登记机关")

    assert facts.vocabulary()["shoes"].unit == "双"
    assert facts.answer(["shoes", "hat", "beauty"], {"shoes": 2}, DAY) == {
        "shoes": FactValue(2),
        "hat": FactValue(True, "登记机关"),
    }
    assert facts.answer(["shoes"], {}, DAY) == {"shoes": None}


@pytest.mark.usefixtures("registry")
def test_an_answer_says_which_room_it_comes_from() -> None:
    def gloves(subject: object, on: date) -> int:
        return 2

    gloves.__module__ = "dengji.policy.facts"
    facts.fact("gloves", kind=FactKind.INTEGER, label="手套")(gloves)
    assert facts.answer(["gloves"], None, DAY) == {"gloves": FactValue(2, "政策文本")}
    assert (facts.room_of("gloves"), facts.room_of("beauty")) == ("policy", "")


@pytest.mark.usefixtures("registry")
def test_an_answer_of_another_type_than_declared_is_refused() -> None:
    facts.fact("socks", kind=FactKind.INTEGER, label="袜子")(lambda subject, on: "two")
    with pytest.raises(WrongFact, match="袜子"):
        facts.answer(["socks"], None, DAY)


@pytest.mark.usefixtures("registry")
def test_one_name_is_answered_by_one_room() -> None:
    with pytest.raises(DeclaredTwice, match="“staff”已经登记为“专职人员数”"):
        facts.fact("staff", kind=FactKind.INTEGER, label="又一个")(lambda subject, on: 1)


@pytest.mark.usefixtures("registry")
def test_an_effect_is_run_by_its_name() -> None:
    @effects.effect("tea.serve")
    def serve(subject: str, *, at: datetime) -> dict[str, Any]:
        return {"to": subject}

    assert "tea.serve" in effects.known_effects()
    assert effects.run_effect("tea.serve", "李娜", at=datetime(2024, 6, 3, tzinfo=UTC)) == {"to": "李娜"}
    with pytest.raises(effects.EffectTwice, match=r"tea\.serve"):
        effects.effect("tea.serve")(serve)
    with pytest.raises(effects.UnknownEffect, match="coffee"):
        effects.run_effect("coffee", "李娜")
