"""Keys to sign with, made in one line."""

from datetime import UTC, datetime, timedelta

from dengji.signing.acts import make_key
from dengji.signing.models import Key
from dengji.signing.terms import Purpose

NOON = datetime(2026, 11, 22, 4, 0, 0, 7, tzinfo=UTC)
DAY = NOON.date()
LATER = NOON + timedelta(days=30)


def given_key(purpose: Purpose = Purpose.LOG, at: datetime = NOON) -> Key:
    """A key of this house."""
    return make_key(purpose, by=None, at=at)


def given_keys() -> None:
    """A key for each purpose."""
    for purpose in Purpose:
        given_key(purpose)
