"""Words for files (文件用语): the types that are taken, and the classes by which they are kept."""

from django.db.models import TextChoices


class MediaType(TextChoices):
    """A type of file that is taken (可收的文件类型), told by its content."""

    PDF = "application/pdf", "PDF 文件"
    PNG = "image/png", "PNG 图片"
    JPEG = "image/jpeg", "JPG 图片"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word 文档"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel 表格"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint 演示文稿"

    @property
    def extensions(self) -> tuple[str, ...]:
        """The endings that such a file's name may have, the usual one first."""
        return (".jpg", ".jpeg") if self is MediaType.JPEG else (f".{self.name.lower()}",)


class Retention(TextChoices):
    """A class by which files are kept (保管类别); how long each is kept is for the texts to say."""

    FILING_MATERIAL = "filing_material", "备案申请材料"
    REGISTER_MATERIAL = "register_material", "机构资料"
    OBJECTION_MATERIAL = "objection_material", "异议材料"
    COMMENT_MATERIAL = "comment_material", "征求意见材料"
    FINDING_MATERIAL = "finding_material", "核实材料"
    LETTER = "letter", "文书"
    BATCH_MATERIAL = "batch_material", "评价过程资料"
    DISPOSAL_CERTIFICATE = "disposal_certificate", "销毁证明"


class DisposalState(TextChoices):
    """Where a list of what is to be destroyed stands (销毁清册状态)."""

    PROPOSED = "proposed", "待审批"
    APPROVED = "approved", "已批准，待销毁"
    REFUSED = "refused", "未批准"
    CARRIED_OUT = "carried_out", "已销毁"
