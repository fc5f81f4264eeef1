"""The experts' pages (专家页面): what waits for me, my sheet, the panel's opinion, my declared ties."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from dengji import clock
from dengji.people.acts.experts import declare_relation, withdraw_relation
from dengji.people.queries import body_named, ties_of
from dengji.people.refusals import Refused
from dengji.procedure.acts.assessing import draw_up as draw_up_opinion
from dengji.procedure.acts.assessing import hand_in, save_sheet
from dengji.procedure.models import PanelSeat
from dengji.procedure.panels import Sheets, sheets
from dengji.procedure.queries import seats_of
from dengji.web.access import at_desk
from dengji.web.casework import case_page, seen
from dengji.web.dossier import readable
from dengji.web.expert.forms import OpinionForm, RelationForm, SheetForm
from dengji.web.expert.tasks import tasks
from dengji.web.middleware import DeskRequest


@at_desk("expert")
def home(request: DeskRequest) -> HttpResponse:
    """我的评审任务: what waits for my sheet first."""
    return render(request, "expert/home.html", {"tasks": tasks(request.post), "nav": "home"})


@at_desk("expert")
def sheet(request: DeskRequest, seat_id: int) -> HttpResponse:
    """评分表: save as often as one likes, hand in once."""
    seat = _seat(request, seat_id)
    page = sheets(seat)
    form = SheetForm(page.criteria, request.POST or None, initial=seat.scores | {"opinion": seat.opinion})
    whole = form.ensure_whole if "hand_in" in request.POST and not seat.handed_in_at else form.is_valid
    if request.method == "POST" and form.is_valid() and whole():
        try:
            return _kept(request, seat, form)
        except Refused as refused:
            form.add_error(None, f"{refused.sentence}{refused.remedy}")
    seen(seat.panel.case, request.post, clock.now())
    case = case_page(seat.panel.case, request.post, clock.today())
    return render(request, "expert/sheet.html", {"seat": seat, "panel": page, "form": form, "page": case})


@at_desk("expert")
def application(request: DeskRequest, seat_id: int) -> HttpResponse:
    """申请内容: everything that was handed in, as the panel reads it."""
    seat = _seat(request, seat_id)
    page = case_page(seat.panel.case, request.post, clock.today())
    dossier = readable(page.dossier, page.pack, page.case.matter)
    return render(request, "expert/application.html", {"seat": seat, "page": page, "dossier": dossier})


@at_desk("expert")
def draw_up(request: DeskRequest, seat_id: int) -> HttpResponse:
    """形成专家组意见: by the head, once all sheets are in."""
    seat = _seat(request, seat_id)
    page = sheets(seat)
    form = OpinionForm(page.questions, request.POST or None, initial={"opinion": page.draft})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["opinion"]
        try:
            draw_up_opinion(seat.panel.case, said, form.findings(), by=request.post, at=clock.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "专家组意见已形成，承办部门将据此作出结论。")
            return redirect("expert:home")
    given = {"seat": seat, "panel": page, "form": form, "why_not": _not_yet(seat, page)}
    return render(request, "expert/draw_up.html", given)


@at_desk("expert")
def relations(request: DeskRequest) -> HttpResponse:
    """利害关系申报: the bodies whose panels I must not sit on."""
    form = RelationForm(request.POST or None)
    if "withdraw" in request.POST:
        tie = get_object_or_404(ties_of(request.post), pk=request.POST["withdraw"])
        withdraw_relation(tie, by=request.post, at=clock.now())
        return redirect("expert:relations")
    if request.method == "POST" and form.is_valid():
        body = body_named(form.cleaned_data["organisation"])
        if body is None:
            form.add_error("organisation", "没有找到这个评价机构，请核对全称或代码。")
        else:
            relation = form.cleaned_data["relation"]
            declare_relation(request.post.expert, body, relation, by=request.post, at=clock.now())
            messages.success(request, f"已申报与{body}的关系，您不会再参加它的评审。")
            return redirect("expert:relations")
    return render(
        request, "expert/relations.html", {"form": form, "ties": ties_of(request.post), "nav": "relations"}
    )


@at_desk("expert")
def withdraw(request: DeskRequest, tie_id: int) -> HttpResponse:
    """撤回申报: what it brings about, before it is withdrawn."""
    tie = get_object_or_404(ties_of(request.post), pk=tie_id)
    return render(request, "expert/withdraw.html", {"tie": tie, "nav": "relations"})


def _not_yet(seat: PanelSeat, panel: Sheets) -> str:
    """Why this expert cannot draw up the opinion now; empty where nothing bars it."""
    if not seat.head:
        return "专家组意见由组长或承办部门形成。"
    if not panel.under_way:
        return "专家组意见已经形成，或者申请已经离开这一步。"
    return "" if panel.ready else f"还有{panel.seats - panel.handed_in}位专家没有提交评分表。"


def _seat(request: DeskRequest, seat_id: int) -> PanelSeat:
    """The person's own seat, or 404."""
    seat = seats_of(request.post).filter(pk=seat_id).first()
    if seat is None:
        raise Http404
    return seat


def _kept(request: DeskRequest, seat: PanelSeat, form: SheetForm) -> HttpResponse:
    opinion = form.cleaned_data["opinion"]
    if "hand_in" in request.POST:
        hand_in(seat.panel.case, seat, form.scores(), opinion, by=request.post, at=clock.now())
        messages.success(request, "评分表已提交，感谢您的评审。")
        return redirect("expert:home")
    save_sheet(seat, form.scores(), opinion, by=request.post, at=clock.now())
    messages.success(request, "已保存，还没有提交。")
    return redirect("expert:sheet", seat_id=seat.pk)
