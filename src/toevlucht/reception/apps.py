"""Reception as a room of the web application."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "toevlucht.reception"
    label = "reception"

    def ready(self) -> None:
        """Make kinds of work known to whoever does them."""
        from toevlucht.reception import tasks  # noqa: F401
