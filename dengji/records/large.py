"""Large files in parts (分段上传): put together as they come, told by content, kept under their digest."""

import hashlib
import os
from pathlib import Path

import puremagic
from django.conf import settings

from dengji.records.acts import BLOCK, Readable
from dengji.records.content import media_type
from dengji.records.refusals import NotTaken

ON_THE_WAY = ".uploads"
VIDEO = "video/"


def begun(token: str) -> str:
    """An empty file for what is to come; its place under the folder of files."""
    place = Path(ON_THE_WAY, token)
    path = Path(settings.MEDIA_ROOT, place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o640)
    return place.as_posix()


def grown(place: str, *, at: int, by: Readable, most: int) -> int:
    """Write what comes from an offset on, never past `most` bytes in all; says how many bytes are there now.

    What lay behind the offset is written over: a part that was sent twice does no harm. Raises NotTaken.
    """
    with Path(settings.MEDIA_ROOT, place).open("r+b") as file:
        file.seek(at)
        there = at
        while block := by.read(BLOCK):
            there += len(block)
            if there > most:
                file.truncate(at)
                raise NotTaken("收到的内容超过了登记的文件大小", remedy="请重新选择文件上传")
            file.write(block)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
    return there


def settled(place: str) -> tuple[str, str, str]:
    """The file where its digest says: digest, place, and type; raises NotTaken for what is no film and no document."""
    path = Path(settings.MEDIA_ROOT, place)
    kind = _kind(path)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    sha256 = digest.hexdigest()
    final = Path(sha256[:2], sha256)
    target = Path(settings.MEDIA_ROOT, final)
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
    return sha256, final.as_posix(), kind


def dropped(place: str) -> None:
    """Take away what came of a file that will not be finished. Twice does no harm."""
    Path(settings.MEDIA_ROOT, place).unlink(missing_ok=True)


def _kind(path: Path) -> str:
    """The type of a film by its first bytes; of anything else, as for every file that is taken."""
    try:
        found = puremagic.from_file(str(path), mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    return found if found.startswith(VIDEO) else media_type(path).value
