"""How Chinese is spelt in letters (拼音), for sorting and for search: small letters, no tones, no spaces."""

from typing import NamedTuple

from pypinyin import lazy_pinyin

# Readings that a character has as a surname and nowhere else.
SURNAMES = {
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "区": "ou",
    "任": "ren",
    "盖": "ge",
    "繁": "po",
    "朴": "piao",
    "覃": "qin",
    "乐": "yue",
    "员": "yun",
    "尉迟": "yuchi",
    "万俟": "moqi",
    "长孙": "zhangsun",
    "华": "hua",
    "燕": "yan",
    "宁": "ning",
    "冼": "xian",
    "缪": "miao",
    "种": "chong",
    "秘": "bi",
    "折": "she",
    "黑": "he",
    "召": "shao",
    "令狐": "linghu",
    "尹": "yin",
}


class Spelling(NamedTuple):
    """A text in letters (拼音): whole, and the first letter of each character."""

    whole: str
    initials: str


def spelling(text: str) -> Spelling:
    """The text in letters: 车工 → chegong and cg; other characters stay, in small letters."""
    syllables = [syllable.lower() for syllable in lazy_pinyin(text) if not syllable.isspace()]
    return Spelling("".join(syllables).replace(" ", ""), "".join(each.strip()[:1] for each in syllables))


def pinyin(text: str) -> str:
    """The whole text in letters: 车工 → chegong."""
    return spelling(text).whole


def person_pinyin(name: str) -> str:
    """A person's name in letters, the surname as surnames are read: 单田芳 → shantianfang."""
    for length in (2, 1):
        if reading := SURNAMES.get(name[:length]):
            return reading + pinyin(name[length:])
    return pinyin(name)
