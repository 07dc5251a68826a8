"""A course in one language as a SCORM 1.2 package: the same course, the same bytes."""

from __future__ import annotations

import datetime
import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.template.loader import render_to_string
from django.utils import translation

from toevlucht import __version__
from toevlucht.language import language
from toevlucht.learning.courses.written import Course
from toevlucht.learning.scorm.refreshing import packed
from toevlucht.learning.scorm.rules import rules_of
from toevlucht.learning.scorm.views import PackagedWalk, views_of

MANIFEST = "imsmanifest.xml"
START = "index.html"
STYLES = ("toevlucht.layout", "static/toevlucht/site.css")
SCRIPT = ("toevlucht.learning", "scorm/course.js")
MOST_BYTES = 30_000
"""No package of a course is larger: what people read of them all before any is made."""


@dataclass(frozen=True)
class Package:
    """``code`` and ``tag`` are of the course and of the language in it."""

    code: str
    tag: str
    edition: int
    content: bytes

    @property
    def name(self) -> str:
        return f"{self.code}-{self.edition}-{self.tag}.zip"

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@cache
def package_of(code: str, tag: str) -> Package:
    """Made once for each process: a course changes only with the software."""
    course = packed()[code]
    return Package(code, tag, course.edition, _zipped(course.published_on, parts_of(course, tag)))


def parts_of(course: Course, tag: str) -> Mapping[str, str]:
    """The files of a package by name, the manifest first, as systems look for it."""
    with translation.override(tag):
        about = {"course": course, "language": tag, "start": START}
        pages = {
            START: _index(course, tag, about),
            "course.js": _read(*SCRIPT),
            "course.css": _read(*STYLES),
        }
        listed = about | {"files": list(pages), "software": __version__}
        return {MANIFEST: render_to_string(f"learning/scorm/{MANIFEST}", listed), **pages}


def _index(course: Course, tag: str, about: Mapping[str, object]) -> str:
    walk = PackagedWalk(course, address="", twin="")
    shown = {
        **about,
        "views": views_of(walk),
        "rules": rules_of(course, language(tag)),
        "steps": course.steps,
    }
    return render_to_string("learning/scorm/index.html", shown)


def _read(room: str, path: str) -> str:
    return files(room).joinpath(path).read_text("utf-8")


def _zipped(day: datetime.date, parts: Mapping[str, str]) -> bytes:
    """Nothing in it depends on the clock or on the machine."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return written.getvalue()
