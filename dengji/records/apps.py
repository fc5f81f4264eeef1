"""材料档案: the Django application of this room."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """材料档案."""

    name = "dengji.records"
    label = "records"
    verbose_name = "材料档案"
    default_auto_field = "django.db.models.BigAutoField"
