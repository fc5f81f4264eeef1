"""Entry conditions as data: the 2023 set, boundaries, what is not known, and what the linter refuses."""

from datetime import timedelta
from typing import Any

import pytest

from dengji.occupations.acts import RulesEntry, state_rules
from dengji.occupations.entry import PERSON, WrongRules, check, conditions_from, ways_judged
from dengji.occupations.models import OwnRules, Standard
from dengji.occupations.standards import entry_conditions, exam_rules
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.policy.engine.truth import Truth
from tests.candidates import noted
from tests.cast import AT, Cast, given_cast, given_post

TODAY = AT.date()
MET, NOT_MET, UNDETERMINED = Truth.MET, Truth.NOT_MET, Truth.UNDETERMINED
OWN = {
    "title": "电工国家职业标准申报条件",
    "levels": {
        "4": [
            {
                "says": "累计从事本职业工作满6年",
                "holds": {"fact": "years_of_work", "is": "at_least", "min": 6},
            }
        ]
    },
}


@pytest.mark.django_db
@pytest.mark.row("TJ21-15")
@pytest.mark.parametrize(
    ("level", "facts", "truth", "says"),
    [
        ("5", {"age": 15, "works": True}, NOT_MET, "年龄现为15周岁，差1周岁"),
        ("5", {"age": 16, "works": True}, MET, "符合第1项"),
        ("5", {"age": 17, "works": True}, MET, "符合第1项"),
        ("5", {"age": 40, "works": False}, NOT_MET, "从事或者准备从事本职业现为“否”"),
        ("4", {"years_of_work": 4, "level": "none", "schooling": "none"}, NOT_MET, "现为4年，差1年"),
        ("4", {"years_of_work": 5}, MET, "符合第1项"),
        ("4", {"years_of_work": 6}, MET, "符合第1项"),
        (
            "4",
            {"years_of_work": 1, "level": "5", "years_since_level": 2, "schooling": "none"},
            NOT_MET,
            "差1年",
        ),
        ("4", {"level": "5", "years_since_level": 3}, MET, "符合第2项"),
        ("4", {"level": "5", "years_since_level": 4}, MET, "符合第2项"),
        ("4", {"schooling": "vocational"}, MET, "符合第3项"),
        ("3", {"years_of_work": 10}, MET, "符合第1项"),
        ("3", {"level": "4", "years_since_level": 4}, MET, "符合第2项"),
        ("3", {"title": "junior", "years_since_title": 1}, MET, "符合第3项"),
        ("3", {"schooling": "senior_technician"}, MET, "符合第4项"),
        ("3", {"level": "4", "schooling": "college"}, MET, "符合第5项"),
        ("3", {"schooling": "college_assessed"}, MET, "符合第6项"),
        ("2", {"level": "3", "years_since_level": 5}, MET, "符合第1项"),
        (
            "2",
            {"title": "junior", "years_since_title": 5, "level": "3", "years_since_level": 1},
            MET,
            "符合第2项",
        ),
        ("2", {"title": "intermediate", "years_since_title": 1}, MET, "符合第3项"),
        ("2", {"schooling": "technician", "level": "3", "years_since_level": 2}, MET, "符合第4项"),
        ("2", {"schooling": "preparatory", "level": "3", "years_since_level": 2}, MET, "符合第5项"),
        ("1", {"level": "2", "years_since_level": 5}, MET, "符合第1项"),
        (
            "1",
            {"title": "intermediate", "years_since_title": 5, "level": "2", "years_since_level": 1},
            MET,
            "第2项",
        ),
        ("1", {"title": "senior", "years_since_title": 1}, MET, "符合第3项"),
        ("1", {"title": "none", "level": "3", "years_since_level": 9}, NOT_MET, "3项条件都不满足"),
    ],
)
def test_each_way_of_the_common_set_suffices_from_the_year_it_names(
    level: str, facts: dict[str, Any], truth: Truth, says: str
) -> None:
    found = check(entry_conditions("", ""), level, facts)
    assert found.truth is truth
    assert says in found.says


@pytest.mark.django_db
@pytest.mark.row("TJ21-15")
def test_what_is_not_known_is_named_and_never_guessed() -> None:
    found = check(entry_conditions("", ""), "4", {"years_of_work": 2, "schooling": "none"})
    assert (found.truth, found.missing) == (UNDETERMINED, ("已有证书等级", "证书取得日期"))
    assert found.says == "待定：缺 已有证书等级、证书取得日期"
    certain = check(entry_conditions("", ""), "4", {"years_of_work": 2, "schooling": "none", "level": "none"})
    assert certain.truth is NOT_MET, "no certificate: since when does not matter"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "word"), [("apprentice", "学徒工"), ("special", "特级技师"), ("", "不分等级")]
)
def test_a_level_without_ways_is_left_to_people(level: str, word: str) -> None:
    found = check(entry_conditions("", ""), level, {"age": 40, "works": True})
    assert (found.truth, found.missing) == (UNDETERMINED, ())
    assert word in found.says


@pytest.mark.django_db
def test_every_way_is_explained_by_itself() -> None:
    judged = ways_judged(
        entry_conditions("", ""), "4", {"years_of_work": 3, "level": "5", "years_since_level": 3}
    )
    assert [way.truth for way in judged] == [NOT_MET, MET, UNDETERMINED]
    assert judged[0].why == "从事本职业年限现为3年，差2年"
    assert judged[2].why == "缺 相关专业学历"


