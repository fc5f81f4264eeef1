"""Numbers that carry their own check, against an independent reader of them."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.cn import uscc as oracle

from dengji.institutions.codes import (
    INNER_SIGNS,
    USCC_SIGNS,
    identity_fault,
    masked,
    plain_code,
    uscc_fault,
)
from tests.cast import identity_number, uscc

INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
inner_bases = st.text(USCC_SIGNS, min_size=8, max_size=8)
places = st.from_regex(r"\A[1-9][1-9][0-9]{6}\Z")


def inner_check(base: str) -> str:
    """The check of an organisation code, worked out another way: the number that makes the sum 0 modulo 11."""
    total = sum(INNER_SIGNS.index(sign) * weight for sign, weight in zip(base, INNER_WEIGHTS, strict=True))
    return next(sign for value, sign in enumerate("0123456789X") if (total + value) % 11 == 0)


@given(places, inner_bases)
def test_a_code_with_both_its_checks_is_sound_and_the_oracle_agrees(place: str, base: str) -> None:
    first = place + base + inner_check(base)
    code = first + oracle.calc_check_digit(first)
    assert uscc_fault(code) is None
    assert oracle.is_valid(code)


@given(places, inner_bases, st.integers(0, 17), st.sampled_from(USCC_SIGNS))
def test_no_single_slip_stays_unseen(place: str, base: str, slip: int, sign: str) -> None:
    first = place + base + inner_check(base)
    code = first + oracle.calc_check_digit(first)
    assume(code[slip] != sign)
    assert uscc_fault(code[:slip] + sign + code[slip + 1 :]) is not None


@given(st.text(USCC_SIGNS, min_size=18, max_size=18))
def test_what_is_sound_to_us_is_sound_to_the_oracle(code: str) -> None:
    if uscc_fault(code) is None and code[:8].isdecimal():
        assert oracle.is_valid(code)


@given(st.text())
def test_whatever_is_typed_is_judged(typed: str) -> None:
    assert uscc_fault(typed) is None or uscc_fault(typed)
    assert identity_fault(typed) is None or identity_fault(typed)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "应为18位，现为0位"),
        ("9122020000000001", "应为18位，现为16位"),
        (uscc(1)[:10] + "O" + uscc(1)[11:], "第11位是“O”"),
        (uscc(1)[:3] + "A" + uscc(1)[4:], "第3至8位应为数字"),
        (uscc(1)[:16] + ("1" if uscc(1)[16] != "1" else "2") + uscc(1)[17:], "第9至17位"),
        (uscc(1)[:17] + ("1" if uscc(1)[17] != "1" else "2"), "最后一位校验不符"),
    ],
)
def test_what_is_wrong_with_a_code_is_said(code: str, says: str) -> None:
    assert says in (uscc_fault(code) or "")


def test_spaces_wide_signs_and_small_letters_do_no_harm() -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in uscc(7).lower())
    assert plain_code(f" {wide[:9]} \u200b{wide[9:]}\n") == uscc(7)
    assert uscc_fault(f"{uscc(7)[:8]}-{uscc(7)[8:]}") is None
    assert plain_code("11010519491231002x") == "11010519491231002X"


@given(st.dates(date(1900, 1, 1), date(2026, 11, 16)), st.integers(0, 999))
def test_an_identity_number_with_its_check_is_sound_and_the_oracle_agrees(born: date, serial: int) -> None:
    base = f"110105{born:%Y%m%d}{serial:03d}".replace(" ", "0")
    number = base + ric.calc_check_digit(base + "0")
    assert identity_fault(number, date(2026, 11, 16)) is None
    for last in "0123456789X":
        assert (identity_fault(base + last) is None) is (last == number[17])


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_nobody_is_born_after_today(days: int) -> None:
    born = date(2026, 11, 16) + timedelta(days=days)
    base = f"110105{born:%Y%m%d}123"
    number = base + ric.calc_check_digit(base + "0")
    assert (identity_fault(number, date(2026, 11, 16)) is None) is (days <= 0)
    assert identity_fault(number) is None


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("110105", "应为18位，现为6位"),
        ("11010519491231002A", "前17位应为数字"),
        ("1101051949123100X2", "前17位应为数字"),
        ("99010519491231002X", "不是省级行政区划代码"),
        ("110105194902300025", "不是有效的出生日期"),
        ("110105189912310021", "不是有效的出生日期"),
        ("110105194912310021", "最后一位校验不符"),
    ],
)
def test_what_is_wrong_with_an_identity_number_is_said(number: str, says: str) -> None:
    assert says in (identity_fault(number) or "")


def test_a_known_identity_number_is_sound() -> None:
    assert identity_fault("11010519491231002X") is None


def test_an_identity_number_is_shown_masked() -> None:
    assert masked("350600198001011234") == "3506********1234"
    assert masked("") == ""
    assert masked("12345") == "*****"
    assert masked(identity_number(1))[4:12] == "********"
