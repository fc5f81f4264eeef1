"""What somebody writes to an authority (来信): name, contact, words and files, looked at before they are taken."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.core.files import File

from dengji.notices.contact import reachable
from dengji.procedure.refusals import NotAllowed
from dengji.records.acts import store
from dengji.records.models import StoredFile

LONGEST = 5000  # characters of an objection, a comment, an answer or an announcement
MOST_FILES = 5
PRESSED_TWICE = timedelta(minutes=10)


def ensure_answerable(*, name: str, contact: str, content: str, files: int, about: str) -> None:
    """Refuses what nobody could look into or answer; `about` says what was to be written, such as 异议."""
    if not 0 < len(name) <= 80:
        raise NotAllowed("请写明您的姓名或单位名称，不超过80字")
    if len(contact) > 80 or not reachable(contact):
        raise NotAllowed(
            "请留下能联系到您的电话、电子邮箱或通信地址，不超过80字",
            remedy="联系方式只供核实和答复使用，不对外公开",
        )
    written(content, f"请写明{about}的内容和依据")
    if files > MOST_FILES:
        raise NotAllowed(f"一次最多附{MOST_FILES}个文件，现在选了{files}个", remedy="请合并后再上传")


def written(text: str, please: str) -> str:
    """The text, if there is one and it is not longer than can be dealt with."""
    words = text.strip()
    if not words:
        raise NotAllowed(please)
    if len(words) > LONGEST:
        raise NotAllowed(
            f"文字不超过{LONGEST}字，现在有{len(words)}字", remedy="请写明要点，详细情况可作为附件"
        )
    return words


def kept(files: Sequence[File[bytes]], retention: str, at: datetime) -> Iterator[StoredFile]:
    """The files that came with it, stored one after the other; raises what `store` raises."""
    for file in files:
        yield store(content=file, name=file.name or "", owner=None, by=None, at=at, retention=retention)
