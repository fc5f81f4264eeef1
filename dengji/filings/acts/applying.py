"""Filling in and handing in an application (填报与提交申请): every step saved, nothing lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.filings import dossier
from dengji.filings.models import Application, AppliedOccupation, Filing
from dengji.filings.terms import Audience
from dengji.institutions.models import Institution
from dengji.occupations.levels import levels_for
from dengji.occupations.queries import unknown_codes
from dengji.people.models import Post
from dengji.people.queries import place_chain
from dengji.people.terms import BODY_ROLES, Role
from dengji.policy.engine.facts import WrongFact, read_fact
from dengji.policy.engine.terms import Regime, Section, Source
from dengji.policy.engine.vocabulary import Term, term_of
from dengji.policy.queries import governing, pack_of
from dengji.procedure.acts.applying import Request, open_case, submit
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case, Event
from dengji.procedure.queries import round_of
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.procedure.terms import CaseState
from dengji.records.acts import Readable, attach, store
from dengji.records.models import Attachment

LONGEST_WORK_TYPE = 120


class Wanted(NamedTuple):
    """An occupation applied for (申报职业): code, work type, levels, audience."""

    code: str
    work_type: str
    levels: Sequence[str]
    audience: str


def begin(institution: Institution, matter: str, regime: str, *, by: Post, at: datetime) -> Case:
    """开始申请: a draft under the text that governs the body's place today, or a refusal that says why none does."""
    organisation = institution.organisation
    asked = Request(organisation, matter, regime, institution.kind, place=organisation.division_id)
    return _begin(institution, asked, None, by=by, at=at)


def begin_about(filing: Filing, matter: str, *, by: Post, at: datetime) -> Case:
    """就备案提出申请: a draft about one filing of the body, under the text that governs the filing's place today."""
    return _begin(filing.institution, asked_about(filing, matter), filing, by=by, at=at)


def asked_about(filing: Filing, matter: str) -> Request:
    """A matter about a filing, as the procedure is asked for it: by its body, at the filing's own place."""
    body = filing.institution
    return Request(
        body.organisation, matter, filing.regime, body.kind, about=filing.number, place=filing.place
    )


def _begin(
    institution: Institution, asked: Request, filing: Filing | None, *, by: Post, at: datetime
) -> Case:
    if by.organisation_id != institution.pk or by.role not in BODY_ROLES:
        raise NotYours("只有本机构的人员可以为本机构申请。")
    choice = governing(place_chain(asked.place), asked.regime, asked.matter, localdate(at))
    with transaction.atomic():
        case = open_case(asked, choice, by=by, at=at)
        Application.objects.create(case=case, filing=filing, saved_at=at)
    return case


@transaction.atomic
def apply_for(
    case: Case, wanted: Wanted, *, in_place_of: AppliedOccupation | None = None, by: Post, at: datetime
) -> AppliedOccupation:
    """添加申报职业: an occupation or item of the catalogue with levels and audience; pressed twice it stays once.

    The same again with other levels changes the levels; `in_place_of` is a row that it takes the place of. What
    the text does not allow is for its conditions to say.
    """
    application = filling(case, by)
    _ensure_in_catalogue(wanted, case.regime)
    if in_place_of is not None:
        application.occupations.filter(pk=in_place_of.pk).delete()
    row, _ = AppliedOccupation.objects.update_or_create(
        application=application,
        code=wanted.code,
        work_type=wanted.work_type.strip(),
        audience=wanted.audience,
        defaults={"levels": list(wanted.levels)},
    )
    saved(application, "apply_for", wanted._asdict() | {"levels": list(wanted.levels)}, by=by, at=at)
    return row


@transaction.atomic
def drop(case: Case, row_id: int, *, by: Post, at: datetime) -> None:
    """移除申报职业: an occupation is no longer applied for. Twice does no harm."""
    application = filling(case, by)
    row = application.occupations.filter(pk=row_id).first()
    if row is not None:
        row.delete()
        saved(application, "drop", {"code": row.code, "work_type": row.work_type}, by=by, at=at)


@transaction.atomic
def declare(case: Case, values: Mapping[str, Any], *, by: Post, at: datetime) -> None:
    """填写申报事项: the applicant's answers to what the text asks it; keys that the text does not ask are refused."""
    application = filling(case, by)
    pack = pack_of(case.edition_id)
    asked = {name for name, fact in pack.facts.items() if fact.from_ is Source.APPLICANT}
    if strange := values.keys() - asked:
        raise NotAllowed(f"文本没有要求申报：{'、'.join(sorted(strange))}。")
    for name, value in values.items():
        _ensure_answer(term_of(pack, name), value)
    application.declarations = application.declarations | dict(values)
    application.save(update_fields=["declarations"])
    saved(application, "declare", dict(values), by=by, at=at)


