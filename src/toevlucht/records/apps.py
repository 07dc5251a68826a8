"""The records as a room of the web application."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "toevlucht.records"
    label = "records"
