"""演示: the Django application of this room."""

from importlib import import_module

from django.apps import AppConfig

from dengji import clock


class DemoConfig(AppConfig):
    """演示; its clock is the house's clock while the house is a demonstration."""

    name = "dengji.demo"
    label = "demo"
    verbose_name = "演示"

    def ready(self) -> None:
        """Says how far ahead the clock runs, to whoever asks."""
        clock.set_by(import_module("dengji.demo.queries").days_ahead)
