"""Archives: kept as long as the text wants, destroyed after that only, by two persons, never while held."""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from dengji.audit.models import Entry
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.records import keeping
from dengji.records.acts import store
from dengji.records.keeping import ItemEntry, Opened
from dengji.records.models import Archive, ArchiveItem, Disposal
from dengji.records.terms import DisposalState, Retention
from tests.cast import AT, Cast, given_cast, given_post
from tests.records.papers import PDF
from tests.road import on_day

OVER = date(2023, 3, 1)
UNTIL = date(2026, 3, 2)
BEFORE, LAST, AFTER = (on_day(UNTIL + timedelta(days=days)) for days in (-1, 0, 1))


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody."""
    return given_cast()


@pytest.fixture
def archive(cast: Cast) -> Archive:
    """An archive of the employer with one thing on paper."""
    body = cast.employer.organisation
    opened = Opened("batch", "FA1", "电工评价批次", body, cast.centre, OVER)
    return keeping.open_archive(opened, [item()], by=None, at=AT)


@pytest.fixture
def staff(cast: Cast) -> Post:
    """Somebody of the body."""
    return given_post(cast.employer.organisation, Role.STAFF, "赵一")


@pytest.fixture
def clerk(cast: Cast) -> Post:
    """Somebody of the supervising centre."""
    return given_post(cast.centre, Role.CLERK, "钱二")


def item(key: str = "papers", until: date = UNTIL) -> ItemEntry:
    """A thing to be kept."""
    return ItemEntry(key, "papers", "试卷", "paper", "第十七条（纸质）", until)


def proposed(archive: Archive, staff: Post, *, at: datetime = AFTER) -> Disposal:
    """A list with everything of the archive on it."""
    return keeping.propose_disposal(list(archive.items.all()), "保管期满", by=staff, at=at)


@pytest.mark.row("TJ21-17")
@pytest.mark.parametrize(("at", "may"), [(BEFORE, False), (LAST, False), (AFTER, True)])
def test_nothing_is_proposed_before_its_term_is_over(
    archive: Archive, staff: Post, at: datetime, may: bool
) -> None:
    """The day before and the last day: refused with the day and the article; the day after: taken."""
    if may:
        assert proposed(archive, staff, at=at).items.count() == 1
        return
    with pytest.raises(NotAllowed, match="保管到2026年3月2日") as refused:
        proposed(archive, staff, at=at)
    assert refused.value.article == "第十七条（纸质）"


@pytest.mark.row("TJ21-17")
def test_destroying_takes_two_persons_and_leaves_a_certificate(
    archive: Archive, staff: Post, clerk: Post
) -> None:
    """Proposed by the body, approved by the centre, carried out, certified, on the trail."""
    disposal = proposed(archive, staff)
    with pytest.raises(Moved, match="待审批"):
        keeping.carry_out(disposal, "碎纸", "孙三、李四", by=staff, at=AFTER)
    keeping.approve_disposal(disposal, "", by=clerk, at=AFTER)
    keeping.carry_out(disposal, "碎纸", "孙三、李四", by=staff, at=AFTER)
    kept = archive.items.get()
    assert (disposal.state, kept.disposed_on) == (DisposalState.CARRIED_OUT, AFTER.date())
    assert disposal.certificate is not None
    assert disposal.certificate.retention == Retention.DISPOSAL_CERTIFICATE
    assert list(Entry.objects.filter(act__startswith="disposal").values_list("act", flat=True)) == [
        "disposal.propose",
        "disposal.approved",
        "disposal.carry_out",
    ]
    with pytest.raises(Moved, match="已销毁"):
        keeping.carry_out(disposal, "碎纸", "孙三、李四", by=staff, at=AFTER)


def test_only_the_supervising_centre_decides(archive: Archive, staff: Post, cast: Cast) -> None:
    """Not the body, not another centre."""
    disposal = proposed(archive, staff)
    for post in (staff, given_post(cast.other_centre, Role.CLERK)):
        with pytest.raises(NotYours, match="审批"):
            keeping.approve_disposal(disposal, "", by=post, at=AFTER)


def test_whoever_proposed_does_not_approve(cast: Cast) -> None:
    """Also where the centre keeps the archive itself: another of its people must agree."""
    opened = Opened("batch", "FA2", "接管的批次", cast.centre, cast.centre, OVER)
    archive = keeping.open_archive(opened, [item()], by=None, at=AT)
    first, second = given_post(cast.centre, Role.CLERK, "甲"), given_post(cast.centre, Role.CLERK, "乙")
    disposal = proposed(archive, first)
    with pytest.raises(NotYours, match="另一位"):
        keeping.approve_disposal(disposal, "", by=first, at=AFTER)
    keeping.approve_disposal(disposal, "", by=second, at=AFTER)
    assert disposal.state == DisposalState.APPROVED


def test_a_refused_list_may_be_proposed_again(archive: Archive, staff: Post, clerk: Post) -> None:
    """With a reason; the things are free again."""
    disposal = proposed(archive, staff)
    with pytest.raises(NotAllowed, match="已经列入其他销毁清册"):
        proposed(archive, staff)
    keeping.refuse_disposal(disposal, "还有投诉没有办结", by=clerk, at=AFTER)
    assert proposed(archive, staff).pk != disposal.pk


@pytest.mark.row("TJ21-17")
def test_a_hold_stops_everything_until_it_is_lifted(archive: Archive, staff: Post, clerk: Post) -> None:
    """A list that was on its way falls; afterwards it begins anew."""
    disposal = proposed(archive, staff)
    keeping.approve_disposal(disposal, "", by=clerk, at=AFTER)
    standing = keeping.hold(archive, "举报正在调查", by=clerk, at=AFTER)
    with pytest.raises(NotAllowed, match="都已停止销毁"):
        keeping.carry_out(disposal, "碎纸", "孙三、李四", by=staff, at=AFTER)
    with pytest.raises(NotAllowed, match="举报正在调查"):
        proposed(archive, staff)
    with pytest.raises(NotAllowed, match="已经停止销毁"):
        keeping.hold(archive, "再次", by=clerk, at=AFTER)
    with pytest.raises(NotYours):
        keeping.lift(standing, "查完了", by=staff, at=AFTER)
    keeping.lift(standing, "查完了", by=clerk, at=AFTER)
    with pytest.raises(Moved):
        keeping.lift(standing, "再次", by=clerk, at=AFTER)
    assert proposed(archive, staff).items.count() == 1


@pytest.mark.row("TJ21-17")
def test_the_database_itself_keeps_what_must_be_kept(archive: Archive, clerk: Post) -> None:
    """By hand, nothing is taken out, shortened, or destroyed early or while it is held."""
    rows = ArchiveItem.objects.filter(archive=archive)
    _refused("archive_item_no_delete", rows.delete)
    _refused("archive_item_not_shorter", lambda: rows.update(kept_until=UNTIL - timedelta(days=1)))
    _refused("archive_item_not_destroyed_early", lambda: rows.update(disposed_on=UNTIL))
    keeping.hold(archive, "调查", by=clerk, at=AFTER)
    _refused("archive_item_not_while_held", lambda: rows.update(disposed_on=AFTER.date()))


def _refused(name: str, deed: object) -> None:
    assert callable(deed)
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        deed()
    assert connection.is_usable()


def test_a_destroyed_file_is_gone_unless_it_is_kept_elsewhere(
    cast: Cast, staff: Post, clerk: Post, django_capture_on_commit_callbacks: object
) -> None:
    """The content, not the row that says what it was."""
    assert callable(django_capture_on_commit_callbacks)
    body = cast.employer.organisation
    file = store(content=BytesIO(PDF), name="答卷.pdf", owner=body, by=staff, at=AT, retention="papers")
    path = Path(settings.MEDIA_ROOT, file.path)
    entries = [ItemEntry("a", "papers", "答卷", "electronic", "第十七条", UNTIL, file=file)]
    later = [ItemEntry("b", "papers", "答卷", "electronic", "第十七条", AFTER.date(), file=file)]
    for subject, items in (("FA3", entries), ("FA4", later)):
        opened = Opened("batch", subject, subject, body, cast.centre, OVER)
        keeping.open_archive(opened, items, by=None, at=AT)
    for subject, at, there in (("FA3", AFTER, True), ("FA4", AFTER + timedelta(days=1), False)):
        disposal = proposed(Archive.objects.get(subject=subject), staff, at=at)
        keeping.approve_disposal(disposal, "", by=clerk, at=at)
        with django_capture_on_commit_callbacks(execute=True):
            keeping.carry_out(disposal, "删除", "孙三、李四", by=staff, at=at)
        assert path.exists() is there


def test_a_thing_gets_its_place_and_quantity(archive: Archive, staff: Post, clerk: Post) -> None:
    """By its keeper only, and on the trail with what was there before."""
    thing = archive.items.get()
    keeping.place(thing, "档案室三号柜", "2盒", by=staff, at=AT)
    assert (thing.kept_at, thing.quantity) == ("档案室三号柜", "2盒")
    with pytest.raises(NotYours):
        keeping.place(thing, "别处", "", by=clerk, at=AT)
    assert Entry.objects.get(act="archive.place").before == {"kept_at": "", "quantity": ""}


def test_an_archive_opened_twice_gets_only_what_is_new(archive: Archive, cast: Cast) -> None:
    """The same subject is one archive."""
    opened = Opened("batch", "FA1", "电工评价批次", cast.employer.organisation, cast.centre, OVER)
    again = keeping.open_archive(opened, [item(), item("scores")], by=None, at=AT)
    assert (again.pk, again.items.count()) == (archive.pk, 2)
