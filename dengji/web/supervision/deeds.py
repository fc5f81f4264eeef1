"""The steps of a rectification (整改办理): each with its form, its act, who may take it, and its words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms

from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.supervision.acts import rectifying as acts
from dengji.supervision.models import Rectification
from dengji.supervision.terms import UNFINISHED, RectificationState
from dengji.web.supervision.forms import AcceptForm, ExtendForm, HandInForm, SendBackForm, TakeBackForm


@dataclass(frozen=True, slots=True)
class Deed:
    """One step (一步): `of_body` tells whose it is; `danger` marks what cannot be undone."""

    verb: str
    title: str
    lead: str
    done: str
    form: type[forms.Form]
    act: Callable[..., Rectification]
    states: frozenset[RectificationState]
    of_body: bool = False
    danger: bool = False

    def open_to(self, found: Rectification, post: Post) -> bool:
        """Whether somebody may take it now."""
        if found.state not in self.states:
            return False
        if self.of_body:
            return post.role in BODY_ROLES and post.organisation_id == found.filing.institution_id
        return post.role in DECIDING and post.organisation_id == found.authority_id


_LISTED = (
    Deed(
        "report", "报告整改情况",
        "写明整改了什么、怎样整改的，可以附上照片、文件等证明材料。报告以后由要求整改的机关验收。",
        "整改情况已报告，等待验收。", HandInForm, acts.hand_in, frozenset({RectificationState.DEMANDED}), of_body=True,
    ),
    Deed(
        "accept", "验收通过", "确认要求整改的都已经改正。通过以后，这项整改就办结了。",
        "整改已验收通过。", AcceptForm, acts.accept_work, frozenset({RectificationState.HANDED_IN}),
    ),
    Deed(
        "return", "退回继续整改", "写明还有什么没有改正。需要更多时间的，另定期限；不填期限的，仍按原来的期限。",
        "已退回，机构会收到通知。", SendBackForm, acts.send_back, frozenset({RectificationState.HANDED_IN}),
    ),
    Deed(
        "extend", "延长期限", "机构确有原因不能按期完成的，可以延长。理由会留在整改经过里。",
        "期限已延长，机构会收到通知。", ExtendForm, acts.extend, frozenset({RectificationState.DEMANDED}),
    ),
    Deed(
        "withdraw", "撤回整改要求", "要求有误的，可以撤回。撤回以后不再作为整改计算，经过仍然保留，不能恢复。",
        "整改要求已撤回，机构会收到通知。", TakeBackForm, acts.take_back, UNFINISHED, danger=True,
    ),
)  # fmt: skip
DEEDS: Mapping[str, Deed] = {each.verb: each for each in _LISTED}
