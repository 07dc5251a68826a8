"""Handbooks as everybody reads them: any version, its chapters and requirements."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from toevlucht.guidance.models import Chapter, Handbook, Requirement, Version


@dataclass(frozen=True)
class Listed:
    handbook: Handbook
    versions: Sequence[Version]  # the newest first

    @property
    def newest(self) -> Version:
        return self.versions[0]


@dataclass(frozen=True)
class Opened:
    """A version with everything in it, beside the other versions of its handbook."""

    handbook: Handbook
    version: Version
    versions: Sequence[Version]  # the newest first
    chapters: Sequence[Chapter]
    requirements: Sequence[Requirement]

    @property
    def is_newest(self) -> bool:
        return self.version.number == self.versions[0].number

    def in_chapter(self, chapter: Chapter) -> list[Requirement]:
        return [one for one in self.requirements if one.chapter == chapter]


def handbooks() -> list[Listed]:
    newest_first = Prefetch("versions", Version.objects.order_by("-number"))
    found = Handbook.objects.order_by("code").prefetch_related(newest_first)
    return [Listed(one, list(one.versions.all())) for one in found if one.versions.all()]


def find_handbook(code: str) -> Listed | None:
    return next((one for one in handbooks() if one.handbook.code == code), None)


def open_version(code: str, number: int) -> Opened | None:
    listed = find_handbook(code)
    if listed is None:
        return None
    version = next((one for one in listed.versions if one.number == number), None)
    if version is None:
        return None
    chapters = list(version.chapters.order_by("position"))
    requirements = list(version.requirements.select_related("chapter").order_by("position"))
    return Opened(listed.handbook, version, listed.versions, chapters, requirements)


def version_on(handbook: str, day: datetime.date) -> Version | None:
    """The version that held on this day."""
    found = Version.objects.filter(handbook__code=handbook, valid_from__lte=day)
    return found.order_by("-valid_from", "-number").first()


def versions_with(handbook: str, code: str) -> list[Version]:
    """The versions in which a requirement stands, the newest first."""
    found = Version.objects.filter(handbook__code=handbook, requirements__code=code)
    return list(found.order_by("-number"))
