"""The face of a certificate keeps every word, and its commitment and its compact form are what they are for ever."""

from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.certificates.paper.faces import FIELDS, SALT, WORDS, Face, NotAFace, base64_of, bytes_of, new_salt
from tests.certificates.papers import a_face

LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Mn")), max_size=30)
PLAIN = LINE.map(lambda text: text.strip()).filter(lambda text: is_normalized("NFC", text) and text != "#")
MIXED = st.lists(st.sampled_from([*WORDS, "张", "某", "0", "A"]), max_size=8).map("".join)
SAID = st.fixed_dictionaries({field: PLAIN | MIXED for field in FIELDS if field not in {"v", "salt"}})


@pytest.mark.row("TJ21-8b")
def test_the_commitment_is_the_sha_256_of_the_canonical_face() -> None:
    face = a_face()
    assert face.canonical().startswith(
        '{"body":"某市机械制造有限公司","code":"6-31-01-03","document":"居民身份证"'
    )
    assert face.commitment == "da106182e315c5fdfd2ff09f6ba0ce28e9cd3706a12bb1a0d0a5b409e294264e"


@given(SAID, st.binary(min_size=SALT, max_size=SALT))
def test_a_compact_face_gives_the_same_face_again(said: dict[str, str], salt: bytes) -> None:
    face = Face(**said, salt=base64_of(salt))
    assert Face.from_compact(face.compact()) == face
    assert Face.of(face.said()) == face


@given(st.binary(max_size=200))
def test_other_bytes_are_no_face_or_are_the_bytes_of_that_face(packed: bytes) -> None:
    try:
        face = Face.from_compact(packed)
    except NotAFace:
        return
    assert face.compact() == packed


def test_a_compact_face_is_less_than_half_as_long_as_its_texts() -> None:
    face = a_face()
    assert len(face.compact()) * 2 < len("\n".join(face.said().values()).encode())


def test_words_once_written_short_are_written_so_for_ever() -> None:
    packed = (
        "000102030405060708090a0b0c0d0e0f310a800ab33132b5313236333030303132330ae6aca7e998b3e6988ee69c"
        "880a830a31323031b2313233340ae794b5b00ab6330a0a330a8b0ae69f90e5b882a3a4940a230abbb731312d3232"
    )
    assert a_face().compact().hex() == packed


def test_the_words_never_hide_one_another_and_fit_into_a_byte() -> None:
    assert len(set(WORDS)) == len(WORDS) <= 64
    hidden = [word for place, word in enumerate(WORDS) if any(shorter in word for shorter in WORDS[:place])]
    assert hidden == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "张\n三"}, {"name": " 张三"}, {"name": "e\u0301"}, {"name": "张\u2028三"}, {"v": "2"},
        {"salt": "AAECAwQFBgcICQoLDA0OD"}, {"salt": "AAECAwQFBgcICQoLDA0ODx"}, {"filing": "#"}, {"number": "1\x00"},
    ],
)  # fmt: skip
def test_what_stands_on_no_line_is_no_face(wrong: dict[str, str]) -> None:
    with pytest.raises(NotAFace):
        a_face(**wrong)


@pytest.mark.parametrize("wrong", [{"extra": "1"}, {"name": None}, {"level": 3}])
def test_a_face_has_exactly_its_own_fields_and_all_are_texts(wrong: dict[str, object]) -> None:
    with pytest.raises(NotAFace):
        Face.of({**a_face().said(), **wrong})
    with pytest.raises(NotAFace):
        Face.of({field: text for field, text in a_face().said().items() if field != "name"})


def test_base64_has_one_spelling() -> None:
    assert bytes_of("AAE") == b"\0\1"
    for wrong in ("AAF", "AAE=", "AA E", "A", "AA+/", "ａａ"):
        with pytest.raises(NotAFace):
            bytes_of(wrong)


def test_no_two_salts_are_alike() -> None:
    assert len({new_salt() for _ in range(100)}) == 100
    assert {len(bytes_of(new_salt())) for _ in range(10)} == {SALT}
