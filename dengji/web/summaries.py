"""The summary of a consultation as a file (情况汇总下载), the same for the public and for an office."""

from django.http import HttpResponse

from dengji.notices.models import Consultation
from dengji.web.annexes import answered


def summary_answer(consultation: Consultation, content: bytes | None, ending: str) -> HttpResponse:
    """汇总文件: a PDF to be read in the browser, a Word file to be taken away."""
    return answered(content or b"", f"{consultation.edition.title}意见情况汇总.{ending}")
