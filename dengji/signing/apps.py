"""签名: the Django application of this room."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """签名."""

    name = "dengji.signing"
    label = "signing"
    verbose_name = "签名"
    default_auto_field = "django.db.models.BigAutoField"
