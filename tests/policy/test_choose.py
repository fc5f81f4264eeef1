"""Choosing the text: by place, regime, matter and day; every text that does not govern says why."""

from datetime import date

import pytest

from dengji.policy.engine.choose import (
    BEGUN_UNDER,
    Adopted,
    AdoptionKind,
    Candidate,
    Choice,
    Question,
    chain_of,
    choose,
    ended_by,
)
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Regime
from tests.policy.small import given_pack

PLACE = ("990101", "990100", "990000")
DAY = date(2024, 6, 3)
DRAFT = ('stage: "issued"', 'stage: "consultation"')
CITY = ('jurisdiction: "990000"', 'jurisdiction: "990100"')


def named(name: str, *changes: tuple[str, str]) -> Pack:
    """The small pack under another name and title."""
    return given_pack(('id: "SMALL"', f'id: "{name}"'), ('title: "小办法"', f'title: "{name}办法"'), *changes)


def asked(
    *packs: Pack, on: date = DAY, matter: str | None = "initial", adoptions: tuple[Adopted, ...] = ()
) -> Choice:
    """Which of the texts governs skill levels at the place."""
    candidates = [Candidate(pack, key) for key, pack in enumerate(packs, start=1)]
    return choose(candidates, Question(PLACE, Regime.SKILL_LEVEL, matter, on), adoptions)


def trial(pack_id: str, from_on: date, until_on: date | None = None, place: str = "990000") -> Adopted:
    """A draft put on trial."""
    return Adopted(pack_id, place, AdoptionKind.TRIAL, from_on, until_on, "先行先试")


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2023, 12, 31), "自2024年1月1日起施行，尚未施行"),
        (date(2024, 1, 1), None),
        (date(2024, 1, 2), None),
        (date(2025, 12, 30), None),
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), "已于2025年12月31日期满，也未决定继续适用"),
    ],
)
@pytest.mark.row("CR-6")
def test_a_text_governs_from_its_first_day_to_its_last(on: date, sentence: str | None) -> None:
    choice = asked(given_pack(), on=on)
    assert (choice.governing is None) == (sentence is not None)
    if sentence:
        assert choice.considered[0].sentence == f"不适用《小办法》：{sentence}。"
    else:
        assert choice.sentence() == "适用《小办法》：自2024年1月1日起施行，至2025年12月31日止。"


@pytest.mark.row("CR-6")
def test_the_nearest_place_comes_first() -> None:
    choice = asked(named("PROVINCE"), named("CITY", CITY))
    assert choice.governing is not None
    assert (choice.governing.pack.id, choice.governing.key) == ("CITY", 2)
    assert choice.governing.basis == ""
    assert [each.sentence for each in choice.considered][
        1
    ] == "不适用《PROVINCE办法》：已优先适用《CITY办法》。"


@pytest.mark.row("CR-6")
def test_a_text_of_another_place_is_not_looked_at() -> None:
    assert asked(named("FAR", ('jurisdiction: "990000"', 'jurisdiction: "980000"'))).considered == ()


@pytest.mark.row("CR-6")
def test_a_text_for_another_regime_is_reported() -> None:
    choice = asked(named("OTHER", ('regimes: ["skill_level"]', 'regimes: ["special_ability"]')))
    assert choice.considered[0].sentence == "不适用《OTHER办法》：评价类别不符。"


@pytest.mark.row("CR-7")
def test_a_text_that_rules_only_renewal_lets_no_first_filing_in() -> None:
    renewal = named("RENEW", ("  initial:\n", "  renewal:\n"), ('title: "首次备案"', 'title: "续期"'))
    choice = asked(renewal)
    assert choice.governing is None
    assert choice.considered[0].sentence == "不适用《RENEW办法》：该文本只规定续期，不规定这一事项。"
    assert asked(renewal, matter="renewal").governing
    assert asked(renewal, matter=None).governing


def test_a_text_that_rules_no_matter_says_so() -> None:
    silent = named("SILENT").model_copy(update={"matters": {}})
    assert asked(silent).considered[0].sentence == "不适用《SILENT办法》：该文本不规定这一事项。"


@pytest.mark.row("CR-7")
def test_a_draft_never_governs_by_itself_and_the_refusal_says_so() -> None:
    choice = asked(named("DRAFT", DRAFT))
    assert choice.governing is None
    assert choice.adoption is None
    assert choice.sentence() == (
        "2024年6月3日没有可以适用的文本，不能受理新的申请。"
        "不适用《DRAFT办法》：尚为征求意见稿，未正式施行，也未试运行。"
    )


@pytest.mark.parametrize(
    ("on", "governs"),
    [
        (date(2024, 5, 31), False),
        (date(2024, 6, 1), True),
        (date(2024, 6, 2), True),
        (date(2024, 6, 29), True),
        (date(2024, 6, 30), True),
        (date(2024, 7, 1), False),
    ],
)
@pytest.mark.row("CR-7")
def test_a_draft_on_trial_governs_within_its_days(on: date, governs: bool) -> None:
    decision = trial("DRAFT", date(2024, 6, 1), date(2024, 6, 30))
    choice = asked(named("DRAFT", DRAFT), on=on, adoptions=(decision,))
    assert bool(choice.governing) == governs
    assert choice.adoption == (decision if governs else None)


@pytest.mark.row("CR-7")
def test_a_page_that_rests_on_a_trial_can_say_so() -> None:
    choice = asked(named("DRAFT", DRAFT), adoptions=(trial("DRAFT", date(2024, 6, 1)),))
    assert choice.governing is not None
    assert choice.governing.basis == "征求意见稿，经管理员决定自2024年6月1日起试运行，理由：先行先试"
    assert choice.sentence() == f"适用《DRAFT办法》：{choice.governing.basis}。"


