"""The site as a room of the web application."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "toevlucht.site"
    label = "site"

    def ready(self) -> None:
        from toevlucht.site import checks  # noqa: F401  (it registers)
