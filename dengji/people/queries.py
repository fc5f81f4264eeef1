"""Where people and authorities stand (机关与人员查询): places, the authority that answers, posts, experts."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import pairwise
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from dengji.people.models import DeclaredRelation, Division, Expert, Feed, Organisation, Post, Posts
from dengji.people.refusals import NoAuthority
from dengji.people.terms import Office, OrganisationKind, Rank, Role
from dengji.prepared import columns, made, rows

COUNTRY = "000000"
RANKS = {
    "ministry": Rank.COUNTRY,
    "province": Rank.PROVINCE,
    "prefecture": Rank.PREFECTURE,
    "county": Rank.COUNTY,
}
"""The rank of the division that an authority of a level (层级) sits in."""


def upwards(code: str) -> tuple[Division, ...]:
    """The division and those above it, up to the country; empty for a code that is not in the table."""
    chain = [made(Division, row) for row in rows(_upwards(), [code])]
    for division, above in pairwise(chain):
        division.parent = above
    return tuple(chain)


@cache
def _upwards() -> str:
    table, named, above = Division._meta.db_table, columns(Division, "d"), columns(Division, "chain")
    return (
        f"WITH RECURSIVE chain AS (SELECT {named}, 0 AS steps FROM {table} d WHERE d.code = %s "  # noqa: S608 - our own names
        f"UNION ALL SELECT {named}, chain.steps + 1 FROM {table} d JOIN chain ON d.code = chain.parent_id) "
        f"SELECT {above} FROM chain ORDER BY chain.steps"
    )


def stem(place: str) -> str:
    """The figures with which every place within a division begins: none for the country, two for a province."""
    if place == COUNTRY:
        return ""
    return place[:2] if place.endswith("0000") else place[:4] if place.endswith("00") else place


def place_chain(code: str) -> tuple[str, ...]:
    """The codes of the division and of those above it, the country last."""
    return tuple(division.code for division in upwards(code))


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of divisions by code; codes that are not in the table are left out."""
    return dict(Division.objects.filter(code__in=set(codes)).values_list("code", "name"))


def place_in_full(code: str) -> str:
    """所在地: the division's name after the names of those above it, without the country's."""
    return "".join(division.name for division in reversed(upwards(code)[:-1]))


def cities_by_province() -> dict[Division, list[Division]]:
    """省级区划及其所辖市级区划: every province with its prefectures, both by code; in one query."""
    found = list(Division.objects.filter(rank__in=(Rank.PROVINCE, Rank.PREFECTURE)))
    provinces = {each.code: each for each in found if each.rank == Rank.PROVINCE}
    return {
        province: [each for each in found if each.parent_id == code] for code, province in provinces.items()
    }


def reached_at(authority: Organisation) -> str:
    """联系电话: what follows an authority's name where people are told to ask there; empty without a number."""
    return f"，电话 {authority.phone}" if authority.phone else ""


def divisions_below(code: str) -> tuple[Division, ...]:
    """The divisions directly below one (下级行政区划), by code."""
    return tuple(Division.objects.filter(parent=code).order_by("code"))


def division_at(code: str, rank: str) -> Division | None:
    """The division itself or the nearest above it that is of the rank; None where there is none.

    Where a province has no prefectures at all (直辖市) it stands in for them; a county directly under a
    province that has some (省直辖县) stands at that rank itself.
    """
    chain = upwards(code)
    for division in chain:
        if division.rank == rank:
            return division
    if rank != Rank.PREFECTURE:
        return None
    province = next((division for division in chain if division.rank == Rank.PROVINCE), None)
    if province is None:
        return None
    if not Division.objects.filter(parent=province, rank=Rank.PREFECTURE).exists():
        return province
    return chain[0] if chain[0].rank == Rank.COUNTY else None


def authority_for(place: str, office: str, level: str, body: Organisation | None = None) -> Organisation:
    """The authority (机关) that answers for a place: its bureau or centre at a level, or the body's overseer.

    `place` is a division's code; `office` bureau, centre or implementing; `level` ministry, province,
    prefecture or county. Raises NoAuthority where there is none.
    """
    if office == Office.IMPLEMENTING:
        return _overseer(body)
    division = division_at(place, RANKS[level])
    named = Office(office).label
    if division is None:
        raise NoAuthority(
            f"行政区划{place}没有{RANKS[level].label}区划，无法确定由哪个{named}办理。",
            remedy="请核对机构所在地的行政区划。",
        )
    found = rows(_authority(), [OrganisationKind.AUTHORITY.value, division.code, office])
    if not found:
        raise NoAuthority(
            f"{division.name}的{named}尚未在本系统登记，无法确定由谁办理。",
            remedy="请联系系统管理员登记该机关。",
        )
    return made(Organisation, found[0])


@cache
def _authority() -> str:
    return (
        f"SELECT {columns(Organisation, 'o')} FROM {Organisation._meta.db_table} o "  # noqa: S608 - our own names
        "WHERE o.kind = %s AND o.division_id = %s AND o.office = %s ORDER BY o.id LIMIT 1"
    )


