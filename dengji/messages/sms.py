"""Messages by telephone (短信): one a person and run, through the gateway that the settings name."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from dengji.messages.models import Message
from dengji.messages.way import Carrier, link

SIGNATURE = "【等级·登记】"
LONGEST_TITLE = 40


class Gateway(Protocol):
    """A way to an operator (短信网关): takes one short message; raises NotReached or NotTaken."""

    def __call__(self, phone: str, text: str, *, key: str) -> None:
        """`phone` is eleven digits; a text that comes again under its key has been taken already."""


def gateway() -> Gateway:
    """The one that DENGJI_SMS names."""
    return cast(Gateway, import_string(settings.DENGJI_SMS))


@contextmanager
def carrier() -> Iterator[Carrier]:
    """Sends through the gateway that DENGJI_SMS names."""
    through = gateway()

    def send(to: str, messages: Sequence[Message], *, key: str) -> None:
        through(to, words(messages), key=key)

    yield send


def words(messages: Sequence[Message]) -> str:
    """A short message of all that somebody is told: the first title, how many more, and where to read them."""
    first = messages[0].title
    title = first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"
    more = f"等{len(messages)}条消息" if len(messages) > 1 else ""
    return f"{SIGNATURE}{title}{more}，请登录查看：{link('/desk/messages/')}"
