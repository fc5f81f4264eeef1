"""Chinese in letters."""

import pytest

from dengji.people.spelling import person_pinyin, pinyin, spelling


def test_a_text_is_spelt_whole_and_by_first_letters() -> None:
    assert spelling("车工") == ("chegong", "cg")
    assert spelling("5G网络 工程") == ("5gwangluogongcheng", "5wlgc")


def test_empty_text_has_no_spelling() -> None:
    assert spelling("") == ("", "")


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("曾明", "zengming"),
        ("单雄", "shanxiong"),
        ("仇英", "qiuying"),
        ("解涛", "xietao"),
        ("区明", "ouming"),
        ("尉迟恭", "yuchigong"),
        ("王单", "wangdan"),
    ],
)
def test_a_surname_is_read_as_surnames_are(name: str, spelt: str) -> None:
    assert person_pinyin(name) == spelt


def test_elsewhere_the_same_character_is_read_as_usual() -> None:
    assert pinyin("单位") == "danwei"
