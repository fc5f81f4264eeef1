"""What must be right before the house serves in production: how people are told by e-mail."""

import pytest
from pytest_django import Settings

from dengji.config.checks import mail_is_named


@pytest.mark.parametrize(
    ("production", "email", "sender", "said"),
    [
        (False, True, "dengji@localhost", []),
        (True, False, "dengji@localhost", ["dengji.W002"]),
        (True, True, "dengji@localhost", ["dengji.E002"]),
        (True, True, "office@dengji.example.cn", []),
    ],
)
def test_in_production_mail_goes_out_and_comes_from_somewhere(
    settings: Settings, *, production: bool, email: bool, sender: str, said: list[str]
) -> None:
    settings.PRODUCTION, settings.DENGJI_EMAIL, settings.DEFAULT_FROM_EMAIL = production, email, sender
    assert [each.id for each in mail_is_named(None)] == said
