"""评价实施: the Django application of this room."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """评价实施."""

    name = "dengji.evaluations"
    label = "evaluations"
    verbose_name = "评价实施"
    default_auto_field = "django.db.models.BigAutoField"
    facts_source = "评价计划"  # where its facts come from, as people say it
