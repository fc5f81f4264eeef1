"""监督管理: the Django application of this room."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """监督管理."""

    name = "dengji.supervision"
    label = "supervision"
    verbose_name = "监督管理"
    default_auto_field = "django.db.models.BigAutoField"
    facts_source = "监督检查记录"  # where its facts come from, as people say it
