"""办理程序: the Django application of this room."""

from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    """办理程序."""

    name = "dengji.procedure"
    label = "procedure"
    verbose_name = "办理程序"
    default_auto_field = "django.db.models.BigAutoField"
    facts_source = "办理记录"  # where its facts come from, as people say it
