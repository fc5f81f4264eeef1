"""证书登记簿: what the post may see, by what stands in the address; taken away as a sheet."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.certificates.forms import titles
from dengji.certificates.models import Certificate
from dengji.certificates.queries import SORTS, register, wanted
from dengji.certificates.waiting import waits_for
from dengji.institutions.sheets import filled
from dengji.occupations.levels import label
from dengji.web.access import at_desk
from dengji.web.certificates.forms import SoughtForm
from dengji.web.certificates.frame import READERS, XLSX, number_of, places_of, saved_as, shown_to, works
from dengji.web.middleware import DeskRequest

MOST = 20000
"""How many lines a sheet has at most."""
HEADS = (
    "证书编号",
    "证书类别",
    "证件号码（脱敏）",
    "职业编码",
    "职业",
    "工种",
    "等级",
    "评价机构",
    "备案编号",
    "发证单位",
    "发证日期",
    "状态",
    "更正日期",
)


@require_safe
@at_desk("body", *READERS)
def listed(request: DeskRequest) -> HttpResponse:
    """登记簿: filtered, counted, fifty a page."""
    form = SoughtForm(request.GET, places=places_of(request.post))
    page = register(request.post, form.sought, number_of(request))
    waits = waits_for(request.post, clock.today()) if works(request.post) else []
    said = {
        "form": form,
        "page": page,
        "sorted": SORTS.get(form.sought.sort, ""),
        "most": MOST,
        "certificates_wait": waits,
    }
    return shown_to(request, "register", said)


@require_safe
@at_desk("body", *READERS)
def export(request: DeskRequest) -> HttpResponse:
    """导出: the list that is shown, every page of it, as a sheet of texts; names are not in it."""
    today = clock.today()
    form = SoughtForm(request.GET, places=places_of(request.post))
    rows = wanted(request.post, form.sought)[:MOST]
    content = filled("证书登记簿", HEADS, (_cells(each) for each in rows.iterator(chunk_size=1000)))
    return saved_as(content, f"证书登记簿{today.isoformat()}.xlsx", XLSX)


def _cells(certificate: Certificate) -> tuple[str, ...]:
    corrected = certificate.corrected_on
    return (
        certificate.number,
        titles()[certificate.regime],
        certificate.masked,
        certificate.code,
        certificate.occupation,
        certificate.work_type,
        label(certificate.level) if certificate.level else "",
        certificate.body,
        certificate.filing_number,
        certificate.issuer,
        certificate.issued_on.isoformat(),
        str(certificate.get_state_display()),
        corrected.isoformat() if corrected else "",
    )