def _overseer(body: Organisation | None) -> Organisation:
    if body is None or body.overseen_by is None or body.overseen_by.office != Office.IMPLEMENTING:
        raise NoAuthority(
            "该机构没有登记实施部门，无法确定由谁出具意见。",
            remedy="请在机构信息中填写设立该机构的实施部门。",
        )
    return body.overseen_by


def implementing_departments(place: str) -> tuple[Organisation, ...]:
    """The departments other than the HR department (其他实施部门) of a place and of those above it, by name."""
    of_place = Organisation.objects.filter(office=Office.IMPLEMENTING, division__in=place_chain(place))
    return tuple(of_place.order_by("name"))


def posts_of(person_id: int, on: date) -> Posts:
    """The posts (岗位) that a person holds on a day, with their organisations; the oldest first."""
    held = Post.objects.held_on(on).filter(person_id=person_id, person__is_active=True)
    return held.select_related("person", "organisation__division").order_by("from_on", "id")


def holds(post: Post, on: date) -> bool:
    """True if the post is held on that day by somebody whose account is open."""
    return post.person.is_active and post.from_on <= on and (post.until is None or on <= post.until)


def colleagues(organisation: Organisation, on: date, *roles: str) -> Posts:
    """The posts held in an organisation on a day, or those of some roles, with their people."""
    held = Post.objects.held_on(on).filter(organisation=organisation, person__is_active=True)
    chosen = held.filter(role__in=roles) if roles else held
    return chosen.select_related("person", "organisation__division").order_by("role", "person__full_name")


def within(place: str, authority: Organisation) -> bool:
    """True if the place lies in the division of the authority."""
    return authority.division_id in place_chain(place)


def experts_available(authority: Organisation, occupations: Iterable[str], on: date) -> tuple[Expert, ...]:
    """The experts (专家) on an authority's roster that day who know one of the occupations; best fit first.

    An expert's field is an occupation's code or the beginning of one. Without occupations: the whole roster.
    """
    wanted = tuple(occupations)
    roster = Expert.objects.filter(
        post__in=Post.objects.held_on(on).filter(organisation=authority, role=Role.EXPERT),
        post__person__is_active=True,
    )
    related = roster.select_related("post__person", "post__organisation").prefetch_related(
        Prefetch("relations")
    )
    fit = [(_known(expert, wanted), expert.post.person.full_name, expert.pk, expert) for expert in related]
    return tuple(row[3] for row in sorted(fit, key=lambda row: (-row[0], row[1], row[2])) if row[0])


def _known(expert: Expert, wanted: tuple[str, ...]) -> int:
    """How many of the occupations an expert knows; 1 where none is asked for."""
    if not wanted:
        return 1
    return sum(any(code.startswith(field) for field in expert.occupations) for code in wanted)


def demo_accounts_by_place(on: date) -> dict[str, list[Post]]:
    """演示账号，按省级区划: the accounts that the sign-in page of a demo lists, authorities before bodies."""
    posts = sorted(demo_accounts(on), key=lambda post: post.organisation.kind != OrganisationKind.AUTHORITY)
    names = place_names({_province(post) for post in posts})
    grouped: dict[str, list[Post]] = {}
    for post in sorted(posts, key=_province):
        grouped.setdefault(names.get(_province(post), _province(post)), []).append(post)
    return grouped


def _province(post: Post) -> str:
    """The code of the province that a post's organisation lies in."""
    return f"{post.organisation.division_id[:2]}0000"


def demo_accounts(on: date) -> Posts:
    """The accounts that the sign-in page of a demo lists (演示账号): every post held that day, by office."""
    held = Post.objects.held_on(on).filter(person__is_active=True, person__email__endswith="@demo.invalid")
    return held.select_related("person", "organisation").order_by(
        "organisation__division_id", "organisation_id", "id"
    )


def body_named(text: str) -> Organisation | None:
    """The evaluation body of that code or exact name (机构查找)."""
    words = text.strip()
    bodies = Organisation.objects.filter(kind=OrganisationKind.BODY)
    return bodies.filter(uscc=words.upper()).first() or bodies.filter(name=words).first()


def ties_of(post: Post) -> QuerySet[DeclaredRelation]:
    """The ties that an expert declared (已申报的利害关系)."""
    return DeclaredRelation.objects.filter(expert__post=post).select_related("organisation").order_by("-id")


def feed_of(post: Post) -> Feed | None:
    """The private address of a post's calendar (日历订阅地址), where there is one."""
    return Feed.objects.filter(post=post).first()


def post_of_feed(token: UUID, on: date) -> Post | None:
    """The post whose calendar an address shows; None for one that is dead, or a post that is no longer held."""
    found = Feed.objects.select_related("post__person", "post__organisation").filter(token=token).first()
    return found.post if found is not None and holds(found.post, on) else None
