"""Which published versions a viewer may read with every number in them, under their TLP mark."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from toevlucht.picture.models import (
    Opening,
    PartnersFile,
    PartnersRendition,
    PartnersVersion,
    Recipient,
)
from toevlucht.records.viewer import Viewer

# An administrator alone reads no content.
READERS = ("reader", "contributor", "editor", "approver")
FOR_ALL_PARTNERS = ("clear", "green")


@dataclass(frozen=True)
class RenditionPage:
    """A version in one language, with its files and the versions of the same edition."""

    rendition: PartnersRendition
    files: list[PartnersFile]
    versions: list[PartnersVersion]  # that the viewer may see, the newest first

    @property
    def edition(self) -> PartnersVersion:
        return self.rendition.edition

    @property
    def newest(self) -> PartnersVersion:
        return self.versions[0]


def renditions(viewer: Viewer) -> QuerySet[PartnersVersion]:
    """Green and clear go to every organisation here; anything stricter to those named, only."""
    found = PartnersVersion.objects.select_related("version__edition__series", "version__draft")
    if not viewer.has(*READERS):
        return found.none()
    if viewer.is_centre:
        return found
    named = Recipient.objects.filter(edition=OuterRef("pk"), organisation=viewer.organisation)
    return found.filter(Q(handling__in=FOR_ALL_PARTNERS) | Exists(named))


def newest_renditions(viewer: Viewer) -> QuerySet[PartnersVersion]:
    found = renditions(viewer).filter(version__corrected_by__isnull=True)
    return found.order_by("-version__cut_off", "-version__edition__number", "-pk")


def find_rendition_page(
    viewer: Viewer, language: str, series: str, number: int, version: int
) -> RenditionPage | None:
    of_edition = renditions(viewer).filter(
        version__edition__series__slug=series, version__edition__number=number
    )
    versions = list(of_edition.order_by("-version__version"))
    edition = next((one for one in versions if one.version.version == version), None)
    if edition is None:
        return None
    rendition = edition.renditions.get(language=language)
    rendition.edition = edition
    files = edition.files.filter(language__in=("", language)).order_by("path")
    return RenditionPage(rendition, list(files), versions)


def find_partners_file(
    viewer: Viewer, series: str, number: int, version: int, path: str
) -> PartnersFile | None:
    """The file under exactly this path; the path is never joined to a folder unseen."""
    return (
        PartnersFile.objects.filter(
            edition__in=renditions(viewer),
            edition__version__edition__series__slug=series,
            edition__version__edition__number=number,
            edition__version__version=version,
            path=path,
        )
        .select_related("edition__version__edition__series")
        .first()
    )


def corrections_to_read(viewer: Viewer) -> QuerySet[PartnersVersion]:
    """Corrections of what the viewer's organisation received, until the viewer opens them."""
    found = newest_renditions(viewer).filter(version__corrects__isnull=False)
    if viewer.is_centre or viewer.person is None:
        return found.none()
    earlier = {
        "edition__version__edition": OuterRef("version__edition"),
        "edition__version__version__lt": OuterRef("version__version"),
        "organisation": viewer.organisation,
    }
    received = Exists(Recipient.objects.filter(**earlier)) | Exists(
        Opening.objects.filter(**earlier)
    )
    opened = Opening.objects.filter(edition=OuterRef("pk"), person=viewer.person)
    return found.filter(received).filter(~Exists(opened))
