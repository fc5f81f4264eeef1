"""What goes into the public log of a certificate (公开日志): what happened, under which filing, to which face."""

from collections.abc import Sequence
from datetime import datetime

from dengji.certificates.paper.faces import Face
from dengji.transparency.acts import Happened, append
from dengji.transparency.terms import Event


def logged(event: Event, faces: Sequence[Face], *, at: datetime) -> range:
    """Put an event of each of these faces into the log, in the caller's transaction; their places in it."""
    return append([Happened(event, face.filing, face.commitment) for face in faces], at=at)
