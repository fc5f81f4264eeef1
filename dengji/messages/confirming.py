"""A new mailbox is confirmed before anything goes to it (确认邮箱): one letter with a link, sent at once."""

from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from dengji.messages.channels import open_channels
from dengji.messages.mail import SITE
from dengji.messages.terms import Channel
from dengji.messages.way import link
from dengji.people.acts.contact import GOOD_FOR, change_contact, proof_of
from dengji.people.models import Person
from dengji.people.refusals import Refused

CONFIRM_PAGE = "/desk/me/mailbox/"


def change_reached(person: Person, *, email: str, phone: str, at: datetime) -> str:
    """修改联系方式: what can be kept is kept, and a new mailbox gets the link that confirms it.

    Gives the mailbox that was written to; empty where none was. The letter goes after the change is committed: raises
    Refused where it cannot go, and the old mailbox stays.
    """
    new = change_contact(person, email=email, phone=phone, at=at)
    if new:
        if Channel.EMAIL not in open_channels():
            raise Refused("本系统还没有接入邮件，新邮箱无法确认，没有更改。")
        _send(person, new)
    return new


def _send(person: Person, email: str) -> None:
    letter = EmailMessage(
        subject=f"【{SITE}】请确认您的邮箱",
        body=_words(person, email),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        letter.send()
    except (SMTPException, OSError, ValueError) as wrong:
        raise Refused("确认邮件没有发出去，邮箱没有更改。", remedy="请核对邮箱，过一会儿再试。") from wrong


def _words(person: Person, email: str) -> str:
    stays = f"确认以前，通知仍发到{person.email}。" if person.email else "确认以前，通知只在站内。"
    return (
        f"{person.full_name}：\n\n"
        f"您在{SITE}把通知邮箱填为{email}。请在{GOOD_FOR.days}天内打开下面的链接，登录后确认：\n"
        f"{link(f'{CONFIRM_PAGE}{proof_of(person, email)}/')}\n\n"
        f"{stays}不是您本人填写的，不用理会这封邮件。\n"
    )
