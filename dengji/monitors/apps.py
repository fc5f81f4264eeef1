"""自动处理: the Django application of this room."""

from django.apps import AppConfig


class MonitorsConfig(AppConfig):
    """自动处理."""

    name = "dengji.monitors"
    label = "monitors"
    verbose_name = "自动处理"
    default_auto_field = "django.db.models.BigAutoField"