@pytest.mark.row("CR-7")
def test_a_trial_elsewhere_or_of_another_text_lets_no_draft_in() -> None:
    elsewhere = trial("DRAFT", date(2024, 6, 1), place="980000")
    another = trial("OTHER", date(2024, 6, 1))
    assert asked(named("DRAFT", DRAFT), adoptions=(elsewhere, another)).governing is None


@pytest.mark.row("CR-7")
def test_a_draft_on_trial_comes_before_the_text_in_force_there() -> None:
    choice = asked(named("OLD"), named("DRAFT", DRAFT), adoptions=(trial("DRAFT", DAY, DAY),))
    assert choice.governing is not None
    assert choice.governing.pack.id == "DRAFT"
    assert choice.considered[1].sentence == "不适用《OLD办法》：已优先适用《DRAFT办法》。"


@pytest.mark.row("CR-7")
def test_an_expired_text_governs_only_while_continued() -> None:
    continued = Adopted("SMALL", "990100", AdoptionKind.CONTINUED, date(2026, 1, 1), None, "新办法未出台")
    choice = asked(given_pack(), on=date(2026, 3, 1), adoptions=(continued,))
    assert choice.adoption == continued
    assert choice.sentence() == (
        "适用《小办法》：已于2025年12月31日期满，经管理员决定自2026年1月1日起继续适用，理由：新办法未出台。"
    )


def test_a_text_in_force_comes_before_a_continued_one() -> None:
    continued = Adopted(
        "SMALL", "990000", AdoptionKind.CONTINUED, date(2026, 1, 1), date(2026, 12, 31), "过渡"
    )
    new = named("NEW", ('{from: "2024-01-01", to: "2025-12-31"}', '{from: "2026-02-01"}'))
    choice = asked(given_pack(), new, on=date(2026, 3, 1), adoptions=(continued,))
    assert choice.governing is not None
    assert choice.governing.pack.id == "NEW"
    assert choice.sentence() == "适用《NEW办法》：自2026年2月1日起施行。"


@pytest.mark.parametrize("name", ["SMALL", "小字〔2024〕1号"])
@pytest.mark.row("CR-6")
def test_a_superseded_text_gives_way_on_the_day_its_heir_begins(name: str) -> None:
    heir = named(
        "HEIR",
        ('number: "小字〔2024〕1号"', 'number: "新字1号"'),
        ('{from: "2024-01-01", to: "2025-12-31"}', f'{{from: "2024-07-01"}}\nsupersedes: ["{name}"]'),
    )
    ids = [asked(given_pack(), heir, on=on).governing for on in (date(2024, 6, 30), date(2024, 7, 1))]
    assert [governs.pack.id for governs in ids if governs] == ["SMALL", "HEIR"]
    after = asked(given_pack(), heir, on=date(2024, 7, 1))
    assert after.considered[1].sentence == "不适用《小办法》：已由《HEIR办法》取代，也未决定继续适用。"


def test_a_text_without_a_first_day_does_not_govern() -> None:
    undated = named("UNDATED", ('{from: "2024-01-01", to: "2025-12-31"}', "{}"))
    assert asked(undated).considered[0].sentence == "不适用《UNDATED办法》：尚未写明施行日期。"


def test_of_two_texts_in_force_the_newer_governs() -> None:
    newer = named("NEWER", ('from: "2024-01-01"', 'from: "2024-05-01"'))
    choice = asked(given_pack(), newer)
    assert choice.governing is not None
    assert choice.governing.pack.id == "NEWER"


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("990101", ("990101", "990100", "990000")),
        ("990100", ("990100", "990000")),
        ("990000", ("990000",)),
    ],
)
def test_a_place_lies_in_its_prefecture_and_province(code: str, chain: tuple[str, ...]) -> None:
    assert chain_of(code) == chain


def test_regimes_and_stages_have_their_words() -> None:
    assert [regime.label for regime in Regime] == [
        "职业技能等级认定",
        "准入类职业资格鉴定",
        "专项职业能力考核",
    ]
    assert [given_pack(*changes).stage.label for changes in ((), (DRAFT,))] == ["正式文本", "征求意见稿"]


@pytest.mark.row("CR-7")
def test_what_was_begun_under_a_text_is_ended_by_it_where_none_governs_any_more() -> None:
    """The nearest of its editions that rules the matter; the reasons of the others stay."""
    over, silent = date(2026, 1, 1), named("SILENT")
    choice = asked(given_pack(), on=over)
    ended = ended_by(choice, [Candidate(given_pack(), 7), Candidate(silent, 8)])
    assert ended.governing is not None
    assert (ended.governing.key, ended.adoption) == (7, None)
    assert ended.sentence() == f"适用《小办法》：{BEGUN_UNDER}。"
    assert ended.governing.basis == BEGUN_UNDER
    assert ended.considered[1:] == choice.considered


@pytest.mark.row("CR-7")
def test_a_text_that_governs_or_is_silent_on_the_matter_changes_nothing() -> None:
    """Where one governs it governs the end too; an edition that does not rule the matter ends nothing."""
    governed, over = asked(given_pack()), date(2026, 1, 1)
    assert ended_by(governed, [Candidate(named("OTHER"), 7)]) is governed
    unruled = asked(given_pack(), on=over, matter="renewal")
    assert ended_by(unruled, [Candidate(given_pack(), 7)]) is unruled
    assert ended_by(unruled, []) is unruled
