"""Install packages of Debian where something that the tests need is missing, and we may."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(what: str, *packages: str) -> None:
    """Raises SystemExit with what to do where we may not."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit(f"{what} is missing. Install it first: sudo apt-get install {packages[0]}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "--quiet=2", *step], check=True, env=environment)