@pytest.mark.parametrize(
    ("holds", "says"),
    [
        ({"fact": "height", "is": "at_least", "min": 3}, "没有名为“height”的事实"),
        ({"fact": "age", "is": "taller", "min": 3}, "没有名为“taller”的判断"),
        ({"fact": "age", "is": "is_true"}, "事实“age”的类型是 integer"),
        ({"fact": "age", "is": "at_least"}, "缺少 min"),
        ({"fact": "age", "is": "at_least", "min": "十六"}, "类型与事实"),
        ({"fact": "level", "is": "equals", "value": "7"}, "没有“7”这个选项"),
        ({"not": {"fact": "works", "is": "is_true"}}, "不用“not”"),
        ({"fact": "age", "iz": "at_least", "min": 3}, "不认识的键“iz”"),
    ],
)
def test_rules_that_cannot_be_judged_are_refused_with_their_place(holds: dict[str, Any], says: str) -> None:
    said = {"title": "测试条件", "levels": {"4": [{"says": "测试的一项条件", "holds": holds}]}}
    with pytest.raises(WrongRules, match=r"levels\.4\.0") as refused:
        conditions_from(said, "rules.yaml")
    assert any(says in each.sentence for each in refused.value.problems)


def test_a_level_that_there_is_not_is_refused_and_so_is_one_without_a_way() -> None:
    with pytest.raises(WrongRules) as refused:
        conditions_from({"title": "测试条件", "levels": {"9": [], "4": []}}, "rules.yaml")
    assert [each.sentence.partition("（")[0] for each in refused.value.problems] == [
        "没有代码为“9”的等级",
        "至少要有一项申报条件",
        "至少要有一项申报条件",
    ]


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, with the catalogue's standards."""
    return given_cast()


@pytest.mark.row("TJ21-15")
def test_an_edition_has_conditions_and_rules_of_its_own(cast: Cast) -> None:
    by, standard = given_post(cast.province_centre, Role.ADMINISTRATOR), Standard.objects.first()
    assert standard is not None
    state_rules(standard, RulesEntry(TODAY, OWN, {"pass_mark": 70}), by=by, at=AT)
    there = (standard.title, standard.edition, cast.employer.organisation.division_id, TODAY)
    own = entry_conditions(*there)
    assert check(own, "4", {"years_of_work": 5}).truth is NOT_MET
    assert check(own, "4", {"years_of_work": 6}).truth is MET
    assert exam_rules(*there).pass_mark == 70
    assert exam_rules(*there).parts_for("2") == ("theory", "practical", "review")
    other = (standard.title, "另一版", *there[2:])
    assert check(entry_conditions(*other), "4", {"years_of_work": 5}).truth is MET
    assert exam_rules(*other).pass_mark == 60
    assert noted("occupations.state_rules")["examination"] == {"pass_mark": 70}
    state_rules(standard, RulesEntry(TODAY), by=by, at=AT)
    assert check(entry_conditions(*there), "4", {"years_of_work": 5}).truth is MET
    assert OwnRules.objects.count() == 1


@pytest.mark.row("TJ21-15")
@pytest.mark.parametrize(("days", "mark"), [(-1, 60), (0, 70), (1, 70)])
def test_rules_of_a_place_hold_from_their_day_and_in_its_province_alone(
    cast: Cast, days: int, mark: int
) -> None:
    """The day before, the day, the day after; in another province never; what holds everywhere gives way."""
    by, standard = given_post(cast.province_centre, Role.ADMINISTRATOR), Standard.objects.first()
    assert standard is not None
    begins = TODAY + timedelta(days=30)
    state_rules(standard, RulesEntry(begins, {}, {"pass_mark": 70}), by=by, at=AT)
    on, named = begins + timedelta(days=days), (standard.title, standard.edition)
    assert exam_rules(*named, "220100", on).pass_mark == mark
    assert exam_rules(*named, "120100", on).pass_mark == 60
    OwnRules.objects.create(standard=standard, examination={"pass_mark": 50})
    assert exam_rules(*named, "220100", on).pass_mark == (mark if days >= 0 else 50)
    assert exam_rules(*named, "120100", on).pass_mark == 50


def test_wrong_rules_of_an_edition_are_refused_and_nothing_is_kept(cast: Cast) -> None:
    """Nor are those from a day that is past, or of somebody whose office does not state them."""
    by, standard = given_post(cast.province_centre, Role.ADMINISTRATOR), Standard.objects.first()
    assert standard is not None
    with pytest.raises(Refused, match="1处不能用") as refused:
        state_rules(standard, RulesEntry(TODAY, {}, {"pass_mark": 170}), by=by, at=AT)
    assert "pass_mark" in refused.value.facts[0]
    with pytest.raises(Refused, match="不能用"):
        state_rules(standard, RulesEntry(TODAY, {"title": "空的条件", "levels": {}}), by=by, at=AT)
    with pytest.raises(Refused, match="不能早于今天"):
        state_rules(standard, RulesEntry(TODAY - timedelta(days=1)), by=by, at=AT)
    for other in (cast.manager, given_post(cast.centre, Role.ADMINISTRATOR), cast.province_clerk):
        with pytest.raises(Refused, match="省级主管机关的管理员"):
            state_rules(standard, RulesEntry(TODAY), by=other, at=AT)
    assert not OwnRules.objects.exists()


def test_every_fact_of_a_person_has_words() -> None:
    assert all(term.label and term.name == name for name, term in PERSON.items())
