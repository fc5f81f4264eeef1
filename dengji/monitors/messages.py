"""Messages that have had their time (旧消息): deleted once they were read and are older than is kept."""

from datetime import datetime

from dengji.messages.clearing import clear_outside, clear_read


def clear_messages(at: datetime) -> int:
    """清理旧消息: how many were deleted."""
    return clear_read(at=at) + clear_outside(at=at)
