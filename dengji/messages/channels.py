"""Which ways out of the site are open (通知渠道), and where somebody is reached by them."""

import re

from django.conf import settings

from dengji.messages.terms import Channel

MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")


def open_channels() -> list[Channel]:
    """The channels that the operator has set up: e-mail with a mail server, short messages with a gateway."""
    set_up = {Channel.EMAIL: settings.DENGJI_EMAIL, Channel.SMS: settings.DENGJI_SMS}
    return [channel for channel, there in set_up.items() if there]


def address(channel: Channel, email: str, phone: str) -> str:
    """Where a message goes; empty where somebody cannot be reached so."""
    return email if channel is Channel.EMAIL else mobile(phone)


def mobile(phone: str) -> str:
    """手机号码: the eleven digits of a mobile number, however it is written; empty for any other."""
    found = MOBILE.fullmatch(re.sub(r"[\s\-]", "", phone))
    return found[1] if found else ""
