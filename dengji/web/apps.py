"""网页: the Django application of this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """网页."""

    name = "dengji.web"
    label = "web"
    verbose_name = "网页"
    default_auto_field = "django.db.models.BigAutoField"
