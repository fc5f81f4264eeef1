"""The Django application that brings the commands and checks of no single room."""

from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Commands and checks; no tables."""

    name = "dengji.config"
    label = "config"
    verbose_name = "配置"

    def ready(self) -> None:
        """Registers the checks."""
        import_module("dengji.config.checks")
