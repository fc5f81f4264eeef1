"""The summary of a consultation as a file (情况汇总下载), the same for the public and for an office."""

from django.http import HttpResponse

from dengji.notices.models import Consultation
from dengji.records.terms import MediaType

TYPES = {"pdf": MediaType.PDF, "docx": MediaType.DOCX}


def summary_answer(consultation: Consultation, content: bytes | None, ending: str) -> HttpResponse:
    """汇总文件: a PDF to be read in the browser, a Word file to be taken away."""
    answer = HttpResponse(content, content_type=TYPES[ending])
    how = "inline" if ending == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="comments-{consultation.edition.pack_id}.{ending}"'
    return answer
