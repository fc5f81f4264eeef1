"""Registers by sheet (表格导入): a template to fill in, and the faulty rows named."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from dengji import clock
from dengji.institutions.acts.sheets import Taken, Upload
from dengji.institutions.lines import MOST_ROWS
from dengji.institutions.sheets import MOST_BYTES, Form, template
from dengji.people.refusals import Refused
from dengji.web.access import at_desk
from dengji.web.body.forms import SheetForm
from dengji.web.body.frame import frame_of
from dengji.web.body.registers import Register
from dengji.web.body.views.sections import around, register_named
from dengji.web.middleware import DeskRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@at_desk("body")
def sheet(request: DeskRequest, register: str, token: UUID | None = None) -> HttpResponse:
    """表格导入: the good rows go in; the faulty ones are named with their column and reason."""
    frame, (book, _, by_sheet) = frame_of(request.post, token, clock.today()), _sheet_of(register)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    taken: Taken | None = None
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.cleaned_data["sheet"]
            upload = Upload(chosen.name, chosen.read(MOST_BYTES + 1))
            taken = by_sheet(frame.institution, upload, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
    if taken is not None and not taken.faulty:
        messages.success(request, f"已导入{taken.added}行，原来已有{taken.known}行。")
        return redirect(frame.section(book.part))
    shown = {"form": form, "register": book, "taken": taken, "most_rows": MOST_ROWS}
    return render(request, "body/sheet.html", around(frame, book.part) | shown)


@at_desk("body")
def blank(request: DeskRequest, register: str, token: UUID | None = None) -> HttpResponse:
    """下载模板: the sheet with its heads and one example."""
    book, blank_sheet, _ = _sheet_of(register)
    answer = HttpResponse(template(blank_sheet), content_type=XLSX)
    named = content_disposition_header(as_attachment=True, filename=f"{book.title}模板.xlsx")
    answer["Content-Disposition"] = named or "attachment"
    return answer


def _sheet_of(register: str) -> tuple[Register, Form[Any], Callable[..., Taken]]:
    """A register with its sheet and the act that reads it in. Raises Http404 for one that has none."""
    book = register_named(register)
    if book.sheet is None or book.by_sheet is None:
        raise Http404
    return book, book.sheet, book.by_sheet
