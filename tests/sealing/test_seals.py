"""Seals: what is closed opens under its key only, keys change, equals are found."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from dengji.config import env
from dengji.sealing.seals import (
    Many,
    Unreadable,
    digest_of,
    opened,
    opened_all,
    opened_bytes,
    sealed,
    sealed_all,
)

OLD, NEW = b"o" * 32, b"n" * 32
ZHANG = {"name": "张三", "identity_number": "110101199003070118"}


def test_what_was_sealed_opens_to_the_same_texts() -> None:
    """Every sign comes back."""
    assert opened(sealed(ZHANG)) == ZHANG


def test_a_seal_shows_nothing_and_never_looks_the_same_twice() -> None:
    """Neither name nor number stands in it, and two seals of one person differ."""
    first, second = sealed(ZHANG), sealed(ZHANG)
    assert "张三".encode() not in first
    assert b"1101011990" not in first
    assert first != second


def test_the_texts_of_many_are_sealed_as_those_of_one() -> None:
    """To the byte, whatever signs stand in them; and each seal with noise of its own."""
    many = [("张三", '说“"”\\%s%'), ("", "\n\u2028𬭊"), ("张三", '说“"”\\%s%')]
    one_by_one = [sealed(dict(zip(("name", "note"), texts, strict=True))) for texts in many]
    at_once = sealed_all(("name", "note"), many)
    assert [opened_bytes(each) for each in at_once] == [opened_bytes(each) for each in one_by_one]
    assert len({each[4:16] for each in at_once}) == 3
    assert opened_all(at_once) == [opened(each) for each in at_once]
    assert opened_all([]) == []


def test_of_many_seals_one_that_was_changed_stops_all() -> None:
    seals = sealed_all(("name",), [("张三",), ("李四",)])
    with pytest.raises(Unreadable, match="已被改动"):
        opened_all([seals[0], seals[1][:-1] + bytes([seals[1][-1] ^ 1])])


def test_a_changed_seal_is_not_opened() -> None:
    """One bit is enough."""
    seal = bytearray(sealed(ZHANG))
    seal[-1] ^= 1
    with pytest.raises(Unreadable, match="已被改动"):
        opened(bytes(seal))


def test_after_a_new_key_old_seals_open_and_new_ones_need_it(settings: Any) -> None:
    """The newest key seals, every key opens, and digests stay as they were."""
    settings.DENGJI_SEAL_KEYS = [OLD]
    before, digest = sealed(ZHANG), digest_of("110101199003070118")
    settings.DENGJI_SEAL_KEYS = [NEW, OLD]
    after = sealed(ZHANG)
    assert opened(before) == opened(after) == ZHANG
    assert digest_of("110101199003070118") == digest
    settings.DENGJI_SEAL_KEYS = [OLD]
    with pytest.raises(Unreadable, match="没有解封所需的密钥"):
        opened(after)


def test_digests_are_equal_for_equal_texts_only(settings: Any) -> None:
    """And another house's keys give other digests."""
    assert digest_of("甲") == digest_of("甲") != digest_of("乙")
    ours = digest_of("甲")
    settings.DENGJI_SEAL_KEYS = [NEW]
    assert digest_of("甲") != ours


def test_keys_that_are_not_written_in_base64_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DENGJI_SEAL_KEYS", "not base64!")
    with pytest.raises(ImproperlyConfigured, match="DENGJI_SEAL_KEYS: a key is not written in base64"):
        env.keys("SEAL_KEYS", instead="anything")
    monkeypatch.setenv("DENGJI_SEAL_KEYS", "c2hvcnQ=")
    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        env.keys("SEAL_KEYS", instead="anything")


def test_seals_and_digests_made_by_the_thousand_are_those_made_one_by_one() -> None:
    """They open alike, no two look alike, and equals are found."""
    many = Many()
    seals = [many.sealed(f"{n}".encode()) for n in range(600)]
    assert [opened_bytes(each) for each in seals] == [f"{n}".encode() for n in range(600)]
    assert len({each[4:16] for each in seals}) == 600
    assert all(many.digest(text).hex() == digest_of(text) for text in ("", "张三", "x" * 200))
