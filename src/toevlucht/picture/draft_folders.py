"""Where drafts lie in the data folder. No page leads there by path."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from django.conf import settings

A_DAY = 24 * 3600


def draft_folder(draft: int) -> Path:
    data: Path = settings.TOEVLUCHT_DATA
    return data / "drafts" / str(draft)


def build_folder(draft: int, build: str) -> Path:
    """One look at a draft: ``frozen``, ``partners`` and ``public`` lie in it."""
    return draft_folder(draft) / "builds" / build


def review_folder(draft: int, frozen: str) -> Path:
    """The data that a review froze."""
    return draft_folder(draft) / "reviews" / frozen


def workplace(draft: int) -> Path:
    """Where something is made before it is moved to its place at one stroke."""
    folder = draft_folder(draft) / "making"
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        # Of work that was killed; what is younger may still be somebody's.
        if time.time() - left.stat().st_mtime > A_DAY:
            shutil.rmtree(left, ignore_errors=True)
    return folder


def remove_builds(draft: int, keep: set[str]) -> None:
    """Looks that nobody is shown any more."""
    folder = draft_folder(draft) / "builds"
    for build in folder.iterdir() if folder.exists() else ():
        if build.name not in keep:
            shutil.rmtree(build, ignore_errors=True)
