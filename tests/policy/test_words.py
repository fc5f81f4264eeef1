"""The words of a text for how cases and filings end: its own where it has them, and none that nothing leads to."""

import pytest

from dengji.policy.engine.document import PackError
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.terms import About, End
from dengji.policy.reading import steps_read
from dengji.procedure.endings import ending_called
from tests.policy.small import given_pack
from tests.policy.test_matters import below, beside, told
from tests.road import PACKS, read_once


def test_an_ending_is_called_as_its_matter_calls_it_and_else_by_the_usual_word() -> None:
    pack = given_pack(beside('endings: {granted: "已列入目录"}'))
    assert ending_called(pack, "initial", "granted") == "已列入目录"
    assert ending_called(pack, "initial", "not_accepted") == "不予受理"
    assert ending_called(pack, "initial", "overtaken") == "不再办理"


def test_a_word_for_an_ending_to_which_nothing_leads_is_refused() -> None:
    assert "这个事项没有以“未入选”办结的结果，不用写它的用语" in told(
        beside('endings: {not_selected: "没有入选"}')
    )


def test_a_word_for_a_state_to_which_nothing_leads_is_refused() -> None:
    assert "没有哪个结果或者到期处理使备案filing.revoke，不用写它的用语" in told(
        below('states: {filing.revoke: "已撤销"}')
    )
    assert told(below('states: {filing.lapse: "已失效"}')) == {}


def test_a_word_is_short_and_stands_for_something_that_there_is() -> None:
    with pytest.raises(PackError, match="endings"):
        given_pack(beside('endings: {granted: "准"}'))
    with pytest.raises(PackError, match="endings"):
        given_pack(beside('endings: {vanished: "不见了"}'))


@pytest.mark.parametrize("loaded", read_once(PACKS), ids=lambda loaded: loaded.pack.id)
def test_no_case_about_a_filing_is_called_granted_or_refused_as_if_it_were_a_first_one(
    loaded: LoadedPack,
) -> None:
    pack = loaded.pack
    for name, matter in pack.matters.items():
        ends = {outcome.end for step in matter.steps for outcome in step.outcomes.values()}
        if matter.about is About.FILING:
            for end in ends & {End.GRANTED, End.REFUSED, End.ENDED}:
                assert end in matter.endings, (name, end)


@pytest.mark.row("TJ21-12")
def test_the_public_reads_the_ending_in_the_words_of_the_matter() -> None:
    (pack,) = [loaded.pack for loaded in read_once(PACKS) if loaded.pack.id == "TJ21"]
    leads = {outcome.leads_to for step in steps_read(pack, "renewal") for outcome in step.outcomes}
    assert {"办结：不予续期", "办结：准予续期"} <= leads
