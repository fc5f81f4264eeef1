"""Messages by e-mail (电子邮件): one a person and run, plain text, through Django's mail settings."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.timezone import localtime

from dengji.messages.faults import NotReached, NotTaken
from dengji.messages.models import Message
from dengji.messages.way import Carrier, link

SITE = "等级·登记"
SETTINGS_PAGE = "/desk/me/"
PERMANENT = 500


@contextmanager
def carrier() -> Iterator[Carrier]:
    """Sends over one connection, opened with the first mail."""
    line = get_connection()
    try:
        yield partial(_send, line)
    finally:
        with suppress(SMTPException):
            line.close()


def _send(line: Any, to: str, messages: Sequence[Message], *, key: str) -> None:
    """Raises NotReached or NotTaken."""
    try:
        line.open()
        line.send_messages([letter(to, messages, key=key)])
    except SMTPRecipientsRefused as refused:
        code = next((code for code, _ in refused.recipients.values()), PERMANENT)
        raise NotTaken(f"收件邮箱拒收（{code}）", for_good=code >= PERMANENT) from refused
    except SMTPDataError as refused:
        code = refused.smtp_code
        raise NotTaken(f"邮件被拒收（{code}）", for_good=code >= PERMANENT) from refused
    except OSError as wrong:  # smtplib's own are of this kind
        raise NotReached("邮件服务器没有应答") from wrong
    except ValueError as wrong:
        raise NotTaken("邮箱地址写得不对", for_good=True) from wrong


def letter(to: str, messages: Sequence[Message], *, key: str) -> EmailMessage:
    """One e-mail of all that somebody is told; the same messages make the same Message-ID."""
    host = urlsplit(settings.DENGJI_ADDRESS).hostname or "localhost"
    only = len(messages) == 1
    subject = messages[0].title if only else f"您有{len(messages)}条新消息"
    return EmailMessage(
        subject=f"【{SITE}】{subject}",
        body=_words(messages),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={"Message-ID": f"<{key}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _words(messages: Sequence[Message]) -> str:
    told = [
        "\n".join(
            line
            for line in (f"{number}{message.title}", _when(message), message.text, _open(message))
            if line
        )
        for number, message in zip(_numbers(len(messages)), messages, strict=True)
    ]
    parting = (
        "——\n"
        f"这封邮件由{SITE}自动发出，请不要直接回复。\n"
        f"不想再收某一类邮件，可以在“联系方式与通知”中关闭：{link(SETTINGS_PAGE)}"
    )
    return "\n\n".join([f"{messages[0].recipient.full_name}：", *told, parting]) + "\n"


def _numbers(count: int) -> list[str]:
    return [""] if count == 1 else [f"{number}. " for number in range(1, count + 1)]


def _when(message: Message) -> str:
    at = localtime(message.at)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def _open(message: Message) -> str:
    return f"查看：{link(f'/desk/messages/{message.pk}/')}"
