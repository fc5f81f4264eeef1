"""A report in words (报送内容): what is sent of it without anything personal, and what it belongs to.

Each kind of report says its own; nothing is shown but what stands in the row that waits.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse

from dengji import clock
from dengji.certificates.queries import certificate_for, release_for
from dengji.evaluations.queries import masked_of, plans_within
from dengji.exchange.files.queries import file_of
from dengji.exchange.models import Request
from dengji.exchange.terms import Report, Standing
from dengji.filings.levels import in_levels
from dengji.filings.queries import filing_by_number
from dengji.institutions.terms import BodyKind
from dengji.people.models import Post
from dengji.policy.queries import calendar_in_force
from dengji.procedure.queries import cases_within
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.periods import remaining
from dengji.workdays.words import in_words

Said = tuple[str, str]
SHOWN_OCCUPATIONS = 20


class Due(NamedTuple):
    """By when a report is to be sent (最迟报送): the day, working days left while it waits, whether it is late."""

    day: date
    left: int | None
    late: bool


class Line(NamedTuple):
    """A report in a list (报送列表一行)."""

    request: Request
    title: str
    detail: str
    standing: Standing
    due: Due | None


class Refused(NamedTuple):
    """A row that the network does not publish (没有确认的一行): what it is, where one can read it, why not."""

    says: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """A report on its page (报送详情)."""

    line: Line
    content: Sequence[Said]
    links: Sequence[Said]
    refused: Sequence[Refused]
    file: Any
    fault: str
    published: str


def lines(requests: Sequence[Request], on: date) -> list[Line]:
    """Reports as a list shows them."""
    calendar = calendar_in_force() if any(each.due_on for each in requests) else None
    return [_line(each, on, calendar) for each in requests]


def page_of(request: Request, post: Post, on: date) -> Page:
    """A report in whole."""
    (line,) = lines([request], on)
    content = [each for each in CONTENTS[request.kind](request.payload) if each[1]]
    refused, fault = _refused(request), request.fault.rstrip("。")
    published = _day((request.answer or {}).get("published_on"))
    return Page(line, content, _links(request, post), refused, file_of(request), fault, published)


def _line(request: Request, on: date, calendar: WorkCalendar | None) -> Line:
    said = request.payload
    title = said.get("body") or (
        f"证书{said['certificate']}" if "certificate" in said else f"第{request.pk}件"
    )
    due = None
    if request.due_on and calendar:
        waits = request.standing in {Standing.WAITING, Standing.FAILED}
        left = remaining(request.due_on, on=on, calendar=calendar) if waits else None
        due = Due(request.due_on, left, request.late(on))
    return Line(request, str(title), DETAILS[request.kind](said), request.standing, due)


def _day(said: Any) -> str:
    return in_words(date.fromisoformat(said)) if said else ""


def _occupation(said: Mapping[str, Any]) -> str:
    named = (
        f"{said.get('name', '')}（{said['work_type']}）"
        if said.get("work_type")
        else str(said.get("name", ""))
    )
    levels = said.get("levels") or ([said["level"]] if said.get("level") else [])
    return f"{named} {in_levels(levels)}".strip()


def _occupations(said: Mapping[str, Any]) -> str:
    rows = said.get("occupations", ())
    more = f"，等{len(rows)}项" if len(rows) > SHOWN_OCCUPATIONS else ""
    return "；".join(_occupation(each) for each in rows[:SHOWN_OCCUPATIONS]) + more


def _body(said: Mapping[str, Any]) -> list[Said]:
    kinds = dict(BodyKind.choices)
    return [
        ("机构", str(said.get("body") or "")),
        ("统一社会信用代码", str(said.get("uscc") or "")),
        ("机构类别", str(kinds.get(said.get("kind", ""), ""))),
        ("备案号", str(said.get("filing") or "")),
    ]


def _filing(said: Mapping[str, Any]) -> list[Said]:
    return [
        *_body(said),
        ("职业和等级", _occupations(said)),
        ("有效期至", _day(said.get("valid_until"))),
        ("同时报送", "报送时取登记的住所和法定代表人"),
    ]


def _plan(said: Mapping[str, Any]) -> list[Said]:
    return [
        *_body(said),
        ("评价计划", str(said.get("plan") or "")),
        ("职业和等级", _occupation(said.get("occupation", {}))),
        ("开始日期", _day(said.get("starts_on"))),
        ("结束日期", _day(said.get("ends_on"))),
        ("计划人数", f"{said['expected']}人" if said.get("expected") else ""),
    ]


def _people(said: Mapping[str, Any]) -> list[Said]:
    return [
        ("机构", str(said.get("body") or "")),
        ("证书编号", str(said.get("certificate") or "")),
        ("人数", f"{said['people']}人" if said.get("people") else ""),
        ("个人信息", "姓名、证件号码等只在报送时取出，不在本页显示"),
    ]


def _ending(said: Mapping[str, Any]) -> list[Said]:
    return [
        *_body(said),
        ("终止情形", str(said.get("state") or "")),
        ("终止日期", _day(said.get("ended_on"))),
        ("依据", str(said.get("article") or "")),
    ]


CONTENTS: Mapping[str, Callable[[Mapping[str, Any]], list[Said]]] = {
    Report.FILINGS: _filing,
    Report.PLANS: _plan,
    Report.RESULTS: _people,
    Report.CERTIFICATES: _people,
    Report.ENDINGS: _ending,
}
"""What the content of a report says, by its kind; an empty answer is left out."""
DETAILS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    Report.FILINGS: lambda said: (
        f"{len(said.get('occupations', ()))}个职业" if said.get("occupations") else ""
    ),
    Report.PLANS: lambda said: _occupation(said.get("occupation", {})),
    Report.RESULTS: lambda said: f"{said['people']}人" if said.get("people") else "",
    Report.CERTIFICATES: lambda said: f"{said['people']}本" if said.get("people") else "一本证书的变动",
    Report.ENDINGS: lambda said: str(said.get("state") or ""),
}
"""A few words more in a list, by the kind of report."""


def _links(request: Request, post: Post) -> list[Said]:
    """What the report belongs to, as far as the post may see it."""
    found = [LINKS[key](said, post) for key, said in _named(request).items() if said]
    return [each for each in found if each]


def _named(request: Request) -> dict[str, str]:
    """What a report names: its case, release, certificate, plan and filing.

    That of a batch has its plan where others have their filing: it is what the case is about.
    """
    said = request.payload
    what, _, rest = request.about.partition(":")
    batch = request.kind == Report.RESULTS
    return {
        "case": rest.partition(":")[0] if what == "case" else "",
        "release": str(said.get("release") or ""),
        "certificate": str(said.get("certificate") or ""),
        "plan": str(said.get("filing" if batch else "plan") or ""),
        "filing": "" if batch else str(said.get("filing") or ""),
    }


def _to_case(said: str, post: Post) -> Said | None:
    case = cases_within(post).filter(pk=said).first()
    return (f"办件 {case.number}", reverse("office:case", args=[case.token])) if case else None


def _to_release(said: str, post: Post) -> Said | None:
    release = release_for(post, UUID(said))
    return ("这一批证书", reverse("certificates:release", args=[release.token])) if release else None


def _to_certificate(said: str, post: Post) -> Said | None:
    found = certificate_for(post, said)
    return (f"证书 {said}", reverse("certificates:certificate", args=[said])) if found else None


def _to_plan(said: str, post: Post) -> Said | None:
    plan = plans_within(post).filter(number=said).first()
    return (f"评价计划 {said}", reverse("office:plan", args=[plan.token])) if plan else None


def _to_filing(said: str, post: Post) -> Said | None:
    found = filing_by_number(said, clock.today())
    mine = found is not None and found.authority_id == post.organisation_id
    return (f"备案 {said}", reverse("registry:filing", args=[said])) if mine else None


LINKS: Mapping[str, Callable[[str, Post], Said | None]] = {
    "case": _to_case,
    "release": _to_release,
    "certificate": _to_certificate,
    "plan": _to_plan,
    "filing": _to_filing,
}
"""Where one reads on, by what a report names."""


def _refused(request: Request) -> list[Refused]:
    """The rows that the network did not take, each in words."""
    rows = (request.answer or {}).get("declined", ())
    known = masked_of([each["row"] for each in rows]) if request.kind == Report.RESULTS else {}
    return [_one_refused(each, known) for each in rows]


def _one_refused(said: Mapping[str, str], known: Mapping[str, tuple[int, str]]) -> Refused:
    row, reason = said["row"], said.get("reason") or "没有说明原因"
    if row in known:
        ordinal, masked = known[row]
        return Refused(f"名册第{ordinal}号 {masked}", "", reason)
    return Refused(row, reverse("certificates:certificate", args=[row]) if row.isalnum() else "", reason)
