"""The picture as a room of the web application."""

from django.apps import AppConfig


class PictureConfig(AppConfig):
    name = "toevlucht.picture"
    label = "picture"

    def ready(self) -> None:
        """Make the kinds of work known to whoever does them."""
        from toevlucht.picture import tasks  # noqa: F401
        from toevlucht.picture.actions import looking, packages, shared_reports, tracing  # noqa: F401
