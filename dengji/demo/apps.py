"""演示: the Django application of this room."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """演示; no tables."""

    name = "dengji.demo"
    label = "demo"
    verbose_name = "演示"
