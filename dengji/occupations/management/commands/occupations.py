"""`dengji occupations load`: takes the catalogue of occupations from data/, or another folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dengji import clock
from dengji.occupations.acts import load_catalogue
from dengji.people.refusals import Refused


class Command(BaseCommand):
    """Loads the catalogue."""

    help = "Loads the catalogue of occupations; writes only what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and from which folder."""
        parser.add_argument("what", choices=["load"])
        parser.add_argument("--from", dest="folder", type=Path, default=settings.BASE_DIR / "data")

    @clock.as_set()
    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with a sentence where a file is missing or wrong."""
        try:
            loaded = load_catalogue(options["folder"], by=None, at=clock.now())
        except (Refused, OSError, UnicodeError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(
            f"written: {loaded.occupations} occupations, {loaded.work_types} work types, "
            f"{loaded.standards} standards, {loaded.special_items} special-ability items"
        )
