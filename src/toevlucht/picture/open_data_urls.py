"""The addresses of open data: one for each table of a month, and for its files."""

from django.urls import path

from toevlucht.picture.pages import open_data
from toevlucht.picture.release_addresses import TABLE

urlpatterns = [
    path("open-data/", open_data.listed, name="open-data"),
    path(f"open-data/{TABLE}", open_data.table, name="open-table"),
    path(f"open-data/{TABLE}<str:name>", open_data.file, name="open-table-file"),
]
