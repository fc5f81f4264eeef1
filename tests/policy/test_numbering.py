"""Numbers: made part by part, counted per prefix, and refused in plain words when they run out."""

import pytest

from dengji.policy.engine.numbering import Numbered, NumberFull, NumberUnknown, prefix, render, rendered
from dengji.policy.engine.pack import NumberForm, NumberPart
from tests.policy.small import given_pack

FORM = given_pack().numbers["filing"]
SCHOOL = Numbered(division="990100", year=2024, facts={"kind": "school"})


def test_a_number_is_made_of_its_parts() -> None:
    assert render(FORM, of=SCHOOL, serial=7) == "X9924007"


def test_serials_run_per_what_stands_before_them() -> None:
    assert prefix(FORM, of=SCHOOL) == "X9924"
    assert prefix(FORM, of=Numbered("990100", 2025, {"kind": "employer"})) == "Y9925"


@pytest.mark.parametrize(("serial", "number"), [(998, "X9924998"), (999, "X9924999")])
def test_the_last_serials_still_fit(serial: int, number: str) -> None:
    assert render(FORM, of=SCHOOL, serial=serial) == number


def test_many_numbers_are_those_made_one_by_one() -> None:
    assert rendered(FORM, of=SCHOOL, serials=range(7, 10)) == ["X9924007", "X9924008", "X9924009"]


def test_of_many_numbers_the_one_that_does_not_fit_is_refused() -> None:
    with pytest.raises(NumberFull):
        rendered(FORM, of=SCHOOL, serials=[998, 999, 1000])


def test_a_full_serial_is_refused_in_plain_words() -> None:
    with pytest.raises(NumberFull, match="备案编号的顺序号只有3位，已经用完"):
        render(FORM, of=SCHOOL, serial=1000)


@pytest.mark.parametrize("facts", [{}, {"kind": "church"}])
def test_a_number_that_rests_on_an_unknown_fact_is_refused(facts: dict[str, str]) -> None:
    with pytest.raises(NumberUnknown, match="备案编号需要“kind”"):
        prefix(FORM, of=Numbered("990100", 2024, facts))


def test_a_document_number_has_words_and_a_serial_of_any_length() -> None:
    parts = [
        NumberPart(text="某人社备〔"),
        NumberPart(year=4),
        NumberPart(text="〕"),
        NumberPart(serial=0),
        NumberPart(text="号"),
    ]
    form = NumberForm(label="文号", parts=parts, cite="a1")
    assert render(form, of=Numbered("990000", 2024), serial=12) == "某人社备〔2024〕12号"
    assert prefix(form, of=Numbered("990000", 2024)) == "某人社备〔2024〕"


def test_a_number_that_takes_more_signs_of_the_filing_than_it_has_is_refused() -> None:
    form = FORM.model_copy(update={"parts": [NumberPart(filing=4), NumberPart(serial=3)]})
    assert render(form, of=Numbered("990100", 2024, {}, filing="Y0000120"), serial=7) == "Y000007"
    with pytest.raises(NumberUnknown, match="备案编号“Y00”没有这么多位"):
        render(form, of=Numbered("990100", 2024, {}, filing="Y00"), serial=7)
