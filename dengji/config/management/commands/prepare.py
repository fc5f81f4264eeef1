"""`dengji prepare`: the database, the law, the catalogues and, in a demo, its world, in one process."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Makes a database ready; what is there already is left as it is."""

    help = "Makes the database ready to serve; does nothing where it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs each command that loads something; each says what it did."""
        call_command("migrate", verbosity=0)
        for room in ("law", "divisions", "occupations"):
            call_command(room, "load")
        call_command("keys", "ensure")
        if settings.DENGJI_DEMO:
            call_command("demo", "load", "--if-empty")
