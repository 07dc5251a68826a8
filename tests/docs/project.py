"""What the tests of the documents share: where the project lies and what its files say."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "toevlucht"
KEPT_FOLDERS = ("docs", "src", "tests", "tools", "benchmarks", ".ci")
TEXT_ENDINGS = {
    *(".py", ".md", ".toml", ".csv", ".html", ".css", ".typ", ".txt", ".json", ".yml", ".svg"),
    *(".lock", ".sh", ""),
}
LOCKED = re.compile(r"(?P<name>[a-z0-9.-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+))?")


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def own_files() -> list[Path]:
    """The project's own files: those at its root, and those below the folders that it keeps."""
    found = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    for folder in KEPT_FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    return sorted(path for path in found if "__pycache__" not in path.parts)


def own_texts() -> list[Path]:
    return [path for path in own_files() if path.suffix in TEXT_ENDINGS]


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def direct(which: str = "all") -> list[Requirement]:
    """The direct dependencies: ``run`` (with the extras that people install), or all of them."""
    project = pyproject()["project"]
    written = list(project["dependencies"])
    written += [line for lines in project["optional-dependencies"].values() for line in lines]
    if which == "all":
        written += [line for lines in pyproject()["dependency-groups"].values() for line in lines]
    return [Requirement(line) for line in written]


def name_of(requirement: Requirement) -> str:
    return canonicalize_name(requirement.name)


@cache
def locked(file: str) -> dict[str, tuple[Version, ...]]:
    """The versions of each package in a lock file; more than one where markers choose."""
    found: dict[str, tuple[Version, ...]] = {}
    for line in (ROOT / file).read_text("utf-8").splitlines():
        if match := LOCKED.match(line):
            name = canonicalize_name(match["name"])
            found[name] = (*found.get(name, ()), Version(match["version"]))
    return found
