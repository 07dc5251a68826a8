"""Print where chromium is; install Debian's package first where it is missing and we may."""

from __future__ import annotations

import shutil

from tools.debian_packages import install

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-core")


def find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def find_or_install() -> str:
    found = find()
    if found:
        return found
    install("Chromium", *PACKAGES)
    found = find()
    if not found:
        raise SystemExit("Debian's package chromium did not bring chromium")
    return found


if __name__ == "__main__":
    print(find_or_install())
