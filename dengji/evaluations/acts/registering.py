"""The register of examiners and quality supervisors (考评员、质量督导员登记): entered, changed, taken out, linked."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.examiners.roster_entries import PersonEntry, faults_of
from dengji.evaluations.models.examiners import RegisteredPerson, RegisteredQualification
from dengji.evaluations.terms import Registered
from dengji.institutions.codes import masked, plain_code
from dengji.institutions.identities import identity_of
from dengji.people.acts.posts import open_post
from dengji.people.models import Organisation, Person, Post
from dengji.people.queries import within
from dengji.people.terms import Office, Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.procedure.refusals import within as text_within
from dengji.records.acts import store_sealed
from dengji.records.models import StoredFile
from dengji.records.refusals import NotTaken
from dengji.records.terms import MediaType, Retention
from dengji.sealing.seals import opened, sealed

MOST_OF_A_PHOTO = 200 * 1024
PICTURES = frozenset({MediaType.JPEG, MediaType.PNG})
ROLES = {Registered.EXAMINER: Role.EXAMINER, Registered.SUPERVISOR: Role.SUPERVISOR}


@transaction.atomic
def register(authority: Organisation, entry: PersonEntry, *, by: Post, at: datetime) -> RegisteredPerson:
    """登记: somebody stands in the register; whoever was taken out stands there again. Raises NotAllowed, NotYours."""
    ensure_keeper(authority, by)
    ensure_sound(entry)
    made = written(authority, entry)
    there = _there(authority, made)
    if there is not None and there.removed_on is None:
        if _same(there, entry):
            return there
        raise NotAllowed(
            f"{there.name}已经作为{there.get_kind_display()}登记，证卡编号{there.number}。",
            remedy="内容有变化的，请打开这个人的登记修改。",
        )
    if there is not None:
        _take_over(made, there)
    _saved(made, entry)
    _record("register", made, on_record(made, entry), by=by, at=at)
    return made


@transaction.atomic
def change(person: RegisteredPerson, entry: PersonEntry, *, by: Post, at: datetime) -> None:
    """变更登记: everything but who it is and as what; the qualifications are those named from now on."""
    ensure_keeper(person.authority, by)
    fresh = _standing(person)
    ensure_sound(entry)
    if entry.kind != fresh.kind or identity_of(entry.identity_number) != fresh.identity:
        raise NotAllowed("登记类别和身份证号不能修改。", remedy="登记错了人的，请移出后重新登记。")
    if _same(fresh, entry):
        return
    made = written(person.authority, entry)
    _take_over(made, fresh)
    _saved(made, entry)
    _record("change", made, on_record(made, entry), by=by, at=at)


@transaction.atomic
def remove(person: RegisteredPerson, because: str, *, by: Post, at: datetime) -> None:
    """移出登记: from today on the person may not act; what he did before stays. Twice does no harm."""
    ensure_keeper(person.authority, by)
    fresh = RegisteredPerson.objects.select_for_update().get(pk=person.pk)
    if fresh.removed_on is not None:
        return
    fresh.removed_on = localdate(at)
    fresh.removed_because = text_within(because, 300, please="请写明移出的理由")
    fresh.save(update_fields=["removed_on", "removed_because"])
    _record("remove", fresh, {"because": fresh.removed_because}, by=by, at=at)


@transaction.atomic
def link(person: RegisteredPerson, account: Person, *, by: Post, at: datetime) -> Post:
    """关联账号: the account's post as examiner or supervisor at the authority; an administrator opens one."""
    ensure_keeper(person.authority, by)
    fresh = _standing(person)
    role = ROLES[Registered(fresh.kind)]
    held = Post.objects.held_on(localdate(at)).filter(person=account, organisation=fresh.authority, role=role)
    post = held.first()
    if post is None:
        if by.role != Role.ADMINISTRATOR:
            raise NotAllowed(
                f"账号{account.username}在{fresh.authority}没有“{role.label}”岗位。",
                remedy="请管理员先设岗。",
            )
        post = open_post(account, fresh.authority, role, from_on=localdate(at), by=by, at=at)
    if fresh.post_id == post.pk:
        return post
    if RegisteredPerson.objects.filter(post=post).exists():
        raise NotAllowed(f"账号{account.username}已经关联了另一个人。", remedy="请核对登录名。")
    fresh.post = post
    fresh.save(update_fields=["post"])
    _record("link", fresh, {"post": post.pk}, by=by, at=at)
    return post


@transaction.atomic
def put_photo(person: RegisteredPerson, content: bytes, name: str, *, by: Post, at: datetime) -> StoredFile:
    """上传照片: a small JPG or PNG picture for the badge, told by its content. Raises NotAllowed, NotTaken."""
    ensure_keeper(person.authority, by)
    fresh = _standing(person)
    if len(content) > MOST_OF_A_PHOTO:
        raise NotAllowed(f"照片超过{MOST_OF_A_PHOTO // 1024}KB。", remedy="请缩小以后再上传。")
    retention = Retention.REGISTER_MATERIAL
    file = store_sealed(
        content=BytesIO(content), name=name, owner=person.authority, by=by, at=at, retention=retention
    )
    if file.media_type not in PICTURES:
        raise NotTaken("照片应为图片", remedy="请上传JPG或者PNG格式的照片")
    fresh.photo = file
    fresh.save(update_fields=["photo"])
    _record("put_photo", fresh, {"sha256": file.sha256}, by=by, at=at)
    return file


