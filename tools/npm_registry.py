"""Fetch one file of a package of the npm registry for the tests, and keep it.

A package is compared with what we saw when we chose it. What is kept lies outside the repository:
in TOEVLUCHT_TEST_TOOLS, or beside what the tests need anyway.
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
from dataclasses import dataclass
from pathlib import Path

from tools.debian_packages import install


@dataclass(frozen=True)
class Part:
    """A file of one version of a package, whose archive has this SHA-512."""

    package: str
    version: str
    sha512: str
    path: str

    def find_or_fetch(self) -> Path:
        folder = Path(os.environ.get("TOEVLUCHT_TEST_TOOLS") or Path(sys.prefix) / "test-tools")
        kept = folder / f"{self.package}-{self.version}{Path(self.path).suffix}"
        if not kept.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = kept.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(self._fetch())
            unfinished.replace(kept)
        return kept

    def _fetch(self) -> bytes:
        if not shutil.which("npm"):
            install("npm", "npm")
        with tempfile.TemporaryDirectory() as folder:
            wanted = f"{self.package}@{self.version}"
            packing = ["npm", "pack", "--silent", "--ignore-scripts", wanted]
            subprocess.run(packing, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            (packed,) = Path(folder).glob("*.tgz")
            content = packed.read_bytes()
            if base64.b64encode(hashlib.sha512(content).digest()).decode() != self.sha512:
                raise SystemExit(f"{wanted} is not the file that we chose")
            with tarfile.open(packed) as archive:
                member = archive.extractfile(self.path)
                assert member
                return member.read()
