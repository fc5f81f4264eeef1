"""信息核验: the Django application of this room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ExchangeConfig(AppConfig):
    """信息核验."""

    name = "dengji.exchange"
    label = "exchange"
    verbose_name = "信息核验"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every room register what it reports upwards."""
        autodiscover_modules("upward")
