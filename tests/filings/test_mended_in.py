"""Where an applicant mends what is not met (在哪里改): every part of an application, every fact of every text."""

import pytest

from dengji.filings.checks import ELSEWHERE, MENDED_IN, NO_PAGE_MENDS, OTHERS, SECTION_OF
from dengji.policy.engine.rules import facts_in
from dengji.policy.engine.terms import Section
from dengji.policy.facts import room_of
from tests.packs.folder import pack_of_text


def asked_of(pack_id: str) -> set[str]:
    """The facts on which an applicant's conditions rest, in every matter but plans and results."""
    pack = pack_of_text(pack_id)
    steps = [step for matter in pack.matters.values() if matter.about != "plan" for step in matter.steps]
    named = {condition for step in steps for condition in step.conditions}
    rested_on = {fact for each in pack.conditions if each.id in named for fact in facts_in(each.holds)}
    return {fact for fact in rested_on - pack.facts.keys() if room_of(fact) not in OTHERS}


def test_every_part_of_an_application_is_a_place_to_mend_something() -> None:
    assert set(MENDED_IN) | ELSEWHERE == set(Section)
    assert not set(MENDED_IN) & ELSEWHERE


@pytest.mark.parametrize("pack_id", ["FJ22", "JL25", "JLJD", "TJ21", "XZ24"])
def test_every_fact_of_a_text_is_mended_in_a_part_or_by_no_page(pack_id: str) -> None:
    assert asked_of(pack_id) - SECTION_OF.keys() - NO_PAGE_MENDS == set()


def test_no_fact_is_mended_in_two_parts() -> None:
    assert len(SECTION_OF) == sum(len(facts) for facts in MENDED_IN.values())
    assert not NO_PAGE_MENDS & SECTION_OF.keys()
