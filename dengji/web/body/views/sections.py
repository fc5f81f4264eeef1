"""The parts of an application, and the registers that stand in them (申请各部分、机构登记)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.filings.acts.applying import finish_section
from dengji.institutions.acts import registers
from dengji.people.refusals import Refused
from dengji.policy.engine.terms import Section
from dengji.web.access import at_desk
from dengji.web.body.frame import NAMES, OF_REGISTERS, Frame, frame_of
from dengji.web.body.registers import REGISTERS, Register, listed, parts_listed, row_in, written
from dengji.web.middleware import DeskRequest
from dengji.web.typed import keeps_typed, opened


@at_desk("body")
def fill(request: DeskRequest, token: UUID) -> HttpResponse:
    """任务清单: the parts of the application with their states, and how it stands."""
    frame = frame_of(request.post, token, clock.today())
    return render(request, "body/fill.html", {"frame": frame, "nav": "home"})


@at_desk("body")
def section(request: DeskRequest, part: str, token: UUID | None = None) -> HttpResponse:
    """申请的一部分: its registers; in an application it is marked as finished here."""
    frame = frame_of(request.post, token, clock.today())
    chosen = part_named(part)
    if request.method == "POST":
        return finished(request, frame, chosen)
    if chosen not in OF_REGISTERS:
        raise Http404
    shown = {"listed": parts_listed(frame.institution, chosen)}
    return render(request, "body/section.html", around(frame, chosen) | shown)


@at_desk("body")
@keeps_typed
def row(
    request: DeskRequest,
    register: str,
    pk: int | None = None,
    token: UUID | None = None,
    of: int | None = None,
) -> HttpResponse:
    """登记一项: a row is added, or changed."""
    frame, book = frame_of(request.post, token, clock.today()), register_named(register)
    if book.only not in ("", frame.institution.kind):
        raise Http404
    there = _row(frame, book, pk)
    home = _home(frame, of) if of is not None else frame.institution
    form = opened(book.form, request, book.form.shown(there) if there else {})
    if request.method == "POST" and form.is_valid():
        try:
            saved = written(book, home, form, row=there, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
        else:
            messages.success(request, f"已保存{book.one}“{saved}”。")
            return redirect(_back(frame, book, saved))
    shown = {"form": form, "register": book, "row": there, "back": _back(frame, book, there, of)}
    if there is not None and book.name == "members":
        shown["held"] = listed(frame.institution, REGISTERS["qualifications"], there)
    return render(request, "body/row.html", around(frame, book.part) | shown)


@at_desk("body")
def remove(request: DeskRequest, register: str, pk: int, token: UUID | None = None) -> HttpResponse:
    """移除一项: asked once more, then taken out."""
    frame, book = frame_of(request.post, token, clock.today()), register_named(register)
    there = _row(frame, book, pk)
    if request.method == "POST":
        back = _back(frame, book, there)
        registers.remove(book.kept_in, there, by=request.post, at=clock.now())
        messages.success(request, f"已移除{book.one}“{there}”。")
        return redirect(back)
    shown = {"register": book, "row": there, "back": _back(frame, book, there)}
    return render(request, "body/remove.html", around(frame, book.part) | shown)


def part_named(part: str) -> Section:
    """The part of that name. Raises Http404."""
    try:
        return Section(part)
    except ValueError as unknown:
        raise Http404 from unknown


def register_named(name: str) -> Register:
    """The register of that name. Raises Http404."""
    if name not in REGISTERS:
        raise Http404
    return REGISTERS[name]


def finished(request: DeskRequest, frame: Frame, part: Section) -> HttpResponse:
    """Mark a part as finished, or as unfinished again, and go back to the tasks."""
    if frame.case is None:
        raise Http404
    done = "undone" not in request.POST
    finish_section(frame.case, part, done=done, by=request.post, at=clock.now())
    return redirect(frame.home)


def saved(request: DeskRequest, frame: Frame, part: Section) -> HttpResponse:
    """After a save: the part again; pressed as 这一部分已填好, the tasks, with the part marked as finished."""
    if "and_finish" in request.POST and frame.case is not None:
        return finished(request, frame, part)
    return redirect(frame.section(part))


def around(frame: Frame, part: Section) -> dict[str, Any]:
    """What every page of a part shows around itself."""
    nav = "home" if frame.case else "registers"
    task = frame.task(part)
    problems = frame.checked.in_section(part) if frame.checked else ()
    return {
        "frame": frame, "part": part, "title": NAMES[part], "task": task, "problems": problems, "nav": nav,
    }  # fmt: skip


def _row(frame: Frame, book: Register, pk: int | None) -> Any:
    if pk is None:
        return None
    there = row_in(frame.institution, book, pk)
    if there is None:
        raise Http404
    return there


def _home(frame: Frame, member: int) -> Any:
    return _row(frame, REGISTERS["members"], member)


def _back(frame: Frame, book: Register, row: Any = None, of: int | None = None) -> str:
    """Where one goes after a row: a qualification's member, a new member's own page, else the part."""
    member = row.member_id if row is not None and book.name == "qualifications" else of
    if member is not None:
        return frame.address("row", register="members", pk=member)
    return frame.section(book.part)
