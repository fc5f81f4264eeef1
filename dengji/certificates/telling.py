"""Who is told of certificates (证书通知): that a batch may be issued, that a request waits, and what became of it."""

from datetime import datetime

from dengji.certificates.models import Amendment, Release
from dengji.certificates.terms import AmendmentState
from dengji.messages.acts import News, tell
from dengji.messages.recipients import Desk
from dengji.messages.terms import Topic
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING

ROOT = "/desk/certificates/"


def tell_ready(release: Release, *, by: Post | None, at: datetime) -> int:
    """告知可以核发: whoever issues."""
    plan = release.plan
    news = News(
        Topic.CERTIFICATES,
        title=f"证书可以核发：{plan.number}",
        text=f"{plan.filing.institution.organisation.name}的{plan.name}批次可以核发证书了。",
        path=f"{ROOT}releases/{release.token}/",
        about=("certificates.Release", release.pk),
        key=f"release-ready:{release.pk}",
    )
    return tell(Desk(release.issuer_id, BODY_ROLES | DECIDING), news, by=by, at=at)


def tell_waiting(amendment: Amendment, *, by: Post, at: datetime) -> int:
    """告知待办: whoever the request waits for, second person or authority; nobody where it waits for none."""
    filing = amendment.certificate.filing
    if amendment.state == AmendmentState.SECOND:
        waits, what = amendment.by.organisation_id, "待复核"
    elif amendment.state == AmendmentState.AUTHORITY and filing is not None:
        waits, what = filing.authority_id, "待核准"
    else:
        return 0
    text = f"{amendment.by.organisation.name}提出{amendment.get_kind_display()}一本证书，请核对理由后办理。"
    return tell(Desk(waits, BODY_ROLES | DECIDING), _news(amendment, what, text), by=by, at=at)


def tell_over(amendment: Amendment, *, by: Post, at: datetime) -> int:
    """告知结果: whoever asked, with the reason where it was not agreed to."""
    what = str(amendment.get_state_display())
    why = f"理由：{amendment.declined_because}" if amendment.declined_because else "公众查到的随之改变。"
    asked = Desk(amendment.by.organisation_id, BODY_ROLES | DECIDING)
    return tell(asked, _news(amendment, what, why), by=by, at=at)


def _news(amendment: Amendment, what: str, text: str) -> News:
    return News(
        Topic.CERTIFICATES,
        title=f"证书{amendment.get_kind_display()}{what}：{amendment.certificate.number}",
        text=text,
        path=f"{ROOT}amendments/{amendment.token}/",
        about=("certificates.Amendment", amendment.pk),
        key=f"amendment:{amendment.pk}:{amendment.state}",
    )
