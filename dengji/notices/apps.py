"""公示公告: the Django application of this room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """公示公告."""

    name = "dengji.notices"
    label = "notices"
    verbose_name = "公示公告"
    default_auto_field = "django.db.models.BigAutoField"
    facts_source = "公示和异议记录"  # where its facts come from, as people say it
