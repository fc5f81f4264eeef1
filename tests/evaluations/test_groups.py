"""What keeps a group of examiners from acting, each with who, article and remedy; the boundary days in threes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from dengji.evaluations.examiners.groups import Asked, faults, group_faults, person_faults
from dengji.policy.engine.practice import Group, Qualified
from tests.cast import ELECTRICIAN, TURNER

STARTS, ENDS = date(2026, 12, 7), date(2026, 12, 8)
ARTICLES = {"16": "第十六条", "14.2a": "第十四条（二）前段", "14.2b": "第十四条（二）后段"}
QUALIFIED = [
    Qualified(
        levels=["5", "4", "3"], certificates=["3", "2", "1"], titles=["intermediate", "senior"], cite="14.2a"
    ),
    Qualified(levels=["2", "1"], certificates=["1"], titles=["senior"], cite="14.2b"),
]
OF_THE_TEXT = Group(least=3, odd=True, same_occupation=True, registered=True, qualified=QUALIFIED, cite="16")


def asked(level: str = "4", **said: Any) -> Asked:
    """What the text asks of the group of an electricians' plan."""
    whole = {"group": OF_THE_TEXT, "articles": ARTICLES, **said}
    return Asked(ELECTRICIAN, "电工", level, STARTS, ENDS, 3, True, **whole)


def held(level: str = "3", title: str = "", occupation: str = ELECTRICIAN) -> dict[str, Any]:
    """A qualification in the register."""
    return {"occupation": occupation, "level": level, "title": title}


def row(name: str = "张三", task: str = "examiner", **said: Any) -> dict[str, Any]:
    """An examiner of the register against whom nothing speaks, but what is said."""
    registered = {
        "number": name,
        "province": True,
        "from": "2026-01-01",
        "until": "2028-12-31",
        "removed_on": None,
        "held": [held()],
    }
    registered |= {key: said.pop(key) for key in tuple(said) if key in registered}
    told = {"registered": registered, "member": None, "own": False, "ties": [], "elsewhere": [], **said}
    return {"task": task, "name": name, "identity": name, "member": None, "registered": 1, "examiner": told}


def member(cards: list[Mapping[str, Any]], papers: list[Mapping[str, Any]]) -> dict[str, Any]:
    """One of the body's own people, with a card and papers."""
    return row(registered=None, member={"cards": cards, "held": papers}, own=True)


def three() -> list[dict[str, Any]]:
    """A sound group."""
    return [row("张三", "head_examiner"), row("李四"), row("王五")]


def said(found: Any) -> list[str]:
    """What the faults say."""
    return [each.says for each in found]


@pytest.mark.row("JLJD-16")
def test_three_of_the_occupation_with_a_head_may_act() -> None:
    assert faults(three(), asked()) == []


@pytest.mark.row("JLJD-16")
@pytest.mark.parametrize(
    ("size", "says"),
    [
        (0, "有0人，少于3人"),
        (2, "有2人，少于3人"),
        (3, None),
        (4, "有4人，不是单数"),
        (5, None),
        (6, "有6人，不是单数"),
    ],
)
def test_a_group_is_of_three_or_more_and_odd(size: int, says: str | None) -> None:
    people = [row(f"甲{number}", "examiner" if number else "head_examiner") for number in range(size)]
    found = [each for each in group_faults(people, asked()) if "人" in each.says and "组长" not in each.says]
    assert said(found) == ([says] if says else [])
    assert all(each.article == "第十六条" and each.remedy for each in found)


def test_a_group_has_one_head() -> None:
    none = [row("张三"), row("李四"), row("王五")]
    both = [row("张三", "head_examiner"), row("李四", "head_examiner"), row("王五")]
    assert said(group_faults(none, asked())) == ["没有考评组长"]
    assert said(group_faults(both, asked())) == ["考评组长不止1人"]


def test_somebody_who_stands_in_the_group_twice_counts_once() -> None:
    found = group_faults([row("张三", "head_examiner"), row("张三"), row("王五")], asked())
    assert said(found) == ["有2人，少于3人", "在考评组里安排了两次"]
    assert found[1].who == "张三"


@pytest.mark.row("JLJD-14.3")
def test_only_whoever_stands_in_the_provinces_register_may_act() -> None:
    (missing,) = person_faults(row(registered=None), asked())
    (of_city,) = person_faults(row(province=False), asked())
    assert missing.says == of_city.says == "没有登记在全省考评员登记中"
    assert str(missing) == "张三：没有登记在全省考评员登记中（第十六条），请先办理登记，或者换一名考评员"


@pytest.mark.row("JLJD-14.3")
@pytest.mark.parametrize(
    ("until", "sound"), [("2026-12-07", False), ("2026-12-08", True), ("2026-12-09", True)]
)
def test_a_certificate_that_ends_the_day_before_the_last_is_refused(until: str, sound: bool) -> None:
    found = person_faults(row(until=until), asked())
    assert (not found) is sound
    assert sound or "有效期至2026年12月7日" in found[0].says


