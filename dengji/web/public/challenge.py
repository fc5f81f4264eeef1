"""A few signs to read from a picture (验证码), asked of whoever has often failed; nothing of it is kept here.

The token is the answer, sealed; so any process can judge it. Each token is judged once.
"""

from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from functools import cache
from secrets import choice
from typing import NamedTuple

from captcha.image import ImageCaptcha

from dengji.sealing.seals import Unreadable, opened, sealed
from dengji.web.tally import tried_this_hour

SIGNS = "3479ACEFHJKMNPRTWXY"  # none that looks like another
LENGTH, LASTS = 5, timedelta(minutes=10)
WIDE, HIGH = 200, 70
LONGEST_TOKEN = 300


class Challenge(NamedTuple):
    """A picture as an address that holds it, and the token that goes with its answer."""

    token: str
    picture: str


def challenge(at: datetime) -> Challenge:
    """出题: a new picture."""
    answer = "".join(choice(SIGNS) for _ in range(LENGTH))
    said = {"answer": answer, "until": (at + LASTS).isoformat()}
    drawn = _painter().generate(answer).getvalue()
    return Challenge(
        urlsafe_b64encode(sealed(said)).decode(), "data:image/png;base64," + b64encode(drawn).decode()
    )


def solved(token: str, answer: str, at: datetime) -> bool:
    """判题: whether the signs were read right, in time and for the first time."""
    if not token or len(token) > LONGEST_TOKEN or tried_this_hour(f"challenge:{token}", at) > 1:
        return False
    try:
        said = opened(urlsafe_b64decode(token))
    except (ValueError, Unreadable):
        return False
    right = "".join(answer.split()).upper() == said.get("answer")
    return right and at < datetime.fromisoformat(said["until"])


@cache
def _painter() -> ImageCaptcha:
    """Opening its fonts takes longer than painting."""
    return ImageCaptcha(width=WIDE, height=HIGH)