@transaction.atomic
def open_identity(person: RegisteredPerson, *, by: Post, at: datetime) -> str:
    """查看身份证号: for whoever keeps the register; that it was opened stands on the trail."""
    ensure_keeper(person.authority, by)
    _record("open_identity", person, {"number": person.number}, by=by, at=at)
    return opened(bytes(person.sealed))["number"]


def unchanged_identity(person: RegisteredPerson) -> str:
    """The number as it is sealed, for an entry that changes something else; it is shown to nobody."""
    return opened(bytes(person.sealed))["number"]


def ensure_keeper(authority: Organisation, by: Post) -> None:
    """Raises NotYours for whoever does not keep the register: its centre's clerks, and the place's administrators."""
    clerk = by.role == Role.CLERK and by.organisation_id == authority.pk
    administrator = by.role == Role.ADMINISTRATOR and within(authority.division_id, by.organisation)
    if authority.office != Office.CENTRE or not (clerk or administrator):
        raise NotYours(
            f"考评员、质量督导员由鉴定中心登记，{by.organisation}的{by.get_role_display()}不办理。"
        )


def ensure_sound(entry: PersonEntry) -> None:
    """Raises NotAllowed with everything that is wrong with what was typed."""
    if wrong := faults_of(entry):
        raise NotAllowed(
            "登记内容有误。", facts=[f"{each.field}：{each.says.rstrip('。')}" for each in wrong]
        )


def written(authority: Organisation, entry: PersonEntry) -> RegisteredPerson:
    """The person's row, sealed, not saved."""
    number = plain_code(entry.identity_number)
    return RegisteredPerson(
        authority=authority,
        kind=entry.kind,
        number=entry.number.strip(),
        name=entry.name.strip(),
        identity=identity_of(number),
        sealed=sealed({"number": number}),
        masked=masked(number),
        employer=entry.employer.strip(),
        employer_uscc=plain_code(entry.employer_uscc),
        engagement=entry.engagement,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
    )


def held_rows(person: RegisteredPerson, entry: PersonEntry) -> list[RegisteredQualification]:
    """The qualifications' rows, each once, not saved."""
    wanted = {(each.occupation, each.level, each.title_level): each for each in entry.held}
    return [
        RegisteredQualification(
            person=person,
            occupation=each.occupation,
            level=each.level,
            title_level=each.title_level,
            number=each.number.strip(),
        )
        for each in wanted.values()
    ]


def on_record(person: RegisteredPerson, entry: PersonEntry) -> dict[str, Any]:
    """What stands on the trail of a person: nothing by which the identity number could be known."""
    return {
        "kind": person.kind,
        "number": person.number,
        "name": person.name,
        "valid_from": person.valid_from,
        "valid_until": person.valid_until,
        "held": [f"{each.occupation} {each.level or each.title_level}" for each in entry.held],
    }


def _take_over(made: RegisteredPerson, there: RegisteredPerson) -> None:
    """The row that stands there already, with its address, account and photo."""
    made.pk, made.token = there.pk, there.token
    made.post_id, made.photo_id = there.post_id, there.photo_id


def _there(authority: Organisation, made: RegisteredPerson) -> RegisteredPerson | None:
    found = RegisteredPerson.objects.select_for_update().filter(authority=authority, kind=made.kind)
    return found.filter(identity=made.identity).first()


def _standing(person: RegisteredPerson) -> RegisteredPerson:
    fresh = RegisteredPerson.objects.select_for_update().get(pk=person.pk)
    if fresh.removed_on is not None:
        raise Moved(f"{fresh.name}已经移出登记。", remedy="需要恢复的，请重新登记。")
    return fresh


def _same(person: RegisteredPerson, entry: PersonEntry) -> bool:
    """Whether the register says all that already."""
    made = written(person.authority, entry)
    columns = ("number", "name", "employer", "employer_uscc", "engagement", "valid_from", "valid_until")
    if any(getattr(made, name) != getattr(person, name) for name in columns):
        return False
    stands = {
        (each.occupation, each.level, each.title_level, each.number) for each in person.qualifications.all()
    }
    wanted = held_rows(person, entry)
    return stands == {(each.occupation, each.level, each.title_level, each.number) for each in wanted}


def _saved(made: RegisteredPerson, entry: PersonEntry) -> None:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as taken:
        raise NotAllowed(f"证卡编号“{made.number}”已经登记给别人。", remedy="请核对证卡编号。") from taken
    made.qualifications.all().delete()
    RegisteredQualification.objects.bulk_create(held_rows(made, entry))


def _record(act: str, person: RegisteredPerson, said: dict[str, Any], *, by: Post, at: datetime) -> None:
    about = ("evaluations.RegisteredPerson", person.pk)
    record(act=f"roster.{act}", by=by, at=at, about=about, after=said)