@pytest.mark.parametrize(
    ("begins", "sound"), [("2026-12-06", True), ("2026-12-07", True), ("2026-12-08", False)]
)
def test_a_registration_that_begins_after_the_first_day_is_refused(begins: str, sound: bool) -> None:
    found = person_faults(row(**{"from": begins}), asked())
    assert (not found) is sound


@pytest.mark.parametrize(
    ("removed", "sound"), [("2026-12-07", False), ("2026-12-08", False), ("2026-12-09", True)]
)
def test_whoever_is_taken_out_before_the_end_may_not_act(removed: str, sound: bool) -> None:
    found = person_faults(row(removed_on=removed), asked())
    assert (not found) is sound


@pytest.mark.row("JLJD-14.2a")
@pytest.mark.parametrize(
    ("certificate", "title", "sound"),
    [
        ("4", "", False),
        ("3", "", True),
        ("1", "", True),
        ("", "junior", False),
        ("", "intermediate", True),
        ("", "senior", True),
    ],
)
def test_levels_up_to_three_are_examined_by_level_three_or_an_intermediate_title(
    certificate: str, title: str, sound: bool
) -> None:
    found = person_faults(row(held=[held(certificate, title)]), asked("3"))
    assert (not found) is sound
    assert sound or found[0].article == "第十四条（二）前段"


@pytest.mark.row("JLJD-14.2b")
@pytest.mark.parametrize("level", ["2", "1"])
@pytest.mark.parametrize(
    ("certificate", "title", "sound"),
    [("3", "", False), ("2", "", False), ("1", "", True), ("", "intermediate", False), ("", "senior", True)],
)
def test_levels_two_and_one_are_examined_by_level_one_or_a_senior_title(
    level: str, certificate: str, title: str, sound: bool
) -> None:
    found = person_faults(row(held=[held(certificate, title)]), asked(level))
    assert (not found) is sound
    assert sound or found[0].article == "第十四条（二）后段"


@pytest.mark.row("JLJD-16")
def test_an_examiner_is_of_the_same_occupation() -> None:
    other = row(held=[held(occupation=TURNER)])
    assert said(person_faults(other, asked())) == ["没有电工的考评资格"]
    free = OF_THE_TEXT.model_copy(update={"same_occupation": False})
    assert person_faults(other, asked(group=free)) == []


def test_ties_and_other_plans_keep_somebody_from_acting() -> None:
    found = person_faults(
        row(ties=["申报了与评价机构的关系：现任职"], elsewhere=["FA122026（2026年12月8日）"]), asked()
    )
    assert said(found) == ["申报了与评价机构的关系：现任职", "同一天另有任务：FA122026（2026年12月8日）"]
    assert "回避" in found[0].remedy
    assert "换一名" in found[1].remedy


def test_the_bodys_own_people_recuse_only_where_the_text_sends_others() -> None:
    outside = OF_THE_TEXT.model_copy(update={"outside": True})
    assert person_faults(row(own=True), asked()) == []
    assert said(person_faults(row(own=True), asked(group=outside))) == ["是本机构人员"]


@pytest.mark.row("XZ24-18")
def test_where_no_register_is_asked_for_a_card_and_a_certificate_of_ones_own_do() -> None:
    own = OF_THE_TEXT.model_copy(update={"registered": False})
    card, paper = {"occupation": ELECTRICIAN, "until": None}, {**held("3"), "until": None}
    assert person_faults(member([card], [paper]), asked(group=own)) == []
    assert said(person_faults(member([], [paper]), asked(group=own))) == ["没有电工的考评资格"]
    assert len(person_faults(member([card], []), asked(group=own))) == 1
    assert said(person_faults(member([card], [paper]), asked())) == ["没有登记在全省考评员登记中"]


@pytest.mark.parametrize(
    ("until", "sound"), [("2026-12-07", False), ("2026-12-08", True), ("2026-12-09", True)]
)
def test_a_members_card_that_ends_the_day_before_the_last_is_refused(until: str, sound: bool) -> None:
    own = OF_THE_TEXT.model_copy(update={"registered": False})
    card, paper = {"occupation": "", "until": until}, {**held("3"), "until": None}
    assert (not person_faults(member([card], [paper]), asked(group=own))) is sound


def test_without_a_text_the_standard_asks_for_three_and_a_card() -> None:
    plain = asked(group=None, articles={})
    assert faults(three(), plain) == []
    assert group_faults(three()[:2], plain)[0].article == "评价依据的标准"
    assert said(person_faults(row(registered=None), plain)) == ["没有考评员证卡"]
