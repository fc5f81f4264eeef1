"""The law as it ships, written straight to the tables (文本与放假安排): read once, however many tests stand on it."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings

from dengji.policy.engine.loader import LoadedPack, canonical, load_folder
from dengji.policy.engine.pack import Pack
from dengji.policy.models import Edition, HolidaySchedule
from tests.cast import AT


@cache
def loaded() -> dict[str, LoadedPack]:
    """Every text as it ships."""
    return {each.pack.id: each for each in load_folder(Path(settings.DENGJI_PACKS))}


def text(pack_id: str) -> Pack:
    """A text as it ships."""
    return loaded()[pack_id].pack


def given_shipped_texts() -> None:
    """Every text, and every year's days off."""
    Edition.objects.bulk_create(Edition(**fields) for fields in _editions())
    HolidaySchedule.objects.bulk_create(
        HolidaySchedule(year=year, source="通知", content=content, loaded_at=AT)
        for year, content in _schedules()
    )


@cache
def _editions() -> list[dict[str, object]]:
    return [_fields(each) for each in loaded().values()]


@cache
def _schedules() -> list[tuple[int, str]]:
    files = sorted((Path(settings.DENGJI_PACKS) / "national/holidays").glob("*.yaml"))
    return [(int(file.stem), file.read_text(encoding="utf-8")) for file in files]


def _fields(each: LoadedPack) -> dict[str, object]:
    return {
        "pack_id": each.pack.id,
        "sha256": each.sha256,
        "number": each.pack.number,
        "title": each.pack.title,
        "issuer": each.pack.issuer,
        "stage": each.pack.stage.value,
        "regimes": [regime.value for regime in each.pack.regimes],
        "jurisdiction": each.pack.jurisdiction,
        "effective_from": each.pack.effective.from_,
        "effective_until": each.pack.effective.to,
        "content": json.dumps(canonical(each.pack), ensure_ascii=False),
        "source": each.source,
        "loaded_at": AT,
    }
