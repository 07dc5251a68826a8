"""What a viewer may read of the published picture."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Min, OuterRef, QuerySet, Subquery

from toevlucht.picture.models import (
    EditionVersion,
    PublishedFile,
    Rendition,
    Series,
    Suspension,
)
from toevlucht.records.viewer import Viewer

FEED_LENGTH = 50


@dataclass(frozen=True)
class EditionPage:
    """All that the page of one version shows; ``versions`` and ``siblings`` come without bodies."""

    rendition: Rendition
    versions: Sequence[EditionVersion]  # of this edition, the newest first
    siblings: Sequence[Rendition]  # the newest version of each edition of the series
    files: Sequence[PublishedFile]

    @property
    def version(self) -> EditionVersion:
        return self.rendition.version

    @property
    def series(self) -> Series:
        return self.version.edition.series

    @property
    def newest(self) -> EditionVersion:
        return self.versions[0]

    @property
    def correction(self) -> EditionVersion | None:
        """The version that corrects this one, where there is one."""
        return self._version(self.version.version + 1)

    @property
    def corrected(self) -> EditionVersion | None:
        """The version that this one corrects, where there is one."""
        return self._version(self.version.version - 1)

    def _version(self, number: int) -> EditionVersion | None:
        return next((version for version in self.versions if version.version == number), None)


def newest_editions(viewer: Viewer, language: str, series: str = "") -> QuerySet[Rendition]:
    """The newest version of every edition, without its body: the latest cut-off date first."""
    found = published(viewer, language).filter(version__corrected_by__isnull=True)
    if series:
        found = found.filter(version__edition__series__slug=series)
    return found.order_by(
        "-version__cut_off",
        "-version__edition__number",
        "version__edition__series__slug",
    )


def published(viewer: Viewer, language: str) -> QuerySet[Rendition]:
    """Everything published in a language, without bodies; nobody may see more than the public."""
    return (
        Rendition.objects.filter(language=language)
        .select_related("version__edition__series")
        .defer("body_html")
    )


def feed_of_editions(viewer: Viewer, language: str) -> QuerySet[Rendition]:
    """The newest editions with ``first_published``; what a generator made up is no news."""
    first_published = Min("version__edition__versions__published_on")
    found = newest_editions(viewer, language).annotate(first_published=first_published)
    found = found.exclude(version__edition__series__kind="generated")
    return found.order_by("-version__published_on", "-version_id")[:FEED_LENGTH]


def find_series(viewer: Viewer, slug: str) -> Series | None:
    """A series that has published something: one in the making is nobody's business yet."""
    return Series.objects.filter(slug=slug, editions__isnull=False).first()


def series_with_rest(viewer: Viewer) -> list[tuple[Series, datetime.datetime | None]]:
    """Every series, and since when it rests where it does."""
    resting = Suspension.objects.filter(series=OuterRef("pk"), until__isnull=True)
    found = Series.objects.filter(editions__isnull=False).distinct().order_by("slug")
    return [
        (one, one.rests_since)
        for one in found.annotate(rests_since=Subquery(resting.values("since")[:1]))
    ]


def find_edition_page(
    viewer: Viewer, language: str, series: str, number: int, version: int | None = None
) -> EditionPage | None:
    """The page of one version, the newest where none is named; None where there is none."""
    renditions = Rendition.objects.filter(
        language=language,
        version__edition__series__slug=series,
        version__edition__number=number,
        **(
            {"version__version": version}
            if version is not None
            else {"version__corrected_by": None}
        ),
    )
    rendition = renditions.select_related("version__edition__series").first()
    if not rendition:
        return None
    versions = rendition.version.edition.versions.order_by("-version")
    files = rendition.version.files.filter(language__in=("", language)).order_by("path")
    siblings = newest_editions(viewer, language, series).order_by("version__edition__number")
    return EditionPage(rendition, list(versions), list(siblings), list(files))


def find_file(
    viewer: Viewer, series: str, number: int, version: int, path: str
) -> PublishedFile | None:
    """The published file under exactly this path; the path is never joined to a folder unseen."""
    return (
        PublishedFile.objects.filter(
            version__edition__series__slug=series,
            version__edition__number=number,
            version__version=version,
            path=path,
        )
        .select_related("version__edition__series")
        .first()
    )
