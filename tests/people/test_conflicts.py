"""Ties that keep an expert off a panel."""

import pytest

from dengji.people.conflicts import conflicts, plain_name
from dengji.people.models import Expert, Post
from dengji.people.terms import Role
from tests.cast import AT, Cast, given_cast, given_relation

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return given_cast()


def test_an_expert_without_ties_may_judge(cast: Cast) -> None:
    assert conflicts(cast.experts[0], cast.employer.organisation) == ()


@pytest.mark.row("JL25-7.3")
def test_an_employer_of_the_same_name_in_another_form_is_a_tie(cast: Cast) -> None:
    assert conflicts(cast.conflicted, cast.employer.organisation) == (
        "丁在申请单位松江机械制造有限公司工作。",
    )
    assert conflicts(cast.conflicted, cast.school.organisation) == ()


@pytest.mark.row("JL25-7.3")
def test_an_employer_of_the_same_code_is_a_tie_whatever_its_name(cast: Cast) -> None:
    expert = cast.experts[0]
    expert.employer_uscc = cast.school.organisation.uscc or ""
    assert len(conflicts(expert, cast.school.organisation)) == 1


@pytest.mark.row("JL25-7.3")
def test_a_declared_relation_is_a_tie_to_that_body_alone(cast: Cast) -> None:
    given_relation(cast.experts[0], cast.school.organisation)
    expert = Expert.objects.get(pk=cast.experts[0].pk)
    assert conflicts(expert, cast.school.organisation) == (
        "甲已申报与北江技师学院的利害关系：担任顾问或兼职。",
    )
    assert conflicts(expert, cast.employer.organisation) == ()


def test_a_post_in_the_body_is_a_tie(cast: Cast) -> None:
    expert = cast.experts[0]
    post = Post.objects.create(
        person=expert.post.person,
        organisation=cast.employer.organisation,
        role=Role.STAFF,
        from_on=AT.date(),
        until=AT.date(),
    )
    assert conflicts(expert, post.organisation, AT.date()) == ("甲担任松江机械制造有限公司的机构经办人。",)
    assert conflicts(expert, post.organisation, AT.date().replace(year=2027)) == ()
    assert conflicts(expert, post.organisation)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("松江（北方）机械有限公司", "松江(北方)机械 有限责任公司", True),
        ("ＡＢＣ机械股份有限公司", "abc机械有限公司", True),
        ("松江机械", "松江机械有限公司", True),
        ("松江机械有限公司", "松江重机有限公司", False),
        ("有限公司", "股份有限公司", False),
    ],
)
def test_names_are_compared_without_what_varies_in_writing(one: str, other: str, *, same: bool) -> None:
    assert (plain_name(one) == plain_name(other)) is same
