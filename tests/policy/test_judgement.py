"""Judgements: one sentence for people, whole in JSON, and the same again when read back."""

import json
from datetime import UTC, date, datetime

import pytest

from dengji.policy.engine.evaluate import judge
from dengji.policy.engine.facts import FactValue
from dengji.policy.engine.judgement import Judgement
from dengji.policy.engine.truth import Truth
from tests.policy.small import given_facts, given_pack, given_rule

BOTH = ("staff", "clean")


@pytest.mark.row("CR-5")
@pytest.mark.parametrize(
    ("facts", "truth", "sentence"),
    [
        (
            {"kind": "employer", "staff": 3, "clean": True, "lacking": []},
            "met",
            "共2项：符合2项；符合全部条件。",
        ),
        (
            {"kind": "school", "clean": True, "lacking": []},
            "met",
            "共2项：符合1项，不适用1项；符合全部条件。",
        ),
        (
            {"kind": "employer", "clean": True, "lacking": []},
            "undetermined",
            "共2项：符合1项，待定1项；尚不能决定，缺：专职人员数。",
        ),
        (
            {"kind": "employer", "staff": 2, "clean": True},
            "not_met",
            "共2项：不符合1项，待定1项；不符合：有专职人员；另缺：缺少的材料、已核验。",
        ),
        (
            {"kind": "school", "clean": False},
            "not_met",
            "共2项：不符合1项，不适用1项；不符合：信用和材料。",
        ),
    ],
)
def test_the_whole_is_said_in_one_sentence(facts: dict[str, object], truth: str, sentence: str) -> None:
    pack = given_pack()
    judged = judge(pack, BOTH, given_facts(pack, **facts))
    assert (judged.truth, judged.sentence()) == (truth, sentence)
    assert judged.eligible == (truth == "met")


@pytest.mark.row("CR-5")
def test_nothing_is_missing_any_more_once_a_condition_is_not_met() -> None:
    pack = given_pack()
    judged = judge(pack, BOTH, given_facts(pack, kind="employer", staff=2))
    assert judged.missing == ()
    assert [used.name for used in judged.unanswered] == ["clean", "lacking", "verified"]
    assert [result.id for result in judged.unmet] == ["staff"]


def test_no_conditions_leave_nothing_in_the_way() -> None:
    judged = judge(given_pack(), [], {})
    assert (judged.truth, judged.sentence()) == (Truth.MET, "共0项：没有需要审核的条件；符合全部条件。")


def test_a_waiver_is_counted_by_itself() -> None:
    pack = given_pack()
    judged = judge(pack, BOTH, given_facts(pack, kind="school", clean=False), waived={"clean"})
    assert judged.sentence() == "共2项：符合1项，不适用1项，其中豁免1项；符合全部条件。"


@pytest.mark.row("CR-9")
def test_a_frozen_judgement_reads_back_as_the_same() -> None:
    pack = given_pack()
    for facts in ({"kind": "employer", "staff": 2, "clean": True}, {"kind": "school", "clean": False}, {}):
        judged = judge(pack, BOTH, given_facts(pack, **facts))
        frozen = json.loads(json.dumps(judged.to_json(), ensure_ascii=False))
        again = Judgement.from_json(frozen)
        assert again.to_json() == frozen
        assert [result.says for result in again.results] == [result.says for result in judged.results]
        assert again.sentence() == judged.sentence()


@pytest.mark.row("CR-9")
def test_a_frozen_refusal_has_article_facts_and_remedy() -> None:
    pack = given_pack()
    (result,) = judge(pack, ["staff"], given_facts(pack, kind="employer", staff=2)).to_json()["results"]
    assert (result["article"], result["rows"], result["on_fail"]) == ("第一条", ["SMALL-1"], "refuse")
    assert (result["says"], result["remedy"]) == ("专职人员2人，少于3人", "增加到3人")
    assert [(fact["name"], fact["value"], fact["source"]) for fact in result["used"]] == [
        ("kind", "employer", "申请人"),
        ("staff", 2, "申请人"),
    ]


def test_a_frozen_fact_keeps_its_moment() -> None:
    pack = given_rule({"fact": "founded_on", "is": "on_or_after", "min": "2024-01-01"})
    at = datetime(2024, 6, 3, 1, 2, 3, tzinfo=UTC)
    frozen = judge(pack, ["only"], {"founded_on": FactValue(date(2024, 6, 1), "登记机关", at)}).to_json()
    (used,) = frozen["results"][0]["used"]
    assert (used["value"], used["at"]) == ("2024-06-01", "2024-06-03T01:02:03+00:00")
    assert Judgement.from_json(frozen).results[0].used[0].fact == FactValue("2024-06-01", "登记机关", at)


def test_braces_in_what_was_said_stay_braces() -> None:
    pack = given_pack()
    frozen = judge(pack, ["clean"], given_facts(pack, clean=False, lacking=["{表}"])).to_json()
    assert Judgement.from_json(frozen).results[0].says == "信用或者材料不符合：{表}"
