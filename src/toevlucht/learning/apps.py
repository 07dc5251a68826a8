"""Learning as a room of the web application."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "toevlucht.learning"
    label = "learning"

    def ready(self) -> None:
        """Make kinds of work known to whoever does them."""
        from toevlucht.learning import tasks  # noqa: F401
