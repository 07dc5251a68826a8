"""Two machines for the tests of backups: one with an edition on it, and one with nothing."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[3]
SECRET = "what the backups of these tests are sealed with, and nothing else"


@dataclass(frozen=True)
class Machine:
    """A data folder with a database of its own, used through processes as an operator would."""

    folder: Path
    database: str

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        known = {name: value for name, value in os.environ.items() if "TOEVLUCHT" not in name}
        known.pop("DJANGO_SETTINGS_MODULE", None)
        environment = {
            **known,
            "TOEVLUCHT_DATA": str(self.folder),
            "TOEVLUCHT_DATABASE_URL": self.database,
            "TOEVLUCHT_BACKUP_KEY": SECRET,
            "TOEVLUCHT_AUDIT_KEY": "sealed on one machine and verified on the other",
            "PYTHONPATH": str(ROOT),
            **more,
        }
        return subprocess.run(
            [sys.executable, *command], env=environment, capture_output=True, text=True, timeout=300
        )

    def toevlucht(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        start = "from toevlucht.cli import main; main()"
        return self.run("-c", start, *words, **more)

    def script(self, text: str, *words: str) -> Any:
        """The last line that a script prints, as JSON."""
        done = self.run("-c", text, *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def kept(self) -> list[str]:
        """Everything in the data folder but keys and their store, which a start makes."""
        if not self.folder.exists():
            return []
        made = {"keys", "keystore"}
        return sorted(path.name for path in self.folder.iterdir() if path.name not in made)


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """On PostgreSQL with an empty database of its own, where the tests run on PostgreSQL."""
    address = os.environ.get("TOEVLUCHT_DATABASE_URL", "")
    if not address:
        yield Machine(folder, "")
        return
    import psycopg

    name = f"backup_{secrets.token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield Machine(folder, urlsplit(address)._replace(path=f"/{name}").geturl())
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
