"""Taking sheets of reports out (取出报送文件): made from what waits, taken as often as needed, given up.

A report in a file counts as sent, with the file's number for its receipt; what is personal is put in when the sheet is
taken, and the sheet is kept nowhere. Every time it is taken is on the trail.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from dengji.audit.acts import Post, record
from dengji.exchange.clients import by_files
from dengji.exchange.files.columns import ColumnMap, WrongColumns, column_map
from dengji.exchange.files.making import NotWritable, Written, workbook, written
from dengji.exchange.files.models import FileSeries, ReportFile, ReportInFile
from dengji.exchange.files.refusals import NotCarried
from dengji.exchange.models import Request
from dengji.exchange.queries import IN_ORDER
from dengji.exchange.terms import Register, Report, State

BY_ROWS = "rows"
KEPT_BACK = "没有列入报送文件："
EARLIER = "同一备案有更早的内容还没有报送，请先报送那一件"


@dataclass(frozen=True, slots=True)
class Taken:
    """A sheet as it is taken out (取出的文件): its bytes, and the reports that say something else than last time."""

    content: bytes
    changed: Sequence[Request]


def take_out(kind: str, *, by: Post, at: datetime) -> ReportFile:
    """生成报送文件: the waiting reports of a kind, the oldest first, as many as a sheet may hold.

    A report that the columns cannot take stays behind with the reason, and so does one about a filing of which
    something earlier is still to be reported: what was said last must arrive last.
    Raises NotCarried where nothing is left.
    """
    columns = usable_columns(kind)
    with transaction.atomic():
        file, waited = _made(kind, columns, by=by, at=at)
    if file is not None:
        return file
    if waited:
        raise NotCarried(
            f"待报送的{waited}件都不能列入文件。", remedy="请逐件打开，按写明的原因处理后再生成。"
        )
    raise NotCarried(
        "现在没有待报送的内容。", remedy="刚才可能已经由您或同事生成了文件，请在报送文件里查看。"
    )


def _made(kind: str, columns: ColumnMap, *, by: Post, at: datetime) -> tuple[ReportFile | None, int]:
    """The new file, on record, and how many reports waited; no file where none of them can be written."""
    waiting = list(_waiting(by.organisation.pk, kind).select_for_update())
    number = _next_number(by, at) if waiting else ""
    made = _written(waiting, number, columns)
    if not made:
        _give_back(number)
        return None, len(waiting)
    rows = sum(len(each.rows) for _, each in made)
    file = ReportFile.objects.create(
        number=number,
        sender=by.organisation.pk,
        kind=kind,
        made_at=at,
        made_by=by.person.full_name,
        rows=rows,
    )
    _put_in(file, made, keep_keys=columns.kinds[Report(kind)].answered == BY_ROWS)
    sent = Request.objects.filter(pk__in=[request.pk for request, _ in made], state=State.WAITING)
    sent.update(state=State.SENT, sent_at=at, receipt=number, attempts=F("attempts") + 1, fault="")
    said = {"number": number, "kind": kind, "reports": len(made), "rows": rows}
    record(act="report_file.make", by=by, at=at, about=("exchange.ReportFile", file.pk), after=said)
    return file, len(waiting)


def _put_in(file: ReportFile, made: Sequence[tuple[Request, Written]], *, keep_keys: bool) -> None:
    """Keeps what is in the file, and in which place."""
    ReportInFile.objects.bulk_create(
        ReportInFile(
            file=file,
            request=request,
            ordinal=ordinal,
            rows=len(each.rows),
            keys=each.keys if keep_keys else [],
            digest=each.digest,
        )
        for ordinal, (request, each) in enumerate(made, 1)
    )


@transaction.atomic
def take_again(file: ReportFile, *, by: Post, at: datetime, as_it_is: bool = False) -> Taken:
    """取出报送文件: its sheet, made anew; on the trail with its rows and its digest.

    Where the content is another than the last time, the sheet is given only to whoever wants it `as_it_is` now.
    Raises NotCarried for a file that was given up or is answered, or whose reports cannot be written any more.
    """
    held = ReportFile.objects.select_for_update().get(pk=file.pk)
    ensure_open(held)
    columns = usable_columns(held.kind)
    inside = list(held.reports.select_related("request"))
    if all(each.request.state == State.ANSWERED for each in inside):
        raise NotCarried("这份文件已经全部得到答复，不需要再取。")
    made = [(each, _again(each, held.number, columns)) for each in inside]
    changed = [each.request for each, now in made if each.digest != now.digest]
    if changed and not as_it_is:
        return Taken(b"", changed)
    sheet = columns.kinds[Report(held.kind)]
    heads = [each.title for each in sheet.columns]
    rows = [row for _, now in made for row in now.rows]
    content = workbook(sheet.sheet, heads, rows, made_at=held.made_at)
    _noted(held, made, content, by=by, at=at)
    return Taken(content, changed)


@transaction.atomic
def give_up(file: ReportFile, because: str, *, by: Post, at: datetime) -> int:
    """作废报送文件: never handed in, or turned back as a whole; what has no answer waits again. How many reports."""
    held = ReportFile.objects.select_for_update().get(pk=file.pk)
    ensure_open(held)
    if not because.strip():
        raise NotCarried("请写明作废的原因。")
    if held.reports.exclude(heard={}).exists():
        raise NotCarried(
            "这份文件已经收到一部分结果，不能作废。", remedy="请等对方答复其余的行，再把结果表放回来。"
        )
    back = Request.objects.filter(in_files__file=held, state=State.SENT, receipt=held.number)
    again = back.update(state=State.WAITING, sent_at=None, receipt="", next_try_at=at)
    if not again:
        raise NotCarried("这份文件已经全部得到答复，不能作废。")
    held.given_up_at, held.given_up_because = at, because.strip()[:300]
    held.save(update_fields=["given_up_at", "given_up_because"])
    said = {"number": held.number, "reports": again, "because": held.given_up_because}
    record(act="report_file.give_up", by=by, at=at, about=("exchange.ReportFile", held.pk), after=said)
    return again


def ensure_open(file: ReportFile) -> None:
    """Raises NotCarried for a file that was given up."""
    if file.given_up_at is not None:
        raise NotCarried(f"文件{file.number}已经作废。", remedy="其中的报送已退回待报送，请重新生成文件。")


def usable_columns(kind: str) -> ColumnMap:
    """The column map, if sheets are carried at all and it knows the kind. Raises NotCarried."""
    if not by_files(Register.MINISTRY_NETWORK):
        raise NotCarried("现在不用文件报送。")
    try:
        columns = column_map()
    except (WrongColumns, OSError) as wrong:
        raise NotCarried("报送列对照不能用。", remedy=f"请告诉系统管理员：{wrong}") from wrong
    if kind not in columns.kinds:
        raise NotCarried(f"报送列对照里没有“{Report(kind).label}”。", remedy="请告诉系统管理员补上。")
    return columns


def _waiting(sender: int, kind: str) -> "QuerySet[Request]":
    found = Request.objects.filter(
        register=Register.MINISTRY_NETWORK, state=State.WAITING, sender=sender, kind=kind
    )
    return found.order_by("id")


def _behind(waiting: Sequence[Request]) -> dict[str, int]:
    """The earliest report of another kind that waits, by the filing that it is about."""
    if not waiting or waiting[0].kind not in IN_ORDER:
        return {}
    others = Request.objects.filter(kind__in=IN_ORDER, state=State.WAITING, pk__lt=waiting[-1].pk)
    rows = others.exclude(kind=waiting[0].kind).order_by("-id").values_list("payload__filing", "pk")
    return {filing: pk for filing, pk in rows if filing}


def _written(waiting: Sequence[Request], number: str, columns: ColumnMap) -> list[tuple[Request, Written]]:
    """The reports that fit into the sheet; the reason is put on those that cannot be written."""
    made = list[tuple[Request, Written]]()
    rows, behind = 0, _behind(waiting)
    for request in waiting:
        filing = str(request.payload.get("filing") or "")
        try:
            if behind.get(filing, request.pk) < request.pk:
                raise NotWritable(EARLIER)
            each = written(request, number, len(made) + 1, columns)
        except NotWritable as wrong:
            Request.objects.filter(pk=request.pk).update(fault=f"{KEPT_BACK}{wrong}"[:300])
            if filing and request.kind in IN_ORDER:
                behind.setdefault(filing, request.pk)
            continue
        if made and rows + len(each.rows) > columns.most_rows:
            break
        made.append((request, each))
        rows += len(each.rows)
    return made


def _again(inside: ReportInFile, number: str, columns: ColumnMap) -> Written:
    """A report of a file as it would be written now. Raises NotCarried where its rows are not the same any more."""
    try:
        now = written(inside.request, number, inside.ordinal, columns)
    except NotWritable as wrong:
        raise NotCarried(f"文件里的第{inside.ordinal}件现在写不成表格：{wrong}。") from wrong
    if len(now.rows) != inside.rows or (inside.keys and now.keys != inside.keys):
        raise NotCarried(
            f"文件里的第{inside.ordinal}件，行数或人员与生成时不同。", remedy="请作废这份文件，重新生成。"
        )
    return now


def _noted(
    file: ReportFile, made: Sequence[tuple[ReportInFile, Written]], content: bytes, *, by: Post, at: datetime
) -> None:
    """Puts the taking on record, and what the reports say now."""
    for each, now in made:
        each.digest = now.digest
    ReportInFile.objects.bulk_update([each for each, _ in made], ["digest"], batch_size=500)
    before = {"digest": file.digest}
    file.taken_at, file.taken_by = at, by.person.full_name
    file.digest = hashlib.sha256(content).hexdigest()
    file.save(update_fields=["taken_at", "taken_by", "digest"])
    said = {"number": file.number, "reports": len(made), "rows": file.rows, "digest": file.digest}
    about = ("exchange.ReportFile", file.pk)
    record(act="report_file.take", by=by, at=at, about=about, before=before, after=said)


def _next_number(by: Post, at: datetime) -> str:
    """The next number of the authority's series in the year; the series stays locked until the transaction ends."""
    name = f"{by.organisation.word}报{localdate(at).year}"
    FileSeries.objects.get_or_create(name=name)
    FileSeries.objects.filter(name=name).update(last=F("last") + 1)
    return f"{name}-{FileSeries.objects.values_list('last', flat=True).get(name=name):04}"


def _give_back(number: str) -> None:
    """The number was not used after all; nobody else can have drawn one meanwhile."""
    name, _, serial = number.rpartition("-")
    if name:
        FileSeries.objects.filter(name=name, last=int(serial)).update(last=F("last") - 1)
