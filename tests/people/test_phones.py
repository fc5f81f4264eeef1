"""Telephone numbers as people write them: which reach somebody, and which cannot."""

import pytest

from dengji.people.phones import is_phone


@pytest.mark.parametrize(
    "said",
    [
        "13800001111",
        "138 0000 1111",
        "138-0000-1111",
        "+86 13800001111",
        "１３８００００１１１１",
        "0591-87654321",
        "059187654321",
        "010-66554433",
        "(0350) 3033333",
        "（0591）87654321",
        "0431-88690000-8012",
        "022-83210000转602",
        "400-810-1234",
        "4008101234",
    ],
)
def test_mobiles_landlines_with_area_code_and_400_numbers_are_taken(said: str) -> None:
    assert is_phone(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "123456",
        "87654321",
        "1380000111",
        "138000011112",
        "23800001111",
        "0591-123456",
        "0591-876543210",
        "4008101",
        "请查号台转",
        "13800001111、13800002222",
    ],
)
def test_six_figures_a_number_too_long_or_words_are_not(said: str) -> None:
    assert not is_phone(said)
