"""证书: the Django application of this room."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """证书."""

    name = "dengji.certificates"
    label = "certificates"
    verbose_name = "证书"
    default_auto_field = "django.db.models.BigAutoField"
    facts_source = "证书登记"  # where its facts come from, as people say it
