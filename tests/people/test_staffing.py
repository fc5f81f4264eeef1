"""Which organisations and people an administrator looks after."""

import pytest

from dengji.people import queries, staffing
from dengji.people.models import Division, Organisation
from dengji.people.queries import COUNTRY
from dengji.people.terms import Office, OrganisationKind
from tests.cast import AT, Cast, given_authority, given_cast, given_department

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return given_cast()


@pytest.mark.parametrize(
    ("place", "stem"), [(COUNTRY, ""), ("220000", "22"), ("220200", "2202"), ("220202", "220202")]
)
def test_the_beginning_of_a_code_says_what_lies_within(place: str, stem: str) -> None:
    assert queries.stem(place) == stem


def test_the_country_looks_after_everybody_and_a_city_after_its_own(cast: Cast) -> None:
    country = given_authority(Division.objects.get(code="000000"), Office.CENTRE)
    everybody = staffing.organisations_under(country, TODAY)
    assert everybody.count() == Organisation.objects.count()
    assert everybody.first() == country
    ours = set(staffing.organisations_under(cast.centre, TODAY, kind=OrganisationKind.AUTHORITY))
    assert ours == {cast.centre, cast.bureau}


def test_another_department_looks_after_itself_its_offices_and_the_bodies_that_it_set_up(cast: Cast) -> None:
    office = given_department(cast.city)
    assert set(staffing.organisations_within(cast.department)) == {
        cast.department,
        cast.examination_body.organisation,
    }
    Organisation.objects.filter(pk=office.pk).update(parent=cast.department)
    assert office in staffing.organisations_within(cast.department)
    assert cast.province_bureau not in staffing.organisations_within(cast.department)


def test_posts_are_counted_as_they_are_held_that_day(cast: Cast) -> None:
    before = staffing.organisations_under(cast.centre, cast.clerk.from_on.replace(year=2019)).get(
        pk=cast.centre.pk
    )
    today = staffing.organisations_under(cast.centre, TODAY).get(pk=cast.centre.pk)
    assert (before.posts_held, today.posts_held) == (0, 5)


def test_experts_stand_on_the_roster_and_not_among_the_posts(cast: Cast) -> None:
    assert [post.person.full_name for post in staffing.posts_in(cast.centre)] == ["王大伟"]
    assert {str(expert) for expert in staffing.roster(cast.centre)} == {"甲", "乙", "丙", "丁"}
    assert staffing.expert_under(cast.other_centre, cast.experts[0].pk) is None


def test_places_below_a_province_are_its_cities_and_below_a_city_its_counties(cast: Cast) -> None:
    assert {place.code for place in staffing.places_under("22")} == {"220000", "220200", "220300"}
    assert {place.code for place in staffing.places_under("2202")} == {"220200", cast.county.code}
