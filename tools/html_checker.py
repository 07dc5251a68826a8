"""Ask the Nu Html Checker what is wrong in a folder of pages; fetch it first where it is missing.

It is the checker that the W3C runs. One run reads all pages, because starting it takes longest.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tools.debian_packages import install
from tools.npm_registry import Part

CHECKER = Part(
    package="vnu-jar",
    version="26.9.27",
    sha512="TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==",
    path="package/build/dist/vnu.jar",
)
# It runs for seconds: half as long without what pays off in a server, and it needs a deep stack.
SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss16m")


def find_or_fetch() -> Path:
    if not shutil.which("java"):
        install("Java", "default-jre-headless")
    return CHECKER.find_or_fetch()


def faults(folder: Path) -> list[str]:
    """Errors in the pages of the folder: file, line, and what is wrong."""
    checking = ["java", *SHORT_RUN, "-jar", str(find_or_fetch()), "--errors-only"]
    done = subprocess.run(
        [*checking, "--format", "json", "--exit-zero-always", "--skip-non-html", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stderr)["messages"]
    return [
        f"{Path(one.get('url', '')).name}:{one.get('lastLine', '')} {one['message']}"
        for one in found
    ]


if __name__ == "__main__":
    print(find_or_fetch())
