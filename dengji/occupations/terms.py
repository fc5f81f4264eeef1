"""Words for the classification of occupations (职业分类用语)."""

from django.db.models import TextChoices


class ClassRank(TextChoices):
    """How deep a class of the classification lies (层次)."""

    MAJOR = "大类", "大类"
    MIDDLE = "中类", "中类"
    MINOR = "小类", "小类"
    LEAF = "细类", "细类（职业）"


class Mark(TextChoices):
    """How an occupation is evaluated (评价性质)."""

    ACCESS = "access", "准入类"
    SKILL_LEVEL = "skill_level", "水平评价类"
    BOTH = "both", "准入类（部分）及水平评价类"