@transaction.atomic
def finish_section(case: Case, section: Section, *, done: bool, by: Post, at: datetime) -> None:
    """标记完成: a part of the application counts as finished, or as unfinished again."""
    application = filling(case, by)
    sections = set(application.sections_done) - {section.value}
    application.sections_done = sorted(sections | ({section.value} if done else set()))
    application.save(update_fields=["sections_done"])
    saved(application, "finish_section", {"section": section.value, "done": done}, by=by, at=at)


@transaction.atomic
def sign(case: Case, name: str, *, as_legal_representative: bool, by: Post, at: datetime) -> None:
    """签署承诺: a named person answers for the truth of the material; only the body's head signs for it."""
    application = filling(case, by)
    if by.role != Role.MANAGER:
        raise NotYours("承诺书由机构负责人签署，经办人不能代签。", remedy="请机构负责人登录后签署。")
    if not name.strip():
        raise NotAllowed("请填写承诺人姓名。")
    application.signed_by, application.signed_at = name.strip(), at
    application.signed_as_legal_representative = as_legal_representative
    application.save(update_fields=["signed_by", "signed_at", "signed_as_legal_representative"])
    said = {"name": application.signed_by, "as_legal_representative": as_legal_representative}
    saved(application, "sign", said, by=by, at=at)


@transaction.atomic
def hand_in(case: Case, *, by: Post, at: datetime) -> Event:
    """提交申请: the dossier as it stands is frozen and handed to whoever must take it.

    What is handed in again after a correction is marked as finished, and signed for, anew.
    """
    application = filling(case, by)
    on = localdate(at)
    built = dossier.build(case, on=on)
    if case.round_id is None:
        case.round = round_of(Ground(case, on).subject_with(built), on)
        Case.objects.filter(pk=case.pk, round=None).update(round=case.round)
    event = submit(case, built, by=by, at=at)
    application.sections_done, application.signed_at = [], None
    application.signed_by, application.signed_as_legal_representative = "", False
    application.save()
    return event


@transaction.atomic
def hand_over(
    case: Case, material: str, content: Readable, name: str, *, by: Post, at: datetime
) -> Attachment:
    """上传材料: a file under one of the text's headings; the same file twice stays one."""
    application = filling(case, by)
    asked = pack_of(case.edition_id).documents.get(material)
    if asked is None:
        raise NotAllowed("文本没有要求这份材料。", remedy="请在列出的材料下上传。")
    file = store(content=content, name=name, owner=case.applicant, by=by, at=at, retention=asked.retention)
    attachment = attach(case, material=material, file=file, by=by, at=at)
    Application.objects.filter(pk=application.pk).update(saved_at=at)
    return attachment


def _ensure_in_catalogue(wanted: Wanted, regime: str) -> None:
    """Raises NotAllowed for what no catalogue has, and for levels or an audience that there are not."""
    if unknown := unknown_codes([wanted.code]):
        raise NotAllowed(f"职业目录里没有“{unknown[0]}”。", remedy="请按编码、名称或拼音从目录中选择。")
    strange = [code for code in wanted.levels if code not in {level.code for level in levels_for(regime)}]
    if strange:
        raise NotAllowed(f"{Regime(regime).label}没有“{'、'.join(strange)}”这样的等级。")
    if levels_for(regime) and not wanted.levels:
        raise NotAllowed("请至少选择一个等级。")
    if wanted.audience not in Audience.values:
        raise NotAllowed("请选择评价对象。")
    if len(wanted.work_type.strip()) > LONGEST_WORK_TYPE:
        raise NotAllowed(f"工种名称最多{LONGEST_WORK_TYPE}个字，现有{len(wanted.work_type.strip())}个字。")


def _ensure_answer(term: Term, value: Any) -> None:
    """Raises NotAllowed for an answer of another type than the question's, or outside its choices."""
    try:
        read_fact(term, value, source="")
    except WrongFact as wrong:
        raise NotAllowed(f"“{term.label}”填写得不对，请重新填写。") from wrong
    if term.choices and value is not None and value not in term.choices:
        raise NotAllowed(f"“{term.label}”请从列出的选项中选择。")


def filling(case: Case, by: Post) -> Application:
    """The application, locked, if the post may fill it in now; else raises NotYours or Moved."""
    if by.organisation_id != case.applicant_id or by.role not in BODY_ROLES:
        raise NotYours("只有申请单位的人员可以填写这件申请。")
    held = Application.objects.select_for_update(of=("self",)).select_related("case")
    application = held.get(pk=case.pk)
    if application.case.state not in (CaseState.DRAFT, CaseState.CORRECTING):
        raise Moved("申请已经提交，现在不能再改。", remedy="需要修改的，请等待补正通知或撤回申请。")
    return application


def saved(application: Application, act: str, said: Mapping[str, Any], *, by: Post, at: datetime) -> None:
    """Say when the application was last saved, and on the trail what."""
    Application.objects.filter(pk=application.pk).update(saved_at=at)
    about = ("procedure.Case", application.pk)
    record(act=f"application.{act}", by=by, at=at, about=about, after=dict(said))
