"""Files judged while they come in (附件边收边看): what is too large, or no document at all, is never kept."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from dengji.notices.writing import MOST_FILES
from dengji.records.content import BEGINS, TAKEN

ZIPPED, ENOUGH = b"PK", 8  # bytes by which a type is told
BESIDE = 1024 * 1024  # bytes of a form beside its files


class PapersHandler(FileUploadHandler):
    """Lets through what may be a document; of the rest, `refused` says why, file by file."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """A part of a file, for those who keep it; raises SkipFile, and then nothing of the file is kept."""
        if why := _why_not(raw_data, start):
            self.refused.append(f"附件“{(self.file_name or '')[:60]}”{why}")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Others keep the file."""


def too_long(request: HttpRequest) -> bool:
    """Whether more is on its way than files that could be taken; nothing of it has been read."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return not said.isdecimal() or int(said) > MOST_FILES * settings.DENGJI_UPLOAD_LIMIT + BESIDE


def _why_not(part: bytes, start: int) -> str:
    limit = settings.DENGJI_UPLOAD_LIMIT
    if start == 0 and len(part) >= ENOUGH and not part.startswith((*BEGINS, ZIPPED)):
        return f"不能收：视频、音频、压缩包等不收，{TAKEN}。视频请截取关键画面，或者写明存放的地方。"
    if start + len(part) > limit:
        return f"超过{limit // 1024 // 1024}兆字节，不能收，请压缩或者分成几个文件。"
    return ""
