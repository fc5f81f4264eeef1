"""职业目录: the Django application of this room."""

from django.apps import AppConfig


class OccupationsConfig(AppConfig):
    """职业目录."""

    name = "dengji.occupations"
    label = "occupations"
    verbose_name = "职业目录"
    default_auto_field = "django.db.models.BigAutoField"
