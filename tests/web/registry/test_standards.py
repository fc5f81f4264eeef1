"""Rules of a standard at the registry's desk (标准规定): typed, looked at with the plans concerned, stated."""

from typing import Any

import pytest
from django.test import Client

from dengji.occupations.models import OwnRules, Standard
from dengji.people.terms import Role
from tests.batch import WHOLE, given_approved, given_filed_venues
from tests.cast import ELECTRICIAN, Cast, given_cast, given_post
from tests.life import given_filing
from tests.road import given_law
from tests.web.body.pages import faults
from tests.web.registry.conftest import browser_of
from tests.web.registry.pages import pressed, text_of

TYPED: dict[str, Any] = {
    "from_on": "2026-11-30",
    "pass_mark": "70",
    "invigilators": "2",
    "candidates_to_one": "15",
    "group_least": "3",
    "group_odd": "on",
    "combine": "mean",
    "complaint": "5",
    "parts_2": ["theory", "practical", "review"],
    "parts_1": ["theory", "practical", "review"],
    "parts_other": ["theory", "practical"],
    "entry": "",
}
LEVELS = """
levels:
  "4":
    - says: "从事本职业工作满6年"
      holds: {fact: "years_of_work", is: "at_least", min: 6}
"""

OWN = TYPED | {"entry": LEVELS}


@pytest.fixture
def cast(db: None) -> Cast:
    """The authorities and bodies of Tianjin."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def standard(cast: Cast) -> Standard:
    """The electricians' standard, by which a plan is approved."""
    clerk = given_post(cast.province_centre, Role.CLERK, "甲")
    filing = given_filing(cast.employer, clerk, number="Y000012000900")
    given_filed_venues(filing)
    given_approved(filing)
    told = {"kind": "national", "title": WHOLE.standard, "edition": WHOLE.standard_edition}
    return Standard.objects.create(occupation_id=ELECTRICIAN, levels=["4"], **told)


@pytest.fixture
def desk(cast: Cast) -> Client:
    """An administrator of the province."""
    return browser_of(cast.administrator)


def test_rules_are_looked_at_with_the_plans_they_touch_before_they_are_stated(
    desk: Client, standard: Standard
) -> None:
    """Nothing is kept by the second look; going back keeps what was typed; the trail has it."""
    at = f"standards/{standard.pk}/"
    assert standard.title in text_of(desk, "standards/?words=电工")
    assert "没有另外的规定" in text_of(desk, at)
    looked = pressed(desk, f"{at}rules/", 200, **OWN)
    assert "1个还没有实施的计划" in looked
    assert "70分" in looked
    assert "从事本职业工作满6年" in looked
    assert not OwnRules.objects.exists()
    assert 'value="70"' in pressed(desk, f"{at}rules/", 200, **TYPED, back="1")
    pressed(desk, f"{at}rules/", 302, **OWN, confirm="1")
    row = OwnRules.objects.get()
    assert (row.examination, row.entry["levels"]["4"][0]["says"]) == (
        {"pass_mark": 70},
        "从事本职业工作满6年",
    )
    page = text_of(desk, at)
    assert "与通用规定不同" in page
    assert "有本地规定" in text_of(desk, "standards/?own=on")
    later = pressed(desk, f"{at}rules/", 200, **TYPED | {"from_on": "2027-01-01"})
    assert "没有受影响的计划" in later
    pages = [text_of(desk, each) for each in ("standards/", at, f"{at}rules/")]
    assert [faults(each) for each in [*pages, looked]] == [[], [], [], []]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"pass_mark": "101"}, "不能大于100"),
        ({"from_on": "2026-11-01"}, "不能早于今天"),
        ({"entry": "levels: ["}, "YAML 写法有误"),
        ({"entry": "levels: {}"}, "不能用"),
        ({"parts_2": []}, "请选择“二级/技师的考核项目”"),
    ],
)
def test_what_cannot_be_stated_is_said_and_what_was_typed_stays(
    desk: Client, standard: Standard, said: dict[str, Any], says: str
) -> None:
    page = pressed(desk, f"standards/{standard.pk}/rules/", 200, **{**TYPED, "invigilators": "7", **said})
    assert says in page
    assert 'value="7"' in page
    assert not OwnRules.objects.exists()


@pytest.mark.django_db
def test_only_the_administrators_of_the_province_state_rules() -> None:
    """A city's administrator reads; a clerk and a body find nothing."""
    cast, standard = given_cast(), Standard.objects.earliest("pk")
    city = browser_of(given_post(cast.centre, Role.ADMINISTRATOR, "乙"))
    at = f"standards/{standard.pk}/"
    assert "由省级主管机关的管理员登记" in text_of(city, at)
    text_of(city, f"{at}rules/", 404)
    text_of(browser_of(given_post(cast.province_centre, Role.CLERK, "丙")), at, 403)
    text_of(browser_of(cast.manager), at, 403)
    text_of(browser_of(cast.administrator), "standards/999999/", 404)
