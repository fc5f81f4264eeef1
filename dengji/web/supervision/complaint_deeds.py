"""The steps of a complaint (举报投诉办理): each with its form, its act, who may take it, and its words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dengji.people.models import Post
from dengji.supervision.acts import investigating as acts
from dengji.supervision.models import Complaint
from dengji.supervision.terms import WAITING, ComplaintState
from dengji.web.supervision.complaint_forms import (
    AnswerForm,
    DeedForm,
    HandOverForm,
    LaterForm,
    NoteForm,
    RefuseForm,
    TakeForm,
    TransferForm,
)


@dataclass(frozen=True, slots=True)
class ComplaintDeed:
    """One step (一步): `handlers` tells that it is for whoever handles it; `seniors` that they may too."""

    verb: str
    title: str
    lead: str
    done: str
    form: type[DeedForm]
    act: Callable[..., Complaint]
    states: frozenset[ComplaintState]
    handlers: bool = True
    seniors: bool = False
    danger: bool = False

    def open_to(self, found: Complaint, post: Post) -> bool:
        """Whether somebody of the office may take it now."""
        if found.state not in self.states:
            return False
        free = not self.handlers or found.state == ComplaintState.RECEIVED
        return free or post.pk == found.handler_id or (self.seniors and post.role in acts.SENIOR)


_NEW, _TAKEN = frozenset({ComplaintState.RECEIVED}), frozenset({ComplaintState.TAKEN})
_LISTED = (
    ComplaintDeed(
        "take", "受理", "确定由谁承办、什么时候以前答复。受理以后，反映人是谁、附件里是什么，只有承办人能看。",
        "已受理，承办人会收到通知。", TakeForm, acts.take, _NEW, handlers=False,
    ),
    ComplaintDeed(
        "answer", "核查完毕，答复", "答复以后就办结了，不能再改。查实的，可以接着要求机构限期整改。",
        "已答复，反映人可以查到。", AnswerForm, acts.answer, _TAKEN,
    ),
    ComplaintDeed(
        "note", "登记调查情况", "边查边记。反映人和机构都看不到。", "调查情况已登记。", NoteForm, acts.note, _TAKEN,
    ),
    ComplaintDeed(
        "extend", "延长答复期限", "情况复杂、不能按期答复的，可以延长。", "答复期限已延长，反映人可以查到。",
        LaterForm, acts.extend, _TAKEN,
    ),
    ComplaintDeed(
        "hand-over", "更换承办人", "换人以后，原承办人不能再看反映人和附件。", "承办人已更换。", HandOverForm,
        acts.hand_over, _TAKEN, seniors=True,
    ),
    ComplaintDeed(
        "transfer", "转交其他机关", "不属于本机关办理的，转交给有权办理的机关。转交以后，本机关不能再看这件举报投诉。",
        "已转交，对方会收到通知。", TransferForm, acts.transfer, WAITING,
    ),
    ComplaintDeed(
        "refuse", "不予受理", "不受理的，必须写明理由。办理以后不能恢复，反映人可以查到。", "已办理不予受理。",
        RefuseForm, acts.refuse, _NEW, handlers=False, danger=True,
    ),
)  # fmt: skip
COMPLAINT_DEEDS: Mapping[str, ComplaintDeed] = {each.verb: each for each in _LISTED}
