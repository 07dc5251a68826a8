"""News as a room of the web application."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "toevlucht.news"
    label = "news"

    def ready(self) -> None:
        """Make kinds of work known to whoever does them."""
        from toevlucht.news import tasks  # noqa: F401
