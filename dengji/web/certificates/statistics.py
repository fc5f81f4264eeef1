"""证书统计: counted by place, occupation, level, kind of body, sex, age and year; as a page and as a sheet."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.certificates.statistics import Table, tables
from dengji.institutions.sheets import filled
from dengji.web.access import at_desk
from dengji.web.certificates.forms import CountedForm
from dengji.web.certificates.frame import READERS, XLSX, places_of, saved_as, shown_to
from dengji.web.middleware import DeskRequest

HEADS = ("口径", "项目", "发证数", "其中现在有效")


@require_safe
@at_desk("body", *READERS)
def shown(request: DeskRequest) -> HttpResponse:
    """统计: by what stands in the address."""
    form = CountedForm(request.GET, places=places_of(request.post))
    found = tables(request.post, form.counted)
    whole = found[0].whole
    return shown_to(request, "statistics", {"form": form, "tables": found, "whole": whole})


@require_safe
@at_desk("body", *READERS)
def export(request: DeskRequest) -> HttpResponse:
    """导出统计: every table below the other, each cell a text."""
    form, today = CountedForm(request.GET, places=places_of(request.post)), clock.today()
    found = tables(request.post, form.counted)
    content = filled("证书统计", HEADS, _lines(found))
    return saved_as(content, f"证书统计{today.isoformat()}.xlsx", XLSX)


def _lines(found: list[Table]) -> Iterator[tuple[str, ...]]:
    for table in found:
        for row in (*table.rows, table.whole):
            yield table.title, row.label, str(row.issued), str(row.valid)
