"""Print where the player for SCORM 1.2 is that the tests use; fetch it first where it is missing.

It comes from the npm registry as one exact file, is compared with what we saw when we chose it,
and lies outside the repository: in TOEVLUCHT_TEST_TOOLS, or beside what the tests need anyway.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tools.debian_packages import install

VERSION = "3.4.3"
SHA512 = "Zbe+7ArMUbT1lVnqYxsbGRfI9JD9JVqEPzZLQdk0nfNmcDYJ404rMO9nbkQ0Hzwux5uACF9zKsvc29Q/ZzMOdg=="
PART = "package/dist/scorm12.min.js"


def find_or_fetch() -> Path:
    folder = Path(os.environ.get("TOEVLUCHT_TEST_TOOLS") or Path(sys.prefix) / "test-tools")
    player = folder / f"scorm-again-{VERSION}.js"
    if not player.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = player.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(_fetch())
        unfinished.replace(player)
    return player


def _fetch() -> bytes:
    if not shutil.which("npm"):
        install("npm", "npm")
    with tempfile.TemporaryDirectory() as folder:
        wanted = ["npm", "pack", "--silent", "--ignore-scripts", f"scorm-again@{VERSION}"]
        subprocess.run(wanted, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (packed,) = Path(folder).glob("*.tgz")
        content = packed.read_bytes()
        if base64.b64encode(hashlib.sha512(content).digest()).decode() != SHA512:
            raise SystemExit(f"scorm-again {VERSION} is not the file that we chose")
        with tarfile.open(packed) as archive:
            member = archive.extractfile(PART)
            assert member
            return member.read()


if __name__ == "__main__":
    print(find_or_fetch())
