"""Run a command on a PostgreSQL cluster of its own, which is gone when the command ends.

    python -m tools.temporary_postgresql pytest tests/picture

The command finds the addresses of two empty databases in TOEVLUCHT_DATABASE_URL (the records) and
TOEVLUCHT_KEY_STORE_URL (the keys). The cluster lies in a temporary folder, runs as an unprivileged
user, and listens on a socket in that folder only.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tools.debian_packages import install

PACKAGE = "postgresql"
DEBIAN_FOLDER = Path("/usr/lib/postgresql")
SUPERUSER = "toevlucht"
KEYS = "keys"


def main(command: list[str]) -> int:
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    programs = find_or_install()
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _end_properly)
    with cluster(programs) as addresses:
        return subprocess.run(command, env={**os.environ, **addresses}).returncode


def find_programs() -> Path | None:
    """The folder with ``initdb`` and ``pg_ctl``: the newest of Debian's, else that on the path."""
    versions = [path for path in DEBIAN_FOLDER.glob("*/bin") if (path / "initdb").exists()]
    if versions:
        return max(versions, key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def find_or_install() -> Path:
    programs = find_programs()
    if programs:
        return programs
    if os.geteuid() == 0:
        # Debian would start a cluster of its own at once; nobody asked for that one.
        settings = Path("/etc/postgresql-common/createcluster.d")
        settings.mkdir(parents=True, exist_ok=True)
        (settings / "none.conf").write_text("create_main_cluster = false\n", "utf-8")
    install("PostgreSQL", PACKAGE)
    programs = find_programs()
    if not programs:
        raise SystemExit(f"Debian's package {PACKAGE} did not bring initdb")
    return programs


@contextmanager
def cluster(programs: Path) -> Iterator[dict[str, str]]:
    """A running cluster with two empty databases; gives the settings that name them."""
    folder = Path(tempfile.mkdtemp(prefix="toevlucht-pg-"))
    user = _unprivileged_user()
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        _run(
            user,
            programs / "initdb",
            "--pgdata",
            data,
            "--username",
            SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        # No address to listen on: only who can enter the folder can reach the socket in it.
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        _run(
            user,
            programs / "pg_ctl",
            "--pgdata",
            data,
            "--log",
            folder / "log",
            "--options",
            options,
            "--wait",
            "start",
        )
        try:
            folder.chmod(0o711)
            _run(user, programs / "createdb", "-h", folder, "-U", SUPERUSER, KEYS)
            yield {
                "TOEVLUCHT_DATABASE_URL": f"postgresql://{SUPERUSER}@/postgres?host={folder}",
                "TOEVLUCHT_KEY_STORE_URL": f"postgresql://{SUPERUSER}@/{KEYS}?host={folder}",
            }
        finally:
            _run(user, programs / "pg_ctl", "--pgdata", data, "--mode=immediate", "--wait", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> str | None:
    """Whom to become: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise SystemExit("there is no unprivileged user to run PostgreSQL as")


def _run(user: str | None, *command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, user=user, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{words[0]} failed:\n{done.stdout}{done.stderr}")


def _end_properly(number: int, frame: FrameType | None) -> None:
    """Let the cluster be stopped and removed when somebody ends us."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
