"""Faces of one batch at once: the same that each would be by itself, and refused where it would be."""

import os
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.certificates.paper.alike import Words, printed
from dengji.certificates.paper.faces import SALT, SHARED, WORDS, Face, NotAFace, base64_of
from tests.certificates.papers import a_face

SIGNS = st.sampled_from([*"明月·王%{}\"\\'&<>/-*09aé㐀𬭊", *WORDS, "\u0301", "\u00a0", " ", "\u2028"])
TEXTS = st.lists(SIGNS, max_size=8).map("".join)
NUMBERS = st.one_of(TEXTS, st.from_regex(r"\AY00001200000126300012[0-9]\Z"))
OTHERS = st.fixed_dictionaries(
    {"occupation": TEXTS, "body": TEXTS, "filing": st.sampled_from(["Y000012000001", "编号一"])}
)
PEOPLE = st.lists(
    st.builds(
        Words,
        NUMBERS,
        TEXTS,
        st.sampled_from(["居民身份证", "护照"]),
        TEXTS,
        st.binary(min_size=SALT, max_size=SALT),
    ),
    min_size=1,
    max_size=4,
)


def by_itself(pattern: Face, own: Words) -> tuple[str, bytes, bytes]:
    """The face with these words, made as one face is made."""
    texts = own._asdict() | {"salt": base64_of(own.salt)}
    face = Face.of(pattern.said() | texts)
    return face.salt, bytes.fromhex(face.commitment), face.compact()


def told(pattern: Face, people: Sequence[Words]) -> list[tuple[str, bytes, bytes]] | None:
    """Each face by itself; None where one of them is none."""
    try:
        return [by_itself(pattern, each) for each in people]
    except NotAFace:
        return None


@given(OTHERS, PEOPLE)
def test_faces_made_at_once_are_those_made_one_by_one(others: dict[str, str], people: list[Words]) -> None:
    try:
        pattern = a_face(**others)
    except NotAFace:
        return
    expected = told(pattern, people)
    if expected is None:
        with pytest.raises(NotAFace):
            printed(pattern, people)
        return
    assert [tuple(each) for each in printed(pattern, people)] == expected


@pytest.mark.parametrize("name", ["王\n明", " 王明", "王明\u3000", "e\u0301", "王\x85明"])
def test_one_name_that_cannot_stand_stops_all(name: str) -> None:
    good = Words("Y000012000001263000123", "王小明", "居民身份证", "1201********1234", os.urandom(SALT))
    with pytest.raises(NotAFace):
        printed(a_face(), [good, good._replace(name=name), good])


@pytest.mark.parametrize("many", [SALT - 1, SALT + 1])
def test_a_salt_has_its_length(many: int) -> None:
    words = Words("Y000012000001263000123", "王小明", "居民身份证", "1201********1234", bytes(many))
    with pytest.raises(NotAFace, match="16 bytes"):
        printed(a_face(), [words])


def test_a_number_under_the_filing_is_written_shorter() -> None:
    """And one that is not, in full: both come back whole."""
    ours, other = "Y000012000001263000123", "Y000099000001263000123"
    people = [Words(each, "王小明", "居民身份证", "1201********1234", bytes(SALT)) for each in (ours, other)]
    first, second = (Face.from_compact(each.compact) for each in printed(a_face(), people))
    assert (first.number, second.number) == (ours, other)
    assert first.filing == second.filing == ours[:SHARED]
