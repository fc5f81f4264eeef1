"""政策文本: the Django application of this room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PolicyConfig(AppConfig):
    """政策文本."""

    name = "dengji.policy"
    label = "policy"
    verbose_name = "政策文本"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every room register the facts that it answers and the effects that it has."""
        autodiscover_modules("facts", "effects")
