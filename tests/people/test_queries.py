"""Places, the authority that answers, posts and experts."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from dengji.people import queries
from dengji.people.models import Division, Expert, Organisation, Person, Post
from dengji.people.refusals import NoAuthority
from dengji.people.terms import Office, OrganisationKind, Rank, Role
from tests.cast import (
    AT,
    ELECTRICIAN,
    FIRE_OPERATOR,
    TURNER,
    Cast,
    given_authority,
    given_cast,
    given_divisions,
    given_post,
)

pytestmark = pytest.mark.django_db
TODAY = AT.date()
MUNICIPAL_DISTRICT, COUNTY_UNDER_PROVINCE = "120101", "419001"


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return given_cast()


def test_a_place_lies_in_its_city_its_province_and_the_country() -> None:
    given_divisions("220202")
    assert queries.place_chain("220202") == ("220202", "220200", "220000", "000000")
    assert queries.place_chain("999999") == ()


@pytest.mark.parametrize("code", ["220202", "220200", "000000", "999999"])
def test_the_way_up_is_the_one_that_the_table_has(
    code: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    given_divisions("220202")
    with django_assert_num_queries(1):
        chain = queries.upwards(code)
        parents = [division.parent for division in chain]
    found = Division.objects.filter(code=code).first()
    for division, parent in zip(chain, parents, strict=True):
        assert found is not None
        assert (division, division.name, division.rank, division.parent_id, parent) == (
            found,
            found.name,
            found.rank,
            found.parent_id,
            found.parent,
        )
        found = found.parent
    assert found is None


@pytest.mark.parametrize(
    ("code", "rank", "found"),
    [
        ("220202", Rank.COUNTY, "220202"),
        ("220202", Rank.PREFECTURE, "220200"),
        ("220202", Rank.PROVINCE, "220000"),
        ("220202", Rank.COUNTRY, "000000"),
        ("220200", Rank.COUNTY, None),
        ("220000", Rank.PREFECTURE, None),
        ("999999", Rank.PREFECTURE, None),
    ],
)
def test_the_division_of_a_rank_is_the_nearest_one_upwards(code: str, rank: str, found: str | None) -> None:
    given_divisions("220202")
    division = queries.division_at(code, rank)
    assert (division.code if division else None) == found


def test_a_municipality_stands_in_for_its_missing_prefecture() -> None:
    given_divisions(MUNICIPAL_DISTRICT)
    for code in (MUNICIPAL_DISTRICT, "120000"):
        division = queries.division_at(code, Rank.PREFECTURE)
        assert division is not None
        assert division.code == "120000"


def test_a_county_directly_under_a_province_stands_at_the_citys_rank_itself() -> None:
    given_divisions(COUNTY_UNDER_PROVINCE)
    given_divisions("410102")
    division = queries.division_at(COUNTY_UNDER_PROVINCE, Rank.PREFECTURE)
    assert division is not None
    assert division.code == COUNTY_UNDER_PROVINCE


@pytest.mark.row("JL25-4.1")
def test_the_level_decides_which_authority_answers(cast: Cast) -> None:
    place = cast.county.code
    assert queries.authority_for(place, office="centre", level="prefecture") == cast.centre
    assert queries.authority_for(place, office="centre", level="province") == cast.province_centre
    assert queries.authority_for(place, office="bureau", level="prefecture") == cast.bureau


@pytest.mark.row("JL25-4.1")
def test_a_place_without_its_authority_is_refused_with_a_sentence(cast: Cast) -> None:
    with pytest.raises(NoAuthority) as refused:
        queries.authority_for(cast.county.code, office="centre", level="county")
    assert "尚未在本系统登记" in refused.value.sentence
    assert cast.county.name in refused.value.sentence
    assert refused.value.remedy


def test_a_city_has_no_authority_of_a_county(cast: Cast) -> None:
    with pytest.raises(NoAuthority, match="没有县级区划"):
        queries.authority_for(cast.city.code, office="bureau", level="county")


def test_the_authority_is_the_one_that_the_table_has(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for office, level in (("centre", "prefecture"), ("bureau", "prefecture"), ("centre", "province")):
        with django_assert_num_queries(2):
            found = queries.authority_for(cast.county.code, office=office, level=level)
        by_orm = Organisation.objects.filter(
            kind=OrganisationKind.AUTHORITY, division=found.division_id, office=office
        ).get()
        assert found.__dict__ | {"_state": None} == by_orm.__dict__ | {"_state": None}


def test_the_ministry_sits_in_the_country(cast: Cast) -> None:
    centre = given_authority(given_divisions(cast.county.code)[Rank.COUNTRY], Office.CENTRE)
    assert queries.authority_for(cast.county.code, office="centre", level="ministry") == centre


@pytest.mark.row("JLJD-8")
def test_the_implementing_department_is_the_one_that_set_the_body_up(cast: Cast) -> None:
    body = cast.examination_body.organisation
    assert queries.authority_for(body.division_id, "implementing", "province", body=body) == cast.department
    with pytest.raises(NoAuthority, match="没有登记实施部门"):
        queries.authority_for(body.division_id, "implementing", "province", body=cast.employer.organisation)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 3, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
        (date(2026, 2, 28), False),
    ],
)
def test_a_post_is_held_from_its_first_to_its_last_day(cast: Cast, day: date, held: bool) -> None:
    post = cast.clerk
    Post.objects.filter(pk=post.pk).update(from_on=date(2026, 3, 1), until=date(2026, 3, 31))
    post.refresh_from_db()
    assert list(queries.posts_of(post.person_id, day)) == ([post] if held else [])
    assert queries.holds(post, day) is held


def test_a_closed_account_holds_no_post(cast: Cast) -> None:
    Person.objects.filter(pk=cast.clerk.person_id).update(is_active=False)
    assert not queries.posts_of(cast.clerk.person_id, TODAY).exists()


def test_colleagues_are_those_with_posts_in_the_same_office(cast: Cast) -> None:
    reviewer = given_post(cast.centre, Role.REVIEWER, "何宁")
    assert list(queries.colleagues(cast.centre, TODAY, Role.CLERK, Role.REVIEWER)) == [cast.clerk, reviewer]
    assert cast.wrong_clerk not in queries.colleagues(cast.centre, TODAY)


def test_an_authority_reaches_as_far_as_its_division(cast: Cast) -> None:
    place = cast.county.code
    assert queries.within(place, cast.centre)
    assert queries.within(place, cast.province_bureau)
    assert not queries.within(place, cast.other_centre)


def test_experts_are_offered_by_how_much_they_know(cast: Cast) -> None:
    both, none = cast.experts[2], cast.experts[0]
    Expert.objects.exclude(pk=both.pk).update(occupations=[ELECTRICIAN])
    Expert.objects.filter(pk=none.pk).update(occupations=[])
    offered = queries.experts_available(cast.centre, [ELECTRICIAN, TURNER], TODAY)
    assert offered[0] == both
    assert none not in offered
    assert len(offered) == 3


def test_without_occupations_the_whole_roster_is_offered(cast: Cast) -> None:
    assert len(queries.experts_available(cast.centre, [], TODAY)) == 4
    assert queries.experts_available(cast.centre, [FIRE_OPERATOR], TODAY) == ()
    assert queries.experts_available(cast.other_centre, [], TODAY) == ()


def test_an_expert_whose_post_ended_is_offered_no_more(cast: Cast) -> None:
    Post.objects.filter(expert=cast.experts[0]).update(until=TODAY - timedelta(days=1))
    assert cast.experts[0] not in queries.experts_available(cast.centre, [TURNER], TODAY)


def test_two_centres_of_one_place_cannot_be(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        Organisation.objects.create(kind="authority", name="另一中心", division=cast.city, office="centre")
