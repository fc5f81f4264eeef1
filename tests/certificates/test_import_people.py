"""Identity numbers told quickly: what the quick way knows is what the careful way finds, for right and wrong ones."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from dengji.certificates.importing.people import People
from dengji.institutions.codes import IDENTITY_CHECKS, IDENTITY_WEIGHTS, identity_fault, plain_code

TODAY = date(2026, 11, 20)
ONE = People(TODAY)
SIGNS = some.characters(codec="utf-8", categories=("Nd", "Lu", "Ll", "Pd", "Zs"))


def checked(base: str) -> str:
    """The number with the sign that checks it."""
    total = sum(int(sign) * weight for sign, weight in zip(base, IDENTITY_WEIGHTS, strict=True))
    return base + IDENTITY_CHECKS[total % 11]


@some.composite
def numbers(draw: some.DrawFn) -> str:
    """Numbers of all kinds: most have a check that is right, some a sign that is not."""
    place = draw(some.sampled_from(("110105", "810000", "990101", "350000", "000000")))
    birth = draw(some.dates(date(1890, 1, 1), date(2030, 12, 31))).strftime("%Y%m%d")
    birth = draw(some.sampled_from((birth, birth, birth[:4] + "0230", birth[:4] + "W011", "00000000")))
    order = f"{draw(some.integers(0, 999)):03d}"
    whole = place + birth + order
    number = checked(whole) if whole.isdecimal() else whole + "1"
    at, sign = draw(some.integers(-40, 17)), draw(SIGNS)
    return number if at < 0 else number[:at] + sign + number[at + 1 :]


@given(numbers())
def test_what_is_told_quickly_is_what_the_careful_check_finds(number: str) -> None:
    """By one who has seen many numbers, and by one who sees the first."""
    sound = identity_fault(number, TODAY) is None and plain_code(number) == number
    for people in (ONE, People(TODAY)):
        told = people.told(number)
        assert (told is not None) == sound
        if told is not None:
            sex = ("男", "male") if int(number[16]) % 2 else ("女", "female")
            assert told == (f"{number[6:10]}-{number[10:12]}-{number[12:14]}", *sex)


def test_somebody_is_born_today_but_not_tomorrow() -> None:
    assert [bool(ONE.told(checked(f"110105{day}001"))) for day in ("20261119", "20261120", "20261121")] == [
        True,
        True,
        False,
    ]
    assert [bool(ONE.told(checked(f"110105{day}001"))) for day in ("18991231", "19000101", "19000102")] == [
        False,
        True,
        True,
    ]
