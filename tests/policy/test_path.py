"""The path of a case: where each outcome leads, past the steps that do not apply, and how it is drawn."""

import pytest

from dengji.policy.engine.pack import Outcome, Step
from dengji.policy.engine.path import (
    NoSuchMatter,
    NoSuchOutcome,
    NoSuchStep,
    Undetermined,
    diagram,
    first_step,
    next_step,
    step_of,
    steps_of,
    walk,
)
from dengji.policy.engine.terms import End, Verb
from tests.policy.small import given_facts, given_pack

PACK = given_pack()
RENTED = given_facts(PACK, site="rented")
OWN = given_facts(PACK, site="own")


def onward(step: str, verb: Verb, facts=OWN) -> Step | Outcome:  # type: ignore[no-untyped-def]
    """Where the small pack's outcome leads."""
    return next_step(PACK, "initial", step, verb, facts)


def test_a_matter_lists_its_steps_in_order() -> None:
    assert [step.id for step in steps_of(PACK, "initial")] == ["apply", "check", "visit", "public", "report"]


def test_a_case_begins_at_the_start() -> None:
    assert first_step(PACK, "initial", {}).id == "apply"


def test_a_step_that_does_not_apply_is_passed_over() -> None:
    assert onward("check", Verb.ACCEPT, OWN).id == "public"  # type: ignore[union-attr]
    assert onward("check", Verb.ACCEPT, RENTED).id == "visit"  # type: ignore[union-attr]


@pytest.mark.row("CR-5")
def test_a_way_that_depends_on_an_unknown_fact_is_asked_for_and_not_guessed() -> None:
    with pytest.raises(Undetermined, match="是否需要“现场评估”尚不能确定，缺：场地。") as asked:
        onward("check", Verb.ACCEPT, {})
    assert (asked.value.step.id, [used.name for used in asked.value.missing]) == ("visit", ["site"])


def test_a_case_goes_back_or_ends() -> None:
    assert onward("check", Verb.CORRECT).id == "apply"  # type: ignore[union-attr]
    ended = onward("check", Verb.REJECT)
    assert isinstance(ended, Outcome)
    assert (ended.end, ended.letter) == (End.NOT_ACCEPTED, "refusal")


def test_what_the_text_does_not_know_is_named() -> None:
    with pytest.raises(NoSuchMatter, match="《小办法》没有规定事项“renewal”"):
        steps_of(PACK, "renewal")
    with pytest.raises(NoSuchStep, match="“首次备案”没有步骤“party”"):
        step_of(PACK, "initial", "party")
    with pytest.raises(NoSuchOutcome, match="步骤“审核”没有结果“confirm”"):
        onward("check", Verb.CONFIRM)


def test_a_case_can_be_walked_to_its_end() -> None:
    verbs = [Verb.SUBMIT, Verb.CORRECT, Verb.SUBMIT, Verb.ACCEPT, Verb.QUALIFIED, Verb.CLOSE, Verb.CONFIRM]
    walked = walk(PACK, "initial", verbs, RENTED)
    assert walked.steps == ("apply", "check", "apply", "check", "visit", "public", "report")
    assert walked.end is End.GRANTED


def test_a_case_under_way_has_no_end() -> None:
    assert walk(PACK, "initial", [Verb.SUBMIT], OWN) == (("apply", "check"), None)


def test_a_procedure_is_drawn_with_every_outcome() -> None:
    drawing = diagram(PACK, "initial")
    assert [node.id for node in drawing.nodes] == [
        "apply", "check", "visit", "public", "report", "end_granted", "end_refused", "end_not_accepted",
    ]  # fmt: skip
    assert ("visit", "public", None, "不需要时") in drawing.edges
    assert ("check", "apply", Verb.CORRECT, "退回补正") in drawing.edges


def test_a_pack_may_name_its_outcomes_itself() -> None:
    pack = given_pack(('accept: {goto: "visit"}', 'accept: {goto: "visit", label: "同意受理"}'))
    assert ("check", "visit", Verb.ACCEPT, "同意受理") in diagram(pack, "initial").edges
