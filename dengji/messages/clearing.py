"""Old messages (旧消息清理): what was read and is older than the operator keeps is deleted, a part at a time."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from dengji.messages.models import Message, OutsideMessage
from dengji.messages.terms import State

AT_ONCE = 1000


def clear_read(*, at: datetime) -> int:
    """清理旧消息: those that were read and told longer ago than DENGJI_MESSAGES_KEPT; says how many.

    What nobody has read stays, however old. A message is a copy: what it told of stands on its case, its filing and the
    trail. Its key goes with it, so what still is so after all that time may be told once more.
    """
    old = Message.objects.filter(at__lt=at - settings.DENGJI_MESSAGES_KEPT, read_at__isnull=False).order_by(
        "at"
    )
    gone = 0
    while page := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            Message.objects.filter(pk__in=page).delete()
        gone += len(page)
    return gone


def clear_outside(*, at: datetime) -> int:
    """清理对外短信: those told longer ago than DENGJI_MESSAGES_KEPT that wait for nothing; says how many."""
    over = OutsideMessage.objects.filter(at__lt=at - settings.DENGJI_MESSAGES_KEPT)
    return over.exclude(state=State.WAITING).delete()[0]
