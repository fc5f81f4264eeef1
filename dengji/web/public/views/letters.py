"""What the code on a letter leads to (文书核对)."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dengji import clock
from dengji.filings.register import letter_page
from dengji.records.acts import note_refused_reading, print_letter
from dengji.records.queries import opened


def letter(request: HttpRequest, token: UUID) -> HttpResponse:
    """文书核对: that there is such a letter; whole for its parties, and where the filing is public."""
    page = letter_page(token, request.post, clock.today())  # type: ignore[attr-defined]
    if page is None:
        raise Http404("没有这份文书")
    return render(request, "public/letter.html", {"page": page})


def letter_file(request: HttpRequest, token: UUID) -> FileResponse:
    """文书PDF: for whoever may read the letter whole; anybody else finds nothing, and it stays on record."""
    post = request.post  # type: ignore[attr-defined]
    page = letter_page(token, post, clock.today())
    if page is None or not page.open:
        note_refused_reading(token, by=post, at=clock.now())
        raise Http404("没有这份文书")
    file = print_letter(page.letter, at=clock.now())
    return FileResponse(opened(file), filename=file.name, content_type=file.media_type)
