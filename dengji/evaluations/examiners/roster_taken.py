"""Reads of the sheets that came in for the registers (登记表导入查询): for those who keep them."""

from uuid import UUID

from django.db.models import QuerySet

from dengji.evaluations.examiners.registers import registers_kept
from dengji.evaluations.examiners.roster_sheets import ROSTER
from dengji.evaluations.models.examiners import RosterSheet
from dengji.institutions import mending
from dengji.institutions.mending import LeftOut
from dengji.people.models import Post


def sheets_kept(post: Post) -> QuerySet[RosterSheet]:
    """导入记录: the sheets for the registers that the post keeps, the latest first; the rows left out stay sealed."""
    kept = RosterSheet.objects.filter(authority__in=registers_kept(post))
    return kept.defer("left_out").select_related("authority", "by__person")


def sheet_kept(post: Post, token: UUID) -> RosterSheet | None:
    """One of them by address, or None."""
    found = RosterSheet.objects.filter(authority__in=registers_kept(post), token=token)
    return found.select_related("authority").first()


def left_out(sheet: RosterSheet) -> list[LeftOut]:
    """The rows that a sheet left out, each with everything that is wrong with it."""
    return mending.left_out(sheet.left_out)


def left_out_sheet(sheet: RosterSheet) -> bytes:
    """The same rows as a sheet to mend and send again."""
    return mending.sheet_to_mend(ROSTER.title, sheet.left_out)
