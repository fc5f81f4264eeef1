"""What carries messages out of the site (发送方式): the shape that e-mail and short messages share."""

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings

from dengji.messages.models import Message


class Carrier(Protocol):
    """Sends one person's messages in one go; raises NotReached or NotTaken."""

    def __call__(self, to: str, messages: Sequence[Message], *, key: str) -> None:
        """`to` is an address of the channel; the same messages come with the same `key`."""


def link(path: str) -> str:
    """A page's whole address."""
    return f"{settings.DENGJI_ADDRESS.rstrip('/')}{path}"
