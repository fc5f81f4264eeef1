"""Search, and where an occupation stands."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from dengji.occupations import queries
from dengji.occupations.models import Occupation, SpecialItem, Standard, WorkType
from dengji.occupations.terms import Mark
from tests.cast import ELECTRICIAN, FIRE_OPERATOR, TURNER, given_occupations

pytestmark = pytest.mark.django_db
WELDER, POLICE, ITEM = "6-18-02-04", "3-02-01-00", "SL-002"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    """Some occupations of each kind, and an item."""
    given_occupations(ELECTRICIAN, TURNER, FIRE_OPERATOR, WELDER, POLICE, "6-24-03-04", "6-18-01-02")
    SpecialItem.objects.create(
        code=ITEM, name="手工剪纸", catalogue="示例", sort_key="shougongjianzhi", initials="sgjz"
    )


def codes(text: str, regime: str = "skill_level") -> list[str]:
    """What a search finds."""
    return [found.code for found in queries.search(text, regime)]


@pytest.mark.parametrize(
    "text", ["电工", "6-31-01-03", "6310103", " 6-31-01-0", "dg", "diangong", "DianGong", "dian gong"]
)
def test_an_occupation_is_found_by_code_name_initials_and_pinyin(text: str) -> None:
    assert codes(text)[0] == ELECTRICIAN


def test_names_that_begin_with_the_words_come_before_names_that_hold_them() -> None:
    Occupation.objects.create(
        code="6-99-01-01", rank="细类", name="矿井电工", skill_level=True, sort_key="kuangjingdiangong"
    )
    assert codes("电工") == [ELECTRICIAN, "6-24-03-04", "6-99-01-01"]
    assert codes("diangong")[-1] == "6-99-01-01"


def test_each_kind_of_evaluation_finds_its_own_occupations() -> None:
    assert codes("xfssczy", "access_qualification") == [FIRE_OPERATOR]
    assert codes("xfssczy", "skill_level") == []
    assert codes("hg", "access_qualification") == codes("hg", "skill_level") == [WELDER]
    assert codes("人民警察") == []


def test_special_ability_finds_items_of_its_catalogue() -> None:
    assert codes("剪纸", "special_ability") == codes("jianzhi", "special_ability") == [ITEM]
    assert codes("电工", "special_ability") == []


@pytest.mark.parametrize("text", ["", "  ", "\0", "没有的职业", "zzzz", "%", "_", "' or 1=1"])
def test_nothing_fits_nothing(text: str) -> None:
    assert codes(text) == []


def test_a_search_is_limited() -> None:
    assert len(queries.search("工", "skill_level", limit=2)) == 2


@pytest.mark.row("JL25-6.0")
def test_where_occupations_stand_is_told_in_few_statements(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(4):
        stands = queries.standing([ELECTRICIAN, FIRE_OPERATOR, WELDER, POLICE, ITEM, "x"])
    assert "x" not in stands
    assert [stands[code].mark for code in (ELECTRICIAN, FIRE_OPERATOR, WELDER, POLICE)] == [
        Mark.SKILL_LEVEL,
        Mark.ACCESS,
        Mark.BOTH,
        None,
    ]
    assert stands[ELECTRICIAN].group == "6"
    assert stands[ELECTRICIAN].group_name == "生产制造及有关人员"
    assert stands[ITEM].special_item


@pytest.mark.row("TJ21-7")
@pytest.mark.row("XZ24-16")
def test_a_national_standard_counts_before_a_filed_norm() -> None:
    assert queries.standing([TURNER])[TURNER].standard == "national"
    Standard.objects.create(occupation_id="6-24-03-04", kind="norm", title="某规范", edition="1")
    assert queries.standing(["6-24-03-04"])["6-24-03-04"].standard == "norm"
    assert queries.standing([POLICE])[POLICE].standard is None


@pytest.mark.parametrize(
    ("on", "standard"),
    [(date(2026, 1, 9), None), (date(2026, 1, 10), "norm"), (date(2026, 1, 11), "norm")],
)
def test_a_standard_counts_from_its_first_day(on: date, standard: str | None) -> None:
    Standard.objects.create(
        occupation_id="6-24-03-04", kind="norm", title="某规范", edition="1", from_on=date(2026, 1, 10)
    )
    assert queries.standing(["6-24-03-04"], on)["6-24-03-04"].standard == standard


def test_codes_that_are_in_no_table_are_told() -> None:
    assert queries.unknown_codes([ELECTRICIAN, ITEM, "x", "6-00-00-00", "x"]) == ("6-00-00-00", "x")
    assert queries.unknown_codes([]) == ()
    assert queries.unknown_codes(["\0"]) == ("\0",)


def test_names_and_work_types_are_told() -> None:
    WorkType.objects.create(occupation_id=TURNER, name="数控车工")
    assert queries.names([TURNER, ITEM, "x"]) == {TURNER: "车工", ITEM: "手工剪纸"}
    assert queries.work_types(TURNER) == ("数控车工",)
    assert queries.work_types(ELECTRICIAN) == ()
