"""Runs the `main()` of every module in this folder, or of those named: `python -m bench [name …]`."""

import os
import pkgutil
import sys
from importlib import import_module

import django

import bench


def main(names: list[str]) -> None:
    """Runs one benchmark after the other; each prints its own figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengji.config.settings")
    django.setup()
    there = [
        module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_")
    ]
    unknown = sorted(set(names) - set(there))
    if unknown:
        sys.exit(f"No benchmark is called {', '.join(unknown)}; there are: {', '.join(there)}.")
    for name in names or there:
        print(f"== {name}", flush=True)
        import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
