"""备案: the Django application of this room."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """备案."""

    name = "dengji.filings"
    label = "filings"
    verbose_name = "备案"
    default_auto_field = "django.db.models.BigAutoField"
    facts_source = "申请材料"  # where its facts come from, as people say it
