"""How Chinese is spelt in letters (拼音), for sorting and for search: small letters, no tones, no spaces."""

from typing import NamedTuple


class Spelling(NamedTuple):
    """A text in letters (拼音): whole, and the first letter of each character."""

    whole: str
    initials: str


def spelling(text: str) -> Spelling:
    """The text in letters: 车工 → chegong and cg; other characters stay, in small letters."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its tables take 50 MiB, for those who spell alone

    syllables = [syllable.lower() for syllable in lazy_pinyin(text) if not syllable.isspace()]
    return Spelling("".join(syllables).replace(" ", ""), "".join(each.strip()[:1] for each in syllables))


def pinyin(text: str) -> str:
    """The whole text in letters: 车工 → chegong."""
    return spelling(text).whole
