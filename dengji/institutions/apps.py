"""评价机构: the Django application of this room."""

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    """评价机构."""

    name = "dengji.institutions"
    label = "institutions"
    verbose_name = "评价机构"
    default_auto_field = "django.db.models.BigAutoField"
    facts_source = "申请材料"  # where its facts come from, as people say it
