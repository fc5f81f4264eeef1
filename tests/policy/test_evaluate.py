"""Judging: three-valued, explained to the leaf, and never guessing."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.policy.engine.evaluate import NotWaivable, UnknownCondition, judge, weigh
from dengji.policy.engine.facts import Facts, FactValue
from dengji.policy.engine.judgement import Result
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.rules import asked_by, facts_in
from dengji.policy.engine.trace import Trace, trace_json
from dengji.policy.engine.truth import Truth
from tests.policy.small import given_facts, given_pack, given_rule


def one(pack: Pack, condition: str, **facts: Any) -> Result:
    """The result of one condition."""
    return judge(pack, [condition], given_facts(pack, **facts)).results[0]


@pytest.mark.parametrize(("staff", "truth"), [(2, "not_met"), (3, "met"), (4, "met"), (None, "undetermined")])
@pytest.mark.row("CR-5")
def test_a_condition_is_met_not_met_or_undetermined(staff: int | None, truth: str) -> None:
    assert one(given_pack(), "staff", kind="employer", staff=staff).truth == truth


@pytest.mark.row("CR-5")
def test_a_condition_that_does_not_apply_asks_for_nothing_more() -> None:
    result = one(given_pack(), "staff", kind="school")
    assert result.truth is Truth.NOT_APPLICABLE
    assert result.missing == ()
    assert [used.name for used in result.used] == ["kind"]


@pytest.mark.row("CR-5")
def test_where_only_the_scope_is_unknown_met_is_met_and_not_met_waits() -> None:
    pack = given_pack()
    assert one(pack, "staff", staff=3).truth is Truth.MET
    waiting = one(pack, "staff", staff=2)
    assert waiting.truth is Truth.UNDETERMINED
    assert [used.name for used in waiting.missing] == ["kind"]


@pytest.mark.row("CR-5")
def test_missing_names_only_what_could_still_change_the_outcome() -> None:
    pack = given_pack()
    assert [used.name for used in one(pack, "clean").missing] == ["clean", "lacking", "verified"]
    assert [used.name for used in one(pack, "clean", lacking=[]).missing] == ["clean"]
    assert [used.name for used in one(pack, "clean", clean=False).missing] == []
    assert one(pack, "clean", clean=True, lacking=[]).truth is Truth.MET


@pytest.mark.row("CR-9")
def test_a_result_names_its_article_its_facts_and_what_would_help() -> None:
    result = one(given_pack(), "staff", kind="employer", staff=2)
    assert (result.condition.article, result.condition.rows) == ("第一条", ("SMALL-1",))
    assert (result.id, result.label) == ("staff", "有专职人员")
    assert result.says == "专职人员2人，少于3人"
    assert result.remedy == "增加到3人"
    assert [(used.label, *used.fact[:2]) for used in result.used if used.fact] == [
        ("机构类型", "employer", "申请人"),
        ("专职人员数", 2, "申请人"),
    ]


@pytest.mark.row("CR-9")
def test_the_explanation_goes_down_to_each_test() -> None:
    result = one(given_pack(), "clean", clean=True, lacking=["申请表"], verified=False)
    top = told(result.holds)
    assert (top["rule"], top["truth"]) == ("all", "not_met")
    clean, either = top["parts"]
    assert (clean["says"], clean["truth"]) == ("信用良好为“是”", "met")
    assert [part.get("says", part.get("rule")) for part in either["parts"]] == ["缺少的材料为空", "not"]
    (negated,) = either["parts"][1]["parts"]
    assert (negated["says"], negated["truth"]) == ("已核验为“否”", "met")
    assert result.says == "信用或者材料不符合：申请表"


def test_a_test_reads_with_labels_units_and_codes() -> None:
    pack = given_pack()
    scope, holds = (told(trace) for trace in one(pack, "staff", kind="employer", staff=3)[3:5])
    assert (scope["says"], holds["says"]) == ("机构类型为用人单位", "专职人员数不少于3人")
    share = {
        "fact": "staff",
        "is": "ratio_at_least",
        "of": "needed",
        "ratio": {"numerator": 2, "denominator": 3},
    }
    compared = given_rule(share)
    trace = told(judge(compared, ["only"], given_facts(compared, staff=2)).results[0].holds)
    assert trace["says"] == "专职人员数达到应有人数的三分之二"
    assert [(fact["name"], fact["value"]) for fact in trace["facts"]] == [("staff", 2), ("needed", None)]


def test_a_waiver_lets_a_condition_count_as_met_and_shows() -> None:
    pack = given_pack()
    judged = judge(pack, ["clean"], given_facts(pack, clean=False), waived={"clean"})
    assert judged.eligible
    assert (judged.results[0].truth, judged.results[0].waived) == (Truth.NOT_MET, True)
    met = judge(pack, ["clean"], given_facts(pack, clean=True, lacking=[]), waived={"clean"})
    assert not met.results[0].waived


def test_what_the_text_does_not_let_anybody_waive_is_not_waived() -> None:
    pack = given_pack()
    with pytest.raises(NotWaivable, match="第一条“有专职人员”不得豁免"):
        judge(pack, ["staff"], {}, waived={"staff"})


def test_a_waiver_of_another_condition_changes_nothing() -> None:
    pack = given_pack()
    assert judge(pack, ["clean"], given_facts(pack, clean=False), waived={"staff"}).unmet


def test_a_condition_that_the_pack_lacks_is_named() -> None:
    with pytest.raises(UnknownCondition, match="SMALL 没有名为“beauty”的条件"):
        judge(given_pack(), ["beauty"], {})


def test_a_single_rule_can_be_weighed() -> None:
    pack = given_pack()
    rule = pack.matters["initial"].steps[2].applies
    assert rule is not None
    assert weigh(pack, rule, given_facts(pack, site="rented")).truth is Truth.MET
    unknown = weigh(pack, rule, {})
    assert (unknown.truth, [used.label for used in unknown.missing]) == (Truth.UNDETERMINED, ["场地"])


LEAVES = st.sampled_from([{"fact": name, "is": "is_true"} for name in ("clean", "p", "q", "r")])
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)
KNOWN = st.fixed_dictionaries(
    {name: st.sampled_from([True, False, None]) for name in ("clean", "p", "q", "r")}
)


def told(trace: Trace | None) -> dict[str, Any]:
    """A trace as JSON values."""
    assert trace is not None
    return trace_json(trace)


def facts_of(known: Mapping[str, bool | None]) -> Facts:
    """Facts for the rules made up here."""
    return {name: None if value is None else FactValue(value) for name, value in known.items()}


@given(RULES, KNOWN, st.data())
def test_more_facts_never_turn_a_decision_round(
    rule: dict[str, Any], known: dict[str, bool | None], data: st.DataObject
) -> None:
    pack = given_rule(rule)
    before = judge(pack, ["only"], facts_of(known)).truth
    learnt = {name: data.draw(st.booleans()) if value is None else value for name, value in known.items()}
    after = judge(pack, ["only"], facts_of(learnt)).truth
    assert after is not Truth.UNDETERMINED
    assert before in {Truth.UNDETERMINED, after}


@given(RULES, KNOWN, st.data())
def test_facts_that_are_not_called_missing_change_nothing(
    rule: dict[str, Any], known: dict[str, bool | None], data: st.DataObject
) -> None:
    pack = given_rule(rule)
    judged = judge(pack, ["only"], facts_of(known))
    missing = {used.name for used in judged.missing}
    assert bool(missing) == (judged.truth is Truth.UNDETERMINED)
    learnt = {
        name: data.draw(st.booleans()) if value is None and name not in missing else value
        for name, value in known.items()
    }
    assert judge(pack, ["only"], facts_of(learnt)).truth is judged.truth


def test_what_a_decision_asks_for_and_speaks_of_is_known_beforehand() -> None:
    pack = given_pack(("增加到{least}人", "增加到{needed}人"))
    assert asked_by(pack, {"staff"}) == ["kind", "staff", "needed"]
    assert asked_by(pack, {"clean"}) == ["clean", "lacking", "verified"]
    assert facts_in(None) == []
