"""Why a file or a document cannot be had (材料不能收、文书不能出): refusals that read as sentences."""

from dengji.procedure.refusals import NotAllowed


class NotTaken(NotAllowed):
    """A file that cannot be taken (文件不能收)."""


class CannotBeSet(NotAllowed):
    """A document that cannot be set as PDF (文书不能排版)."""
