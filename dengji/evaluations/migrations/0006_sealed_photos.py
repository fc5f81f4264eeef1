"""Photos of candidates and of people in the registers are sealed where they lie (照片封存); going back opens them."""

from pathlib import Path

from django.conf import settings
from django.db import migrations

from dengji.sealing.seals import opened_bytes, sealed_bytes

SEALED = ".sealed"


def seal(apps, schema_editor):
    """Seals the photos that lie there plain."""
    for photo in _photos(apps):
        if not photo.path.endswith(SEALED):
            _turned(photo, f"{photo.path}{SEALED}", sealed_bytes)


def unseal(apps, schema_editor):
    """Puts them back as they were."""
    for photo in _photos(apps):
        if photo.path.endswith(SEALED):
            _turned(photo, photo.path.removesuffix(SEALED), opened_bytes)


def _photos(apps):
    """The files that are photos; a file that is not there any more stays out."""
    pks = set()
    for name in ("Candidate", "RegisteredPerson"):
        people = apps.get_model("evaluations", name).objects.exclude(photo=None)
        pks |= set(people.values_list("photo", flat=True))
    files = apps.get_model("records", "StoredFile").objects.filter(pk__in=pks)
    return [each for each in files if Path(settings.MEDIA_ROOT, each.path).is_file()]


def _turned(photo, place, way):
    """Writes the content anew at another place; what lay before goes once no row names it."""
    before, after = Path(settings.MEDIA_ROOT, photo.path), Path(settings.MEDIA_ROOT, place)
    after.write_bytes(way(before.read_bytes()))
    after.chmod(0o640)
    left, photo.path = photo.path, place
    photo.save(update_fields=["path"])
    if not type(photo).objects.filter(path=left).exists():
        before.unlink()


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0005_roster_sheets_paper_uploads"), ("records", "0003_guard")]

    operations = [migrations.RunPython(seal, unseal)]
