"""The addresses of the published picture."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from toevlucht.picture.pages import published as pages


class FilePath(StringConverter):
    """Only letters that a published path may hold; anything else is no page."""

    regex = r"[A-Za-z0-9_.\-/]+"


register_converter(FilePath, "file_path")

edition = "<slug:series>/<int:number>/"

urlpatterns = [
    path("editions.atom", pages.feed, name="editions-feed"),
    path("<slug:series>/", pages.series, name="series"),
    path(edition, pages.newest_edition, name="edition"),
    path(f"{edition}v<int:version>/", pages.edition_version, name="edition-version"),
    path(
        f"{edition}v<int:version>/files/<file_path:path>",
        pages.file,
        name="edition-file",
    ),
]
