"""Who is told of objections and comments (异议和意见的通知)."""

from datetime import datetime

from django.utils.timezone import localdate

from dengji.messages.acts import News, tell, tell_all
from dengji.messages.recipients import Desk
from dengji.messages.terms import Topic
from dengji.notices.models import Consultation, Objection
from dengji.notices.terms import CASE_ROLES, COMMENT_ROLES
from dengji.people.models import Post
from dengji.procedure.models import Case
from dengji.procedure.telling import about, applicants_people, path_of, whoever_holds


def tell_of_objection(objection: Objection, case: Case, *, at: datetime) -> None:
    """通知收到异议: whoever at the authority that has the case may answer it. Who objected is not said."""
    news = News(
        Topic.OBJECTION,
        title=f"{case.applicant}的公示收到异议",
        text=f"受理编号{case.number}，回执号{objection.receipt}。请核实后答复；全部异议答复以前，公示不能结束。",
        path=path_of(case),
        about=about(case),
        key=f"objection:{objection.pk}",
    )
    tell(Desk(case.holder_id, CASE_ROLES), news, by=None, at=at)


def tell_of_answer(objection: Objection, case: Case, *, by: Post, at: datetime) -> None:
    """通知异议已答复: the applicant, and whoever has the case and waits to close the publicity."""
    found = "成立" if objection.upheld else "不成立"
    news = News(
        Topic.OBJECTION_ANSWERED,
        title=f"{case.applicant}的公示：异议已答复（{found}）",
        text=f"受理编号{case.number}，回执号{objection.receipt}。{by.organisation}核实后认为异议{found}。",
        path=path_of(case),
        about=about(case),
        key=f"objection:{objection.pk}:answered",
    )
    tell_all([(applicants_people(case), news), (whoever_holds(case), news)], by=by, at=at)


def tell_of_comments(consultation: Consultation, *, at: datetime) -> None:
    """通知收到意见: whoever at the draft's authority may answer them, once a day however many came."""
    news = News(
        Topic.COMMENT,
        title=f"{consultation.edition}收到意见",
        text=f"今天收到公众对{consultation.edition}的意见，请逐条答复。",
        path=f"/office/registry/consultations/{consultation.token}/?uptake=waiting",
        about=("notices.Consultation", consultation.pk),
        key=f"consultation:{consultation.pk}:{localdate(at).isoformat()}",
    )
    tell(Desk(consultation.authority_id, COMMENT_ROLES), news, by=None, at=at)
