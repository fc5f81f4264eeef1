"""A town whose people are told things, and a gateway for short messages that writes into a folder."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.messages.people import Town, given_town


@pytest.fixture
def town(db: None) -> Town:
    """Everybody."""
    return given_town()


@pytest.fixture
def gateway(settings: Settings, tmp_path: Path) -> Path:
    """Short messages go into this file."""
    settings.DENGJI_SMS = "dengji.messages.fakes.write_line"
    settings.DENGJI_SMS_FOLDER = tmp_path / "sms"
    return tmp_path / "sms/sms.jsonl"
