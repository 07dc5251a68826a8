"""Links lead somewhere, and no file speaks of the machine on which it was written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.docs.project import KEPT_FOLDERS, ROOT, own_files, own_texts

MARKDOWN = [path for path in own_files() if path.suffix == ".md"]
LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
CODE = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
# Written apart, so that this file does not hold them itself.
HOSTS = (
    "pypi" + ".org",
    "python" + "hosted",
    "npmjs" + ".org",
    "deb." + "debian",
    "proxy." + "golang",
)
PLACES = ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/tmp/" + "b", "C:\\" + "Users")
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X:")
REQUIRED_IN_PUBLICCODE = (
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MARKDOWN, ids=_name)
def test_links_within_the_project_lead_somewhere(path: Path) -> None:
    lost = [target for target in _targets(path) if not _is_there(path, target)]
    assert lost == []


@pytest.mark.parametrize(
    "words", [HOSTS, PLACES, UNFINISHED], ids=["hosts", "places", "unfinished"]
)
def test_no_file_speaks_of_where_and_how_it_was_made(words: tuple[str, ...]) -> None:
    found = [
        f"{_name(path)}: {word}"
        for path in own_texts()
        for word in words
        if word in path.read_text("utf-8", errors="replace")
    ]
    assert found == []


def test_the_folders_that_are_searched_are_there() -> None:
    assert [folder for folder in KEPT_FOLDERS if not (ROOT / folder).is_dir()] == []
    assert len(own_texts()) > 200


@pytest.mark.parametrize("key", REQUIRED_IN_PUBLICCODE)
def test_the_public_code_file_has_what_its_standard_requires(key: str) -> None:
    lines = (ROOT / "publiccode.yml").read_text("utf-8").splitlines()
    assert any(line.startswith(f"{key}:") for line in lines)


@pytest.mark.parametrize("tag", ["nl", "en", "uk"])
def test_the_public_code_file_describes_the_software_in_each_language(tag: str) -> None:
    text = (ROOT / "publiccode.yml").read_text("utf-8")
    own = re.search(rf"^  {tag}:\n((?:    .*\n)+)", text, re.MULTILINE)
    assert own
    for key in ("genericName", "shortDescription", "longDescription", "features"):
        assert f"    {key}:" in own[1]


def test_the_public_code_file_tells_the_version_and_licence_of_the_project() -> None:
    text = (ROOT / "publiccode.yml").read_text("utf-8")
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    version = re.search(r'^version = "(.+)"', project, re.MULTILINE)
    assert version
    assert f'softwareVersion: "{version[1]}"' in text
    assert "license: EUPL-1.2" in text
    assert 'license = "EUPL-1.2"' in project


def test_the_changes_have_a_place_for_the_next_one() -> None:
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def _targets(path: Path) -> list[str]:
    text = CODE.sub("", path.read_text("utf-8"))
    targets = [match["target"] for match in LINK.finditer(text)]
    return [target for target in targets if not re.match(r"[a-z]+:|/", target)]


def _is_there(path: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    file = path if not name else (path.parent / name)
    if not file.exists():
        return False
    return not anchor or file.suffix != ".md" or anchor in _anchors(file)


def _anchors(file: Path) -> set[str]:
    titles = HEADING.findall(CODE.sub("", file.read_text("utf-8")))
    plain = (re.sub(r"[^\w\- ]", "", title.lower()) for title in titles)
    written = set(re.findall(r'<a id="([^"]+)"', file.read_text("utf-8")))
    return written | {title.replace(" ", "-") for title in plain}
