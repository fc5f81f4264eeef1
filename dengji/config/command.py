"""The `dengji` command: `dengji law list`, `dengji audit verify`, `dengji serve` …

Each room brings its commands as Django management commands; this runs them by name. What goes wrong is
said in one sentence on standard error, with exit code 1.
"""

import os
import sys
from collections.abc import Sequence

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, get_commands, load_command_class
from django.db import Error as DatabaseError
from django.db import connections


def main(words: Sequence[str] | None = None) -> None:
    """Runs one command, and ends the process with 0, or with 1 after a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengji.config.settings")
    try:
        django.setup()
        run(list(sys.argv[1:] if words is None else words))
    except (CommandError, ImproperlyConfigured) as wrong:
        end_with(str(wrong).removeprefix("Error: "))
    except DatabaseError as wrong:
        end_with(f"The database does not answer as it should: {wrong}".splitlines()[0])
    except BrokenPipeError:  # the reader of our output has left, as in `dengji law list | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.exit(130)


def run(words: list[str]) -> None:
    """Runs the command that the first word names, with the rest."""
    found = get_commands().items()
    rooms = {name.replace("_", "-"): room for name, room in found if str(room).startswith("dengji.")}
    if not words or words[0] in {"-h", "--help", "help"}:
        print("dengji COMMAND …  (dengji COMMAND --help tells more)\n\n" + "\n".join(sorted(rooms)))
        return
    name, *rest = words
    if name not in rooms:
        raise CommandError(f"There is no command '{name}'; there are: {', '.join(sorted(rooms))}.")
    command = load_command_class(str(rooms[name]), name.replace("-", "_"))
    options = vars(command.create_parser("dengji", name).parse_args(rest))
    try:
        command.execute(*options.pop("args", ()), **options)
        sys.stdout.flush()
    finally:
        connections.close_all()


def end_with(sentence: str) -> None:
    """Says what is wrong and ends with 1."""
    print(sentence, file=sys.stderr)
    sys.exit(1)
