"""信息核验: the Django application of this room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """信息核验."""

    name = "dengji.exchange"
    label = "exchange"
    verbose_name = "信息核验"
    default_auto_field = "django.db.models.BigAutoField"
