"""通知消息: the Django application of this room."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """通知消息. Its label is not its name: Django's own `messages` has that."""

    name = "dengji.messages"
    label = "dengji_messages"
    verbose_name = "通知消息"
    default_auto_field = "django.db.models.BigAutoField"
