"""公示公告: the Django application of this room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """公示公告."""

    name = "dengji.notices"
    label = "notices"
    verbose_name = "公示公告"
    default_auto_field = "django.db.models.BigAutoField"
