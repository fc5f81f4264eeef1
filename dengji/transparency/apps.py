"""公开日志: the Django application of this room."""

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    """公开日志."""

    name = "dengji.transparency"
    label = "transparency"
    verbose_name = "公开日志"
    default_auto_field = "django.db.models.BigAutoField"
