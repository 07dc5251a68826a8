"""The partners as a room of the web application."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "toevlucht.partners"
    label = "partners"

    def ready(self) -> None:
        from toevlucht.partners import checks, mail, signals, tasks  # noqa: F401  (they listen)
