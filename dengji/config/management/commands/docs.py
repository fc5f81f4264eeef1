"""`dengji docs`: writes docs/reference/generated anew, or compares it (--check).

A room that has something to show brings a module `reference` with `pages()`: file name → text.
"""

from argparse import ArgumentParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

FOLDER = Path("docs/reference/generated")
NOTE = "<!-- Written by script/docs. Edit what it is made from, not this page. -->\n\n"


class Command(BaseCommand):
    """Writes or compares the generated pages."""

    help = "Writes the generated reference pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether only to compare."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError in --check when a page is missing, stale or left over."""
        folder = settings.BASE_DIR / FOLDER
        wanted = {folder / name: NOTE + text for name, text in pages().items()}
        there = {path: path.read_text(encoding="utf-8") for path in folder.glob("**/*") if path.is_file()}
        stale = [path for path in {**there, **wanted} if there.get(path) != wanted.get(path)]
        if options["check"]:
            if stale:
                names = ", ".join(sorted(path.name for path in stale))
                raise CommandError(f"Stale in {FOLDER}: {names}. Run script/docs.")
            return
        for path in stale:
            write(path, wanted.get(path))


def pages() -> dict[str, str]:
    """Every generated page of every room."""
    found: dict[str, str] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("dengji.") and find_spec(f"{app.name}.reference"):
            found |= import_module(f"{app.name}.reference").pages()
    return found


def write(path: Path, text: str | None) -> None:
    """Writes one page, or takes away one that nothing makes any more (None)."""
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
