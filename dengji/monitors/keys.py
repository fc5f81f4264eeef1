"""Keys that come to their last day (签名密钥到期): whoever can see to another is told ahead, while there is time."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from dengji.messages.acts import News, tell
from dengji.messages.terms import Topic
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, Role
from dengji.signing.models import Key
from dengji.signing.queries import ending
from dengji.workdays.words import in_words

AHEAD = (60, 30, 7)  # days
PATH, DESIGNS = "/office/registry/keys/", "/desk/certificates/designs/"


def tell_ending(at: datetime) -> int:
    """签名密钥到期预告: two months, a month and a week before the last day of a key that nobody follows."""
    return sum(_tell(key, at) for key in ending(on=localdate(at), within=timedelta(days=AHEAD[0])))


def _tell(key: Key, at: datetime) -> int:
    """The administrators, and the people of the body in whose name the key signs."""
    today, last = localdate(at), key.until or localdate(at)
    ahead = min(days for days in AHEAD if (last - today).days <= days)
    held = Post.objects.held_on(today)
    whose = f"{key.owner_name}的" if key.owner_name else ""
    title = f"{whose}{key.get_purpose_display()}签名密钥{key.name}将在{in_words(last)}到期"
    about, occasion = ("signing.Key", key.name), f"key:{key.pk}:{last.isoformat()}:{ahead}"
    after = "此后改用本平台的密钥签名" if key.owner else "此后没有密钥可用，证书不能签名"
    house = News(
        Topic.CERTIFICATES,
        title=title,
        text=f"{after}。请在到期以前更换，办法写在“签名密钥”页上；以前签的仍然有效。",
        path=PATH,
        about=about,
        key=occasion,
    )
    told = tell(held.filter(role=Role.ADMINISTRATOR), house, by=None, at=at)
    if key.owner is None:
        return told
    body = News(
        Topic.CERTIFICATES,
        title=title,
        text=f"{after}。要继续用贵单位自己的密钥，请向认证机构换发证书，交平台管理员导入；以前签的仍然有效。",
        path=DESIGNS,
        about=about,
        key=occasion,
    )
    return told + tell(held.filter(organisation=key.owner, role__in=BODY_ROLES), body, by=None, at=at)
