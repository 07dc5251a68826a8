"""Install packages of Debian where something that the tests need is missing, and we may."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path


def install(what: str, *packages: str) -> None:
    """Raises SystemExit with what to do where we may not."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit(f"{what} is missing. Install it first: sudo apt-get install {packages[0]}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Targets run beside each other; apt-get gives up where another one is at work.
    with (Path(tempfile.gettempdir()) / "toevlucht-apt.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", "--quiet=2", *step], check=True, env=environment)
