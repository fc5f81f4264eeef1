"""The public log (公开日志): a page that explains it, and what programs read of it, after C2SP tlog-tiles."""

import re
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dengji import verify
from dengji.signing.queries import published
from dengji.transparency import queries
from dengji.transparency.models import Head
from dengji.transparency.notes import in_base64
from dengji.transparency.tiles import HASH, WIDTH
from dengji.web.public.machines import FOR_EVER, NOT_THERE, WRONG_WORDS, NotAnswered, for_machines, number_in

MOST = 1000  # entries in one answer
TILE = re.compile(r"(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
BINARY, PLAIN = "application/octet-stream", "text/plain; charset=utf-8"
SECONDS, MINUTES = "public, max-age=5", "public, max-age=300"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """公开日志: what it is, its newest head, its keys, and how anybody checks a certificate against it."""
    return render(request, "public/log.html", {"log": queries.overview(), "address": request.get_host()})


@for_machines
def checkpoint(request: HttpRequest) -> HttpResponse:
    """最新树头: the newest signed head, as a note."""
    return kept(HttpResponse(_head().note, PLAIN), SECONDS)


@for_machines
def tile(request: HttpRequest, place: str) -> HttpResponse:
    """分块: a tile of hashes, or of entries, whole or as wide as it is asked for."""
    match = TILE.fullmatch(place)
    if match is None:
        raise NotAnswered(NOT_THERE, "没有这样的分块")
    level, digits, said = match.groups()
    number, width = int(re.sub("[x/]", "", digits)), int(said or WIDTH)
    if digits != in_path(number) or width > WIDTH - bool(said):
        raise NotAnswered(NOT_THERE, "没有这样的分块")
    content = _tile(level, number, width)
    if not content:
        raise NotAnswered(NOT_THERE, "日志还没有这么多条目")
    return kept(HttpResponse(content, BINARY), FOR_EVER)


@for_machines
def entries(request: HttpRequest) -> HttpResponse:
    """日志条目: so many from the first on, each as the text that is hashed; at most a thousand at a time."""
    first, count = number_in(request, "first", 0), number_in(request, "count", 100)
    if not 1 <= count <= MOST:
        raise NotAnswered(WRONG_WORDS, f"参数count从1到{MOST}")
    size = _head().size
    found = [each.content for each in queries.entries(first, min(first + count, size))]
    whole = len(found) == count
    return kept(
        JsonResponse({"first": first, "size": size, "entries": found}), FOR_EVER if whole else SECONDS
    )


@for_machines
def inclusion(request: HttpRequest) -> HttpResponse:
    """包含证明: that an entry is in the log of a size; without one, of the newest head's."""
    index, size = number_in(request, "index"), number_in(request, "size", _head().size)
    if not index < size <= _head().size:
        raise NotAnswered(NOT_THERE, "已签发的树头里没有这一条，或者没有这么大的日志")
    path = [in_base64(each) for each in queries.inclusion(index, size)]
    return kept(JsonResponse({"index": index, "size": size, "inclusion": path}), FOR_EVER)


@for_machines
def consistency(request: HttpRequest) -> HttpResponse:
    """一致性证明: that the log of a size continues that of a smaller one."""
    old, new = number_in(request, "from"), number_in(request, "to", _head().size)
    if not 0 < old <= new <= _head().size:
        raise NotAnswered(NOT_THERE, "两个条数要从小到大，并且都不超过最新树头")
    path = [in_base64(each) for each in queries.consistency(old, new)]
    return kept(JsonResponse({"from": old, "to": new, "proof": path}), FOR_EVER)


@for_machines
def keys(request: HttpRequest) -> HttpResponse:
    """公开的公钥: every key that signs or signed, for whoever verifies."""
    return kept(JsonResponse(published(), safe=False, json_dumps_params={"ensure_ascii": False}), MINUTES)


@for_machines
def verifier(request: HttpRequest, file: str = "verify.py") -> HttpResponse:
    """核对程序: the one file that verifies certificates by itself, or the one beside it for signatures by SM2."""
    held = Path(verify.__file__).with_name(file)
    answer = HttpResponse(held.read_bytes(), "text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return kept(answer, MINUTES)


def in_path(number: int) -> str:
    """A tile's number as it stands in its address: x001/x234/067."""
    digits = str(number).zfill(-(-len(str(number)) // 3) * 3)
    *before, last = (digits[start : start + 3] for start in range(0, len(digits), 3))
    return "".join(f"x{part}/" for part in before) + last


def kept(answer: HttpResponse, how_long: str) -> HttpResponse:
    """The answer, with how long others may keep it."""
    answer.headers["Cache-Control"] = how_long
    return answer


def _tile(level: str, number: int, width: int) -> bytes:
    """The tile as far as the newest head covers it; empty if it does not cover so much of it."""
    size = _head().size
    if level == "entries":
        return queries.bundle(number, width, size)
    content = queries.tile(int(level), number, size)[: width * HASH]
    return content if len(content) == width * HASH else b""


def _head() -> Head:
    """The newest signed head; raises NotAnswered as long as there is none."""
    head = queries.head()
    if head is None:
        raise NotAnswered(NOT_THERE, "日志还没有签发过树头")
    return head
