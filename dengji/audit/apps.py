"""留痕: the Django application of this room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """留痕."""

    name = "dengji.audit"
    label = "audit"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"
