"""Three-valued logic holds as Kleene wrote it, and 'not applicable' adds nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.policy.engine.truth import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNDETERMINED,
    Truth,
    all_of,
    any_of,
    opposite,
    where,
)

truths = st.sampled_from(Truth)
known = st.sampled_from([MET, NOT_MET, UNDETERMINED])


@pytest.mark.parametrize(
    ("parts", "all_together", "any_alone"),
    [
        ([MET, MET], MET, MET),
        ([MET, NOT_MET], NOT_MET, MET),
        ([MET, UNDETERMINED], UNDETERMINED, MET),
        ([NOT_MET, UNDETERMINED], NOT_MET, UNDETERMINED),
        ([UNDETERMINED, UNDETERMINED], UNDETERMINED, UNDETERMINED),
        ([NOT_MET, NOT_MET], NOT_MET, NOT_MET),
        ([NOT_APPLICABLE, MET], MET, MET),
        ([NOT_APPLICABLE, NOT_MET], NOT_MET, NOT_MET),
        ([NOT_APPLICABLE], NOT_APPLICABLE, NOT_APPLICABLE),
        ([], NOT_APPLICABLE, NOT_APPLICABLE),
    ],
)
@pytest.mark.row("CR-5")
def test_and_or_follow_the_table(parts: list[Truth], all_together: Truth, any_alone: Truth) -> None:
    assert (all_of(parts), any_of(parts)) == (all_together, any_alone)


@pytest.mark.parametrize(
    ("applies", "holds", "together"),
    [
        (MET, MET, MET),
        (MET, NOT_MET, NOT_MET),
        (MET, UNDETERMINED, UNDETERMINED),
        (NOT_MET, NOT_MET, NOT_APPLICABLE),
        (UNDETERMINED, MET, MET),
        (UNDETERMINED, NOT_MET, UNDETERMINED),
        (UNDETERMINED, UNDETERMINED, UNDETERMINED),
    ],
)
def test_a_scope_that_is_not_known_decides_nothing(applies: Truth, holds: Truth, together: Truth) -> None:
    assert where(applies, holds) is together


@given(truths, truths, truths)
def test_and_or_may_be_grouped_and_ordered_at_will(a: Truth, b: Truth, c: Truth) -> None:
    for join in (all_of, any_of):
        assert join([a, b]) is join([b, a])
        assert join([a, join([b, c])]) is join([join([a, b]), c]) is join([a, b, c])


@given(truths, truths)
def test_de_morgan_holds(a: Truth, b: Truth) -> None:
    assert opposite(all_of([a, b])) is any_of([opposite(a), opposite(b)])
    assert opposite(any_of([a, b])) is all_of([opposite(a), opposite(b)])


@given(truths)
def test_not_twice_is_the_same(a: Truth) -> None:
    assert opposite(opposite(a)) is a


@given(known, known, known)
def test_and_or_distribute_over_each_other(a: Truth, b: Truth, c: Truth) -> None:
    assert all_of([a, any_of([b, c])]) is any_of([all_of([a, b]), all_of([a, c])])
    assert any_of([a, all_of([b, c])]) is all_of([any_of([a, b]), any_of([a, c])])


@given(st.lists(known), st.data())
def test_what_is_determined_stays_so_when_more_becomes_known(parts: list[Truth], data: st.DataObject) -> None:
    learnt = [data.draw(st.sampled_from([MET, NOT_MET])) if part is UNDETERMINED else part for part in parts]
    for join in (all_of, any_of):
        assert join(parts) in {UNDETERMINED, join(learnt)}


def test_each_truth_has_its_word() -> None:
    assert [truth.label for truth in Truth] == ["符合", "不符合", "待定", "不适用"]
