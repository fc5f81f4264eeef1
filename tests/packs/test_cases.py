"""Every example beside a pack comes out as it says, and the examples leave no outcome of a condition out."""

import pytest

from dengji.policy.engine.evaluate import judge
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.path import walk
from dengji.policy.engine.terms import Party, Verb
from tests.packs.folder import Example, examples, packs

OF_CONDITIONS = [example for example in examples() if "condition" in example.said]
OF_PATHS = [example for example in examples() if "path" in example.said]


def test_every_example_is_of_a_condition_or_of_a_path() -> None:
    assert len(OF_CONDITIONS) + len(OF_PATHS) == len(examples()) > 100


@pytest.mark.parametrize("example", OF_CONDITIONS, ids=lambda example: example.name)
@pytest.mark.row("CR-5")
def test_a_condition_comes_out_as_its_example_says(example: Example) -> None:
    (result,) = judge(example.pack, [example.said["condition"]], example.facts).results
    assert result.truth == example.said["outcome"]
    if "missing" in example.said:
        assert {used.name for used in result.missing} == set(example.said["missing"])


@pytest.mark.parametrize("example", OF_PATHS, ids=lambda example: example.name)
def test_a_case_takes_the_steps_that_its_example_says(example: Example) -> None:
    verbs = [Verb(verb) for verb in example.said["path"]]
    walked = walk(example.pack, example.said["matter"], verbs, example.facts)
    assert (list(walked.steps), walked.end) == (example.said["steps"], example.said["end"])


@pytest.mark.parametrize("loaded", packs(), ids=lambda loaded: loaded.pack.id)
def test_every_condition_has_an_example_of_each_of_its_outcomes(loaded: LoadedPack) -> None:
    shown = {
        (each.said["condition"], each.said["outcome"]) for each in OF_CONDITIONS if each.pack is loaded.pack
    }
    possible = {
        (condition.id, outcome)
        for condition in loaded.pack.conditions
        for outcome in ("met", "not_met", "undetermined", *(["not_applicable"] if condition.applies else []))
    }
    assert possible - shown == set()


@pytest.mark.parametrize("loaded", packs(), ids=lambda loaded: loaded.pack.id)
def test_every_matter_has_an_example_that_comes_to_what_it_is_for(loaded: LoadedPack) -> None:
    shown = {(each.said["matter"], each.said["end"]) for each in OF_PATHS if each.pack is loaded.pack}
    wanted = {
        (name, "granted" if matter.by is Party.APPLICANT else "ended")
        for name, matter in loaded.pack.matters.items()
    }
    assert wanted - shown == set()
