"""What must be right before the house serves: the fonts, the folders, the host names of production."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from dengji.exchange.clients import by_files
from dengji.exchange.files.columns import WrongColumns, column_map
from dengji.exchange.terms import Register


@register(Tags.files)
def fonts_are_there(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Documents are set in fonts that script/setup copies; without them no notice can be printed."""
    if any(settings.DENGJI_FONTS.glob("*.ttf")):
        return []
    return [
        Warning(
            f"There are no fonts in {settings.DENGJI_FONTS}: documents cannot be printed.",
            hint="Run script/setup, or name a folder of fonts in DENGJI_FONTS.",
            id="dengji.W001",
        )
    ]


@register(Tags.security)
def production_is_named(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """In production the public address must be known: links in documents and codes are built from it."""
    if not settings.PRODUCTION or settings.DENGJI_ADDRESS.startswith("https://"):
        return []
    return [
        Error(
            "DENGJI_ADDRESS must be the public address, beginning with https://.",
            hint="The codes printed on notices lead there.",
            id="dengji.E001",
        )
    ]


@register(Tags.security)
def mail_is_named(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """In production people are told by e-mail, from an address that they can trust."""
    if not settings.PRODUCTION:
        return []
    if not settings.DENGJI_EMAIL:
        hint = "Name the mail server in DENGJI_EMAIL_URL."
        return [Warning("Nobody is told anything by e-mail.", hint=hint, id="dengji.W002")]
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        hint = "Name the address that e-mail comes from in DENGJI_EMAIL_FROM."
        return [Error("E-mail would come from nowhere.", hint=hint, id="dengji.E002")]
    return []


@register(Tags.files)
def columns_are_right(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Where people carry sheets to the national platform, the file that says which column is which must be right."""
    if not by_files(Register.MINISTRY_NETWORK):
        return []
    try:
        column_map()
    except (WrongColumns, OSError) as wrong:
        hint = "DENGJI_EXCHANGE_COLUMNS names the file; see docs/guides/reports-by-file.md."
        return [Error(f"The columns of reports cannot be used: {wrong}", hint=hint, id="dengji.E003")]
    return []
