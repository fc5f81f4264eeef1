"""The tables of certificate numbers and names of certificates (证书编码表), from the national reference."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from ruamel.yaml import YAML

from dengji.certificates.numbers import Tables
from dengji.occupations.levels import REFERENCE


def tables() -> Tables:
    """What may stand in a number. Raises OSError where there is no reference."""
    return _tables(Path(settings.DENGJI_PACKS) / REFERENCE)


def titles() -> Mapping[str, str]:
    """What a certificate of each regime is called (证书名称)."""
    return _titles(Path(settings.DENGJI_PACKS) / REFERENCE)


@cache
def _tables(path: Path) -> Tables:
    told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["certificates"]
    return Tables(told["classes"], told["provinces"], told["levels"])


@cache
def _titles(path: Path) -> dict[str, str]:
    told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return {each["code"]: each["certificate"] for each in told["regimes"]}
