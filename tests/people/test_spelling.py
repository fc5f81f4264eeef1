"""Chinese in letters."""

from dengji.people.spelling import pinyin, spelling


def test_a_text_is_spelt_whole_and_by_first_letters() -> None:
    assert spelling("车工") == ("chegong", "cg")
    assert spelling("5G网络 工程") == ("5gwangluogongcheng", "5wlgc")


def test_empty_text_has_no_spelling() -> None:
    assert spelling("") == ("", "")


def test_a_character_of_several_readings_is_read_as_the_word_wants() -> None:
    assert pinyin("单位") == "danwei"
