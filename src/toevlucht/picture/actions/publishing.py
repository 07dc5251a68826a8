"""What can be done with the picture on the web: publish an edition."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from toevlucht.language import LANGUAGES
from toevlucht.picture.actions.keeping import (
    ForPartners,
    copy_whole,
    keep_for_partners,
    language_of,
)
from toevlucht.picture.built import Built, PublishingRefused, read_built
from toevlucht.picture.models import (
    Edition,
    EditionVersion,
    PublishedFile,
    Rendition,
    Series,
)
from toevlucht.picture.publications import frozen_folder, publication_folder
from toevlucht.picture.snapshot.manifest import NAME, sha256_of
from toevlucht.picture.snapshot.verification import verify
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import Viewer

__all__ = ["PublishingRefused", "publish_edition", "publish_for"]


def publish_for(viewer: Viewer, built: Path, frozen: Path) -> EditionVersion:
    """Publish what was built elsewhere, without a draft; that it was done is on record with it."""
    with transaction.atomic():
        before = set(EditionVersion.objects.values_list("pk", flat=True))
        version = publish_edition(built, frozen)
        if version.pk not in before:
            record_change(viewer, "edition.published", "version", [version.pk])
    return version


def publish_edition(
    built: Path, frozen: Path, for_partners: ForPartners | None = None
) -> EditionVersion:
    """Publish the built folder, and keep the frozen folder that it was made of.

    ``for_partners`` goes with it in the same transaction: either all of it is there or nothing.
    Publishing the same again changes nothing. Other content under the same number and version is
    refused, and so is a version whose predecessor is not there.
    """
    edition = read_built(built)
    if verify(frozen):
        raise PublishingRefused("frozen_changed", folder=frozen.name)
    with transaction.atomic():
        known = _existing(edition)
        if known:
            return known
        version = _publish(edition, frozen)
        if for_partners:
            keep_for_partners(version, for_partners)
        return version


def _existing(built: Built) -> EditionVersion | None:
    known = _version(built, built.version)
    if known and known.manifest_sha256 != built.sha256:
        raise PublishingRefused("other_content", **_names(built))
    return known


def _publish(built: Built, frozen: Path) -> EditionVersion:
    version = _insert_version(built, sha256_of(frozen / NAME))
    Rendition.objects.bulk_create(_renditions(built, version))
    PublishedFile.objects.bulk_create(_files(built, version))
    # Last, so that a failed copy takes the rows back. A crash between here and the commit
    # leaves folders without rows: nobody can reach them, and the next attempt replaces them.
    place = (built.series["id"], built.number, built.version)
    copy_whole(frozen, frozen_folder(*place), version.frozen_sha256)
    copy_whole(built.folder, publication_folder(*place), version.manifest_sha256)
    return version


def _insert_version(built: Built, frozen_sha256: str) -> EditionVersion:
    previous = _version(built, built.version - 1)
    if built.version > 1 and not previous:
        raise PublishingRefused("no_predecessor", **_names(built))
    correction = built.edition.get("correction") or {}
    if previous and correction.get("of_version") != previous.version:
        raise PublishingRefused("no_correction", **_names(built))
    reasons = correction.get("reason", {})
    edition, _ = Edition.objects.get_or_create(series=_series(built), number=built.number)
    return EditionVersion.objects.create(
        edition=edition,
        version=built.version,
        corrects=previous,
        period_from=built.day("period_from"),
        period_to=built.day("period_to"),
        cut_off=built.day("cut_off"),
        counting_mode=built.edition["counting_mode"],
        published_on=built.day("published_on"),
        software=built.manifest["software"],
        manifest_sha256=built.sha256,
        frozen_sha256=frozen_sha256,
        **{f"reason_{language}": reasons.get(language, "") for language in LANGUAGES},
    )


def _series(built: Built) -> Series:
    title = built.series["title"]
    titles = {f"title_{language}": title[language] for language in LANGUAGES}
    series, _ = Series.objects.get_or_create(
        slug=built.series["id"], defaults={"kind": built.series["kind"], **titles}
    )
    if series.kind != built.series["kind"]:
        raise PublishingRefused("other_kind", series=series.slug, kind=series.kind)
    return series


def _version(built: Built, version: int) -> EditionVersion | None:
    return EditionVersion.objects.filter(
        edition__series__slug=built.series["id"],
        edition__number=built.number,
        version=version,
    ).first()


def _renditions(built: Built, version: EditionVersion) -> list[Rendition]:
    return [
        Rendition(
            version=version,
            language=language,
            title=words["title"],
            summary=words["summary"],
            marks=words["marks"],
            body_html=built.body(language),
        )
        for language, words in built.manifest["languages"].items()
    ]


def _files(built: Built, version: EditionVersion) -> list[PublishedFile]:
    return [
        PublishedFile(
            version=version,
            path=entry["path"],
            language=language_of(entry["path"]),
            media_type=entry["media_type"],
            bytes=entry["bytes"],
            sha256=entry["sha256"],
        )
        for entry in built.manifest["files"]
    ]


def _names(built: Built) -> dict[str, str | int]:
    return {
        "series": built.series["id"],
        "number": built.number,
        "version": built.version,
    }
