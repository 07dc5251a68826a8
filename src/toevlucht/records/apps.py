"""The records as a room of the web application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RecordsConfig(AppConfig):
    name = "toevlucht.records"
    label = "records"

    def ready(self) -> None:
        """Every room's ``tasks`` registers the kinds of work that it can do."""
        autodiscover_modules("tasks")
