"""人员与机关: the Django application of this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """人员与机关."""

    name = "dengji.people"
    label = "people"
    verbose_name = "人员与机关"
    default_auto_field = "django.db.models.BigAutoField"
