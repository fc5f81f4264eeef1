"""The body itself (机构): registered once under its code, and kept up."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from dengji.audit.acts import record
from dengji.exchange.acts import ask
from dengji.exchange.terms import Register
from dengji.institutions.acts.rows import ensure_keeper, ensure_sound, oversees, told
from dengji.institutions.codes import plain_code
from dengji.institutions.entries import BodyEntry
from dengji.institutions.faults import tidy
from dengji.institutions.models import Institution
from dengji.people.models import Division, Organisation, Post
from dengji.people.spelling import pinyin
from dengji.people.terms import Office, OrganisationKind
from dengji.procedure.refusals import NotAllowed, NotYours

OF_ORGANISATION = ("name", "uscc", "division", "overseen_by")


@transaction.atomic
def register_body(entry: BodyEntry, *, by: Post | None, at: datetime) -> Institution:
    """登记机构: a body gets its place in the registers. The same entry again is the body that there is.

    `by` is an officer over its place, or None: the body itself, signing up, or the operator.
    Raises NotAllowed with every fault, or where another body has the code.
    """
    institution = _filled(Institution(organisation=Organisation(kind=OrganisationKind.BODY)), entry)
    _ensure_place(institution.organisation)
    if by is not None and not oversees(by, institution.organisation):
        raise NotYours("只能登记本辖区内的机构。")
    ensure_sound(institution)
    there = Institution.objects.select_related("organisation").filter(
        organisation__uscc=institution.organisation.uscc
    )
    if (same := there.first()) is not None:
        return _same_or_taken(same, institution)
    _create(institution)
    record(
        act="institutions.register_body", by=by, at=at, about=_about(institution), after=_told(institution)
    )
    return institution


@transaction.atomic
def change_body(institution: Institution, entry: BodyEntry, *, by: Post | None, at: datetime) -> Institution:
    """变更机构信息: write what is told of the body now. Its code and kind stay as they were registered.

    Only an officer over its place changes the place or the affiliation, which decide who is in charge of it.
    """
    ensure_keeper(institution, by, at)
    stands = (
        Institution.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=institution.pk)
    )
    before = _told(stands)
    _filled(stands, entry)
    _ensure_place(stands.organisation)
    _ensure_kept(before, stands, by)
    ensure_sound(stands)
    if _told(stands) != before:
        stands.organisation.save()
        stands.save()
        about = _about(stands)
        record(act="institutions.change_body", by=by, at=at, about=about, before=before, after=_told(stands))
    return stands


@transaction.atomic
def verify(institution: Institution, *, by: Post | None, at: datetime) -> None:
    """核验机构: ask the company and the credit register about the body; the answers come in after commit."""
    ensure_keeper(institution, by, at)
    uscc = institution.organisation.uscc
    if not uscc:
        raise NotAllowed("机构没有登记统一社会信用代码，无法核验。", remedy="请先填写统一社会信用代码。")
    asked = [
        ask(register, about=register_key(institution), payload={"uscc": uscc}, at=at)
        for register in (Register.COMPANY_REGISTER, Register.CREDIT_REGISTER)
    ]
    if any(request.asked_at == at for request in asked):
        record(act="institutions.verify", by=by, at=at, about=_about(institution), after={"uscc": uscc})


def register_key(institution: Institution | int) -> str:
    """What other registers are asked about a body under; the body, or its number."""
    return f"institution/{institution if isinstance(institution, int) else institution.pk}"


def _filled(institution: Institution, entry: BodyEntry) -> Institution:
    """The body with what was typed, made tidy; nothing is written."""
    organisation = institution.organisation
    organisation.name = entry.name.strip()
    organisation.uscc = plain_code(entry.uscc)
    organisation.division_id = entry.division
    organisation.overseen_by = entry.overseen_by
    for field in fields(entry):
        if field.name not in OF_ORGANISATION:
            setattr(institution, field.name, getattr(entry, field.name))
    institution.sort_key = pinyin(organisation.name)[:200]
    tidy(institution)
    return institution


def _ensure_place(organisation: Organisation) -> None:
    code = organisation.division_id
    if not (code.isdecimal() and Division.objects.filter(code=code).exists()):
        raise NotAllowed(
            f"行政区划代码“{code}”不在行政区划表内。",
            remedy="请选择机构登记地所在的区划。",
        )
    overseer = organisation.overseen_by
    if overseer is not None and overseer.office != Office.IMPLEMENTING:
        raise NotAllowed(f"{overseer}不是其他实施部门。", remedy="由人社部门设立的机构不必填写实施部门。")


def _ensure_kept(before: dict[str, Any], after: Institution, by: Post | None) -> None:
    told_now = _told(after)
    if any(before[name] != told_now[name] for name in ("uscc", "kind")):
        raise NotAllowed(
            "统一社会信用代码和机构类型登记后不能修改。",
            remedy="登记有误的，请联系主管机关；换发新证照的，请重新登记。",
        )
    if after.held and by is not None and not oversees(by, after.organisation):
        _ensure_as_filed(before, told_now)
    moved = any(before[name] != told_now[name] for name in ("division_id", "affiliation"))
    if moved and by is not None and not oversees(by, after.organisation):
        raise NotYours("登记地和隶属关系决定由谁办理，只能由主管机关修改。", remedy="请联系主管机关修改。")


def _ensure_as_filed(before: dict[str, Any], after: dict[str, Any]) -> None:
    """What stands in a filing is changed with the filing, not beside it."""
    changed = [label for name, label in FILED.items() if before[name] != after[name]]
    if changed:
        raise NotAllowed(
            f"{'、'.join(changed)}已经备案，不能直接修改。",
            remedy="请在“本机构备案”中对备案申请变更，准予后自动更新。",
        )


FILED = {"name": "机构名称", "registered_address": "注册地址", "legal_representative": "法定代表人"}
"""What of the body itself stands in a filing."""


def _same_or_taken(same: Institution, wanted: Institution) -> Institution:
    wanted.organisation_id = same.organisation_id
    if _told(same) == _told(wanted):
        return same
    raise NotAllowed(
        f"统一社会信用代码{same.organisation.uscc}已登记为“{same}”。",
        remedy="请用已有账号登录，或联系主管机关。",
    )


def _create(institution: Institution) -> None:
    try:
        with transaction.atomic():
            institution.organisation.save()
            institution.organisation_id = institution.organisation.pk
            institution.save(force_insert=True)
    except IntegrityError as taken:
        code = institution.organisation.uscc
        raise NotAllowed(f"统一社会信用代码{code}刚刚已被登记。", remedy="请刷新页面查看。") from taken


def _about(institution: Institution) -> tuple[str, int]:
    return ("institutions.Institution", institution.pk)


def _told(institution: Institution) -> dict[str, Any]:
    organisation = institution.organisation
    own = {"name": organisation.name, "uscc": organisation.uscc, "division_id": organisation.division_id}
    return {**own, "overseen_by_id": organisation.overseen_by_id, **told(institution)}
