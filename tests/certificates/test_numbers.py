"""Numbers of certificates: taken apart and put together again, and what people do to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.certificates.numbers import Tables, faults, meant, normal, parts

TABLES = Tables(
    {"Y": "用人单位、院校", "S": "社会培训评价组织"},
    {"12": "天津", "35": "福建"},
    {"5": "五级/初级工", "4": "四级/中级工", "3": "三级/高级工", "2": "二级/技师", "1": "一级/高级技师"},
)
YEAR = 2026
RIGHT = "Y000012000900264000001"
digits = st.text("0123456789", min_size=1)


@st.composite
def right_numbers(draw: st.DrawFn) -> str:
    """A number in which every part is one that there is."""
    body, sequence = draw(st.integers(0, 9999)), draw(st.integers(0, 999_999))
    year, serial = draw(st.integers(0, 26)), draw(st.integers(1, 999_999))
    kind, province, level = (
        draw(st.sampled_from("YS")),
        draw(st.sampled_from(["12", "35"])),
        draw(st.sampled_from("54321")),
    )
    return f"{kind}{body:04d}{province}{sequence:06d}{year:02d}{level}{serial:06d}"


@given(right_numbers())
def test_a_right_number_is_taken_apart_and_together_again_and_has_no_faults(number: str) -> None:
    said = parts(number)
    assert said is not None
    assert "".join(said) == number
    assert said.filing == number[:13]
    assert faults(number, TABLES, YEAR) == []


@given(right_numbers(), st.data())
def test_spaces_hyphens_full_width_and_small_letters_make_no_other_number(
    number: str, data: st.DataObject
) -> None:
    spread = "".join(sign + data.draw(st.sampled_from(["", " ", "-", "　"])) for sign in number)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    for typed in (spread, wide, number.lower()):
        assert normal(typed) == number
        assert faults(typed, TABLES, YEAR) == []


@given(right_numbers())
def test_o_for_0_is_named_as_a_fault_and_what_was_meant_is_found(number: str) -> None:
    serial = number[16:].replace("0", "O").replace("1", "I")
    typed = number[:5] + number[5:15].replace("0", "O").replace("1", "I") + number[15] + serial
    assert meant(typed) == number
    if "O" in typed or "I" in typed[16:] or "I" in typed[:15]:
        assert faults(typed, TABLES, YEAR) != []


@given(right_numbers(), digits)
def test_a_number_that_is_longer_or_shorter_is_never_taken_for_one_of_the_national_form(
    number: str, more: str
) -> None:
    for typed in (number + more, number[: -len(more)]):
        assert parts(typed) is None


PARTS = st.sampled_from(
    ["e", "a", "ŉ", "ß", "ΐ", " ", "-", "·", "\u0301", "\u0308", "\u0345", "가", "\u11a8", "Ⅻ", "0"]
)
TYPED = st.one_of(st.text(max_size=40), st.lists(PARTS, max_size=12).map("".join))


@given(TYPED)
def test_whatever_is_typed_is_answered_and_what_is_kept_stays_as_it_is(typed: str) -> None:
    """Though signs that only came to stand beside each other are put together, and some capitals are two signs."""
    assert all(each.endswith("。") for each in faults(typed, TABLES, YEAR))
    assert normal(normal(typed)) == normal(typed)
    assert faults(normal(typed), TABLES, YEAR) == faults(typed, TABLES, YEAR)


@pytest.mark.parametrize(
    ("typed", "kept"), [("e \u0301", "É"), ("ŉ", "ʼN"), ("\u0345 a", "ΙA"), (" y-0000·", "Y0000")]
)
def test_a_sign_made_by_taking_out_what_stood_between_is_kept_as_one(typed: str, kept: str) -> None:
    assert normal(typed) == kept


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "请填写"),
        (RIGHT[:-1], "编号一共21位，比22位少了1位"),
        (RIGHT + "1", "编号一共23位，比22位多了1位"),
        (RIGHT.replace("0", "O", 1), "把0写成了O"),
        ("X" + RIGHT[1:], "第1位是“X”"),
        (RIGHT[:5] + "99" + RIGHT[7:], "没有以它开头的省份"),
        (RIGHT[:15] + "6" + RIGHT[16:], "第16位是“6”"),
        (RIGHT[:13] + "27" + RIGHT[15:], "那一年还没有到"),
        (RIGHT[:-6] + "000000", "顺序号从000001开始"),
        (RIGHT[:-1] + "?", "编号只有字母和数字"),
        (RIGHT[:-1] + "Ⅻ", "编号一共24位"),
    ],
)
def test_a_fault_says_where_to_look(typed: str, says: str) -> None:
    found = faults(typed, TABLES, YEAR)
    assert len(found) == 1
    assert says in found[0]


@pytest.mark.parametrize(("year", "wrong"), [(2025, True), (2026, False), (2027, False)])
def test_the_year_in_a_number_is_one_that_has_come(year: int, wrong: bool) -> None:
    assert bool(faults(RIGHT, TABLES, year)) is wrong


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2412000010134567", ""),
        ("2712000010134567", "表示2027年"),
        ("2412000010934567", "第11位是“9”"),
        ("24120000101345O7", "应全是数字"),
    ],
)
def test_the_sixteen_digits_of_an_access_qualification_are_checked_too(typed: str, says: str) -> None:
    said = "".join(faults(typed, TABLES, YEAR))
    assert (says in said) if says else said == ""
