"""The draw itself, without a database: anybody gets the same, nobody is favoured, nobody checks whom he may not."""

from collections import Counter
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.supervision import drawing
from dengji.supervision.drawing import Group, Impossible, Urn, drawn

SEED = "5e" * 32
BODIES = tuple(f"B{number:02d}" for number in range(20))
PEOPLE = tuple(f"D{number:02d}" for number in range(7))
URN = Urn(
    "2026-001",
    "市鉴定中心",
    (Group("用人单位", BODIES[:12], 5), Group("社会组织", BODIES[12:], 3)),
    PEOPLE,
    2,
)


@pytest.mark.row("TJ21-19.1")
def test_the_same_list_and_seed_give_the_same_draw_and_another_seed_another() -> None:
    assert drawn(URN, SEED) == drawn(URN, SEED)
    assert drawn(URN, SEED) != drawn(URN, "5f" * 32) != drawn(URN, "5f" * 32, "3208.14")


def test_the_documented_rule_can_be_followed_by_hand() -> None:
    mixed = sha256(f"{SEED}\n".encode()).hexdigest()
    order = sorted(BODIES[:12], key=lambda body: sha256(f"{mixed}:{body}".encode()).hexdigest())
    pack = sorted(PEOPLE, key=lambda card: sha256(f"{mixed}/1:{card}".encode()).hexdigest())
    first = drawn(URN, SEED)[0]
    assert (first.body, first.group, first.inspectors) == (order[0], "用人单位", tuple(pack[:2]))


def test_each_group_gives_as_many_as_were_announced() -> None:
    came = drawn(URN, SEED)
    assert Counter(each.group for each in came) == {"用人单位": 5, "社会组织": 3}
    assert {each.body for each in came if each.group == "社会组织"} <= set(BODIES[12:])


@given(st.frozensets(st.integers(0, len(BODIES) * len(PEOPLE) - 1), max_size=50), st.integers(0, 2**64))
def test_nobody_checks_whom_he_may_not_nor_one_body_twice_and_the_work_is_shared(
    pairs_barred: frozenset[int], number: int
) -> None:
    bars = {(BODIES[each // len(PEOPLE)], PEOPLE[each % len(PEOPLE)]) for each in pairs_barred}
    urn = replace(URN, bars=frozenset(bars))
    if drawing.without_enough(urn):
        with pytest.raises(Impossible, match="不足2人"):
            drawn(urn, f"{number:064x}")
        return
    came = drawn(urn, f"{number:064x}")
    pairs = [(each.body, card) for each in came for card in each.inspectors]
    assert not set(pairs) & bars
    assert len(set(pairs)) == len(pairs) == 2 * len(came)
    if not bars:
        load = Counter(card for _, card in pairs)
        assert max(load.values()) - min(load[card] for card in PEOPLE) <= 1


def test_over_many_seeds_every_body_comes_out_about_as_often_as_its_share() -> None:
    often = Counter(
        each.body for n in range(600) for each in drawn(URN, f"{n:064x}") if each.body in BODIES[:12]
    )
    assert set(often) == set(BODIES[:12])
    assert all(190 <= count <= 310 for count in often.values())  # 250 expected, standard deviation 12


@pytest.mark.parametrize(
    ("urn", "says"),
    [
        (replace(URN, groups=(Group("一组", ("B1", "B1"), 1),)), "重复"),
        (replace(URN, groups=()), "没有机构"),
        (replace(URN, groups=(Group("一组", ("B1",), 2),)), "有1家，不能抽取2家"),
        (replace(URN, each=8), "不足8人"),
        (replace(URN, inspectors=("D1", "D1")), "重复"),
    ],
)
def test_a_list_that_cannot_be_drawn_from_is_refused_in_words(urn: Urn, says: str) -> None:
    with pytest.raises(Impossible, match=says):
        drawn(urn, SEED)


def test_a_list_comes_back_from_its_published_form_with_the_same_digest() -> None:
    urn = replace(URN, bars=frozenset({("B01", "D01")}), source="次日上证指数收盘点位")
    back = drawing.from_json(drawing.as_json(urn))
    assert back == urn
    assert drawing.digest(back) == drawing.digest(urn) != drawing.digest(URN)


@pytest.mark.parametrize(
    "said", [{}, {"v": 2}, {"v": 1, "groups": 3}, {**drawing.as_json(URN), "bars": [["B01"]]}]
)
def test_what_is_no_list_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(Impossible, match="格式"):
        drawing.from_json(said)
